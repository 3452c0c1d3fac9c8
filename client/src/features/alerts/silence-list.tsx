import { useMutation } from '@tanstack/react-query';
import type { AlertSilenceRow } from '@floorwalk/shared/alerts/rows';
import { endSilence } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { scopeWords } from './scope-words.ts';
import { same } from '../../store/same.ts';
import { useNow } from '../../store/use-now.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatDate, formatTimeShort } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';

const SOON_MS = 600_000;

/** What is silenced, until when, by whom and why. One about to end says so. */
export function SilenceList() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const now = useNow();
  const mayEnd = useMay('acknowledge-alerts', siteId);
  const travelling = isTravelling(useDeskSearch());
  const ends = mayEnd && !travelling;
  const silences = useDerived(['alertSilences'], readSilences, same, siteId, 200);
  const ending = useMutation({ mutationFn: (id: string) => endSilence(siteId, id) });
  const standing = silences.filter((silence) => silence.until > now);
  if (standing.length === 0) return <p>{t('silence.none')}</p>;
  return (
    <>
      <FormProblem error={ending.error} />
      <DataTable
        rows={standing}
        keyOf={({ id }) => id}
        columns={[
          { id: 'what', label: t('silence.column.what'), cell: wordsOf },
          {
            id: 'until',
            label: t('silence.column.until'),
            cell: ({ until }) => (
              <>
                {formatDate(until, zone)} {formatTimeShort(until, zone)}
                {until - now < SOON_MS && <strong> {t('silence.ends-soon')}</strong>}
              </>
            ),
          },
          { id: 'reason', label: t('silence.reason'), cell: ({ reason }) => reason },
          { id: 'by', label: t('silence.column.by'), cell: ({ by }) => by.name },
        ]}
        actions={(silence) =>
          ends && (
            <RowButton
              word={t('silence.end')}
              name={t('silence.end-named', { name: wordsOf(silence) })}
              isBusy={ending.isPending}
              onClick={() => ending.mutate(silence.id)}
            />
          )
        }
      />
    </>
  );
}

function readSilences(): readonly AlertSilenceRow[] {
  return [...live().store.tables.alertSilences.rows()].sort((left, right) => left.until - right.until);
}

function wordsOf({ ruleId, subjectTable: table, subjectId: id }: AlertSilenceRow): string {
  return scopeWords({
    ...(ruleId !== null && { ruleId }),
    ...(table !== null && id !== null && { subject: { table, id } }),
  });
}
