import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HistoryImportAnswer, HistoryImportRequest } from '@floorwalk/shared/api/forecast';
import { fetchImports, importHistory, previewImport } from '../../api/forecast.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatCount, formatDate } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { ImportMapping } from './import-mapping.tsx';
import { ImportPreview } from './import-preview.tsx';

/** A past from elsewhere, from a CSV file: looked at first, with every mistake named, then imported. */
export function ImportTab() {
  const siteId = useSiteId();
  const client = useQueryClient();
  const isPast = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-schedules', siteId) && !isPast;
  const [asked, setAsked] = useState<HistoryImportRequest | null>(null);
  const [answer, setAnswer] = useState<HistoryImportAnswer | null>(null);
  const [isNoted, setIsNoted] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const preview = useMutation({ mutationFn: (body: HistoryImportRequest) => previewImport(siteId, body) });
  const importing = useMutation({
    mutationFn: (body: HistoryImportRequest) => importHistory(siteId, body),
    onSuccess: async () => {
      setIsDone(true);
      await client.invalidateQueries({ queryKey: ['history-imports', siteId] });
    },
  });
  // What is being looked at stands until the answer to the newest change is there: fields must not vanish under who fills them in.
  const look = (body: HistoryImportRequest) => {
    setAsked(body);
    setIsNoted(false);
    setIsDone(false);
    importing.reset();
    preview.mutate(body, {
      onSuccess: (found) => {
        setAnswer(found);
        setAsked({ ...body, mapping: found.mapping });
      },
    });
  };
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    setAnswer(null);
    look({ fileName: file.name.slice(0, 200) || 'history.csv', text: await file.text() });
  };
  return (
    <section aria-labelledby="forecast-import">
      <h2 id="forecast-import">{t('import-history.title')}</h2>
      <p>{t('import-history.how')}</p>
      {mayEdit ? (
        <label className="field">
          <span>{t('import-history.file')}</span>
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </label>
      ) : (
        <p>{t('import-history.forbidden')}</p>
      )}
      {preview.isError && <p role="alert">{problemWords(preview.error)}</p>}
      {asked?.mapping !== undefined && answer !== null && (
        <>
          <ImportMapping
            columns={answer.columns}
            mapping={asked.mapping}
            zone={asked.zone}
            missingIsZero={asked.missingIsZero === true}
            change={(change) => look({ ...asked, ...change })}
            note={(change) => {
              setAsked({ ...asked, ...change });
              setIsNoted(true);
            }}
            settle={() => {
              if (isNoted) look(asked);
            }}
          />
          <ImportPreview answer={answer} />
          {importing.isError && <p role="alert">{problemWords(importing.error)}</p>}
          {isDone ? (
            <p role="status" className="page-note">
              {t('import-history.done', { days: answer.dayCount, rows: answer.rowCount })}
            </p>
          ) : (
            <button
              type="button"
              className="button button-primary"
              disabled={answer.problem !== null || answer.dayCount === 0 || importing.isPending || preview.isPending}
              onClick={() => importing.mutate(asked)}
            >
              {t('import-history.import', { days: answer.dayCount })}
            </button>
          )}
        </>
      )}
      <PastImports />
    </section>
  );
}

function PastImports() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const imports = useQuery({ queryKey: ['history-imports', siteId], queryFn: () => fetchImports(siteId) });
  if (imports.data === undefined || imports.data.length === 0) return null;
  return (
    <>
      <h3 id="past-imports">{t('import-history.past')}</h3>
      <ScrollRegion className="table-frame" labelledBy="past-imports">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('import-history.file')}</th>
              <th scope="col">{t('import-history.at')}</th>
              <th scope="col">{t('import-history.span')}</th>
              <th scope="col" className="cell-number">
                {t('import-history.days')}
              </th>
              <th scope="col" className="cell-number">
                {t('import-history.repairs')}
              </th>
              <th scope="col">{t('import-history.by')}</th>
            </tr>
          </thead>
          <tbody>
            {imports.data.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.fileName}</th>
                <td>{formatDate(one.importedAt, zone)}</td>
                <td>
                  {one.fromDate}–{one.toDate}
                </td>
                <td className="cell-number">{formatCount(one.dayCount)}</td>
                <td className="cell-number">{formatCount(one.repairCount)}</td>
                <td>{one.importedBy.name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}
