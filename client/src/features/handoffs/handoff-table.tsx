import type { HandoffRow } from '@floorwalk/shared/handoffs/rows';
import { t } from '../../messages/text.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { departmentName } from './department-name.ts';
import { momentWords, stateWords } from './handoff-words.ts';
import { TimeLeft } from './time-left.tsx';

/** Beyond this the list is cut and says so. */
export const MOST_SHOWN = 200;

/** Handoffs in the order given, each with who has it and how much business time is left. */
export function HandoffTable({
  rows,
  labelledBy,
}: {
  readonly rows: readonly HandoffRow[];
  readonly labelledBy: string;
}) {
  const siteId = useSiteId();
  const { openPanel } = useDeskActions();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  return (
    <>
      <div className="table-frame">
        <table className="table" aria-labelledby={labelledBy}>
          <thead>
            <tr>
              <th scope="col">{t('handoffs.column.title')}</th>
              <th scope="col">{t('handoffs.column.between')}</th>
              <th scope="col">{t('handoffs.column.state')}</th>
              <th scope="col">{t('handoffs.column.owner')}</th>
              <th scope="col">{t('handoffs.column.left')}</th>
              <th scope="col">{t('handoffs.column.due')}</th>
              <th scope="col" className="cell-number">
                {t('handoffs.column.bounces')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_SHOWN).map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <button type="button" className="link-button" onClick={() => openPanel('handoff', row.id)}>
                    {row.title}
                  </button>
                </th>
                <td>
                  {row.fromDepartmentId === null ? t('handoff.from-outside') : departmentName(row.fromDepartmentId)} →{' '}
                  {departmentName(row.toDepartmentId)}
                </td>
                <td>{stateWords(row.state)}</td>
                <td>{row.owner.name}</td>
                <td className="numeric">
                  <TimeLeft row={row} />
                </td>
                <td className="numeric">{dueOf(row, zone)}</td>
                <td className="cell-number">{row.bounceCount}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST_SHOWN && (
        <p className="page-note">{t('handoffs.cut', { shown: MOST_SHOWN, count: rows.length })}</p>
      )}
    </>
  );
}

function dueOf({ breachedAt, dueAt, endedAt }: HandoffRow, zone: string): string {
  const at = endedAt ?? breachedAt ?? dueAt;
  return at === null ? t('handoff.clock-stands') : momentWords(at, zone);
}
