import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { InvestigationAnswer } from '@floorwalk/shared/api/forecast';
import { FINDING_CAUSES } from '@floorwalk/shared/forecast/finding-causes';
import type { FindingCause } from '@floorwalk/shared/forecast/investigation-events';
import { closeInvestigation, fetchInvestigations } from '../../api/forecast.ts';
import { t } from '../../messages/text.ts';
import { figureColumns } from '../../numbers/figure-columns.tsx';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useIds, useRow } from '../../store/use-row.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { formText } from '../../ui/form-text.ts';
import { formatCount, formatDate, formatTimeShort } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { causeWords, percent } from './forecast-words.ts';

const number = figureColumns<InvestigationAnswer>(({ queueName }) => queueName);

/** Deviations beyond chance: those to explain, and what was found about the others. */
export function DeviationsTab() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const isPast = isTravelling(useDeskSearch());
  const mayClose = useMay('acknowledge-alerts', siteId) && !isPast;
  const [closing, setClosing] = useState<InvestigationAnswer | null>(null);
  // The table of the server has more than the glass; the glass says when to look again.
  const liveIds = useIds('investigations').join(' ');
  const list = useQuery({
    queryKey: ['investigations', siteId, liveIds],
    queryFn: () => fetchInvestigations(siteId),
    refetchOnMount: 'always',
    placeholderData: (before) => before,
  });
  if (list.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (list.isError) return <p role="alert">{problemWords(list.error)}</p>;
  const open = list.data.filter(({ closedAt }) => closedAt === null);
  const closed = list.data.filter(({ closedAt }) => closedAt !== null);
  return (
    <>
      <p {...plain('limit')}>{t('deviation.how')}</p>
      <section aria-labelledby="deviations-open">
        <h2 id="deviations-open">{t('deviation.open')}</h2>
        {open.length === 0 ? (
          <p>{t('deviation.none-open')}</p>
        ) : (
          <DeviationTable
            labelledBy="deviations-open"
            rows={open}
            zone={zone}
            action={mayClose ? (row) => setClosing(row) : undefined}
          />
        )}
      </section>
      <section aria-labelledby="deviations-closed">
        <h2 id="deviations-closed">{t('deviation.closed')}</h2>
        {closed.length === 0 ? (
          <p>{t('deviation.none-closed')}</p>
        ) : (
          <DeviationTable labelledBy="deviations-closed" rows={closed} zone={zone} />
        )}
      </section>
      {closing !== null && <CloseDialog investigation={closing} close={() => setClosing(null)} />}
    </>
  );
}

function DeviationTable({
  rows,
  zone,
  labelledBy,
  action,
}: {
  readonly rows: readonly InvestigationAnswer[];
  readonly zone: string;
  readonly labelledBy: string;
  readonly action?: ((row: InvestigationAnswer) => void) | undefined;
}) {
  return (
    <DataTable
      rows={rows}
      keyOf={({ id }) => id}
      labelledBy={labelledBy}
      hasFigures
      columns={[
        { id: 'queue', label: t('forecast.queue'), cell: ({ queueName }) => queueName },
        {
          id: 'when',
          label: t('deviation.when'),
          cell: ({ fromAt, toAt }) =>
            `${formatDate(fromAt, zone)}, ${formatTimeShort(fromAt, zone)}–${formatTimeShort(toAt, zone)}`,
        },
        number('expected', t('deviation.expected'), 'forecast-expected', ({ expectedCount }) =>
          formatCount(Math.round(expectedCount)),
        ),
        number('actual', t('deviation.actual'), 'forecast-actual', ({ actualCount }) =>
          formatCount(Math.round(actualCount)),
        ),
        number('share', t('deviation.share'), 'deviation-share', ({ actualCount, expectedCount }) =>
          percent(expectedCount > 0 ? actualCount / expectedCount - 1 : null),
        ),
        { id: 'state', label: t('deviation.state'), cell: stateWords },
      ]}
      {...(action && {
        actions: (row: InvestigationAnswer) => (
          <RowButton
            word={t('deviation.close')}
            name={t('deviation.close-named', { queue: row.queueName, time: formatTimeShort(row.fromAt, zone) })}
            onClick={() => action(row)}
          />
        ),
      })}
    />
  );
}

function stateWords({ closedBy, cause, finding, isOver }: InvestigationAnswer): string {
  if (closedBy !== null && cause !== null) {
    return t('deviation.found', { cause: causeWords(cause), finding: finding ?? '', name: closedBy.name });
  }
  return isOver ? t('deviation.over') : t('deviation.lasts');
}

function CloseDialog({
  investigation,
  close,
}: {
  readonly investigation: InvestigationAnswer;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const client = useQueryClient();
  const closing = useMutation({
    mutationFn: (body: { readonly cause: FindingCause; readonly finding: string }) =>
      closeInvestigation(siteId, investigation.id, body),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['investigations', siteId] });
      close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const cause = FINDING_CAUSES.find((one) => one === formText(form, 'cause'));
    if (cause !== undefined) closing.mutate({ cause, finding: formText(form, 'finding').trim() });
  };
  return (
    <ModalDialog title={t('deviation.close-title', { queue: investigation.queueName })} close={close}>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t('deviation.cause')}</span>
          <select name="cause" defaultValue={FINDING_CAUSES[0]}>
            {FINDING_CAUSES.map((cause) => (
              <option key={cause} value={cause}>
                {causeWords(cause)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('deviation.finding')}</span>
          <textarea name="finding" rows={4} required maxLength={2000} />
        </label>
        {closing.isError && (
          <p role="alert" className="form-problem">
            {problemWords(closing.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={closing.isPending}>
            {t('deviation.close')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
