import type { HistoryImportAnswer } from '@floorwalk/shared/api/forecast';
import { t, textOf } from '../../messages/text.ts';
import { formatCount } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';

const MOST_SHOWN = 100;

/** What an import would do: the file's first rows, what it holds by queue, and everything that is not taken as it stands. */
export function ImportPreview({ answer }: { readonly answer: HistoryImportAnswer }) {
  const { columns, firstRows, queues, repairs, repairCount, repairsByKind, problem, rowCount, dayCount } = answer;
  return (
    <>
      <h3 id="import-rows">{t('import-history.first-rows')}</h3>
      <ScrollRegion className="table-frame" labelledBy="import-rows">
        <table className="table">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {firstRows.map((cells, row) => (
              <tr key={row}>
                {columns.map((_, index) => (
                  <td key={index}>{cells[index] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {problem !== null && (
        <p role="alert" className="form-problem">
          {problem}
        </p>
      )}
      <p>
        {t('import-history.summary', { rows: rowCount, days: dayCount, queues: queues.length, repairs: repairCount })}
      </p>
      {queues.length > 0 && (
        <ul className="plain-list">
          {queues.map((queue) => (
            <li key={queue.queueId}>
              {t('import-history.queue-line', {
                queue: queue.queueId,
                days: queue.dayCount,
                contacts: formatCount(queue.contactCount),
                from: queue.fromDate,
                to: queue.toDate,
              })}
            </li>
          ))}
        </ul>
      )}
      {repairCount > 0 && (
        <>
          <h3 id="import-repairs">{t('import-history.repairs')}</h3>
          <p>
            {Object.entries(repairsByKind)
              .map(([kind, count]) => `${textOf(`import-history.repair.${kind}`) ?? kind}: ${formatCount(count)}`)
              .join(' · ')}
          </p>
          <ScrollRegion className="table-frame" labelledBy="import-repairs">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('import-history.line')}</th>
                  <th scope="col">{t('import-history.what')}</th>
                  <th scope="col">{t('forecast.queue')}</th>
                  <th scope="col">{t('import-history.when')}</th>
                  <th scope="col">{t('import-history.note')}</th>
                </tr>
              </thead>
              <tbody>
                {repairs.slice(0, MOST_SHOWN).map((repair, index) => (
                  <tr key={index}>
                    <td>{repair.line ?? '–'}</td>
                    <td>{textOf(`import-history.repair.${repair.kind}`) ?? repair.kind}</td>
                    <td>{repair.queueId ?? '–'}</td>
                    <td>{[repair.date, repair.interval].filter(Boolean).join(' ') || '–'}</td>
                    <td>{repair.note}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          {repairCount > MOST_SHOWN && <p>{t('import-history.more-repairs', { count: repairCount - MOST_SHOWN })}</p>}
        </>
      )}
    </>
  );
}
