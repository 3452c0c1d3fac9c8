import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { CalendarAnswer, CalendarRequest } from '@floorwalk/shared/api/forecast';
import { fetchCalendar, putCalendarEntry, removeCalendarEntry } from '../../api/forecast.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { formText } from '../../ui/form-text.ts';
import { ConfirmDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';

const KINDS = ['closure', 'holiday', 'event', 'campaign'] as const;

/** Days unlike others, past and to come: forecasts learn from those that were, and know of those that will be. */
export function CalendarTab() {
  const siteId = useSiteId();
  const client = useQueryClient();
  const isPast = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-schedules', siteId) && !isPast;
  const [removing, setRemoving] = useState<CalendarAnswer[number] | null>(null);
  const calendar = useQuery({ queryKey: ['forecast-calendar', siteId], queryFn: () => fetchCalendar(siteId) });
  const refresh = () => client.invalidateQueries({ queryKey: ['forecast-calendar', siteId] });
  const removal = useMutation({
    mutationFn: (id: string) => removeCalendarEntry(siteId, id),
    onSuccess: async () => {
      await refresh();
      setRemoving(null);
    },
  });
  if (calendar.isPending) return <Skeleton rows={5} label={t('state.loading')} />;
  if (calendar.isError) return <p role="alert">{problemWords(calendar.error)}</p>;
  return (
    <section aria-labelledby="forecast-calendar">
      <h2 id="forecast-calendar">{t('calendar.title')}</h2>
      <p>{t('calendar.how')}</p>
      {calendar.data.length === 0 ? (
        <p>{t('calendar.none')}</p>
      ) : (
        <ScrollRegion className="table-frame" labelledBy="forecast-calendar">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('calendar.name')}</th>
                <th scope="col">{t('calendar.kind')}</th>
                <th scope="col">{t('calendar.from')}</th>
                <th scope="col">{t('calendar.to')}</th>
                {mayEdit && <th scope="col">{t('deviation.action')}</th>}
              </tr>
            </thead>
            <tbody>
              {calendar.data.map((entry) => (
                <tr key={entry.id}>
                  <th scope="row">{entry.name}</th>
                  <td>{t(`calendar.kind.${entry.kind}`)}</td>
                  <td>{entry.fromDate}</td>
                  <td>{entry.toDate}</td>
                  {mayEdit && (
                    <td className="cell-actions">
                      <button
                        type="button"
                        className="button"
                        aria-label={t('calendar.remove-named', { name: entry.name })}
                        onClick={() => setRemoving(entry)}
                      >
                        {t('calendar.remove')}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {mayEdit && <CalendarForm onAdded={refresh} />}
      {removing !== null && (
        <ConfirmDialog
          title={t('calendar.remove-named', { name: removing.name })}
          text={t('calendar.remove-text')}
          action={t('calendar.remove')}
          isBusy={removal.isPending}
          problem={removal.isError ? problemWords(removal.error) : null}
          onConfirm={() => removal.mutate(removing.id)}
          onCancel={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

function CalendarForm({ onAdded }: { readonly onAdded: () => Promise<void> }) {
  const siteId = useSiteId();
  const adding = useMutation({
    mutationFn: ({ body }: { readonly body: CalendarRequest; readonly form: HTMLFormElement }) =>
      putCalendarEntry(siteId, crypto.randomUUID(), body),
    onSuccess: async (_answer, { form }) => {
      form.reset();
      await onAdded();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const fromDate = formText(form, 'from');
    const body: CalendarRequest = {
      kind: KINDS.find((kind) => kind === formText(form, 'kind')) ?? 'event',
      name: formText(form, 'name').trim(),
      fromDate,
      toDate: formText(form, 'to') || fromDate,
    };
    adding.mutate({ body, form: event.currentTarget });
  };
  return (
    <form className="forecast-fields" onSubmit={submit} aria-label={t('calendar.add')}>
      <label className="field">
        <span>{t('calendar.name')}</span>
        <input name="name" required maxLength={200} pattern=".*\S.*" />
      </label>
      <label className="field">
        <span>{t('calendar.kind')}</span>
        <select name="kind">
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`calendar.kind.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('calendar.from')}</span>
        <input name="from" type="date" required />
      </label>
      <label className="field">
        <span>{t('calendar.to')}</span>
        <input name="to" type="date" />
      </label>
      <button type="submit" className="button button-primary" disabled={adding.isPending}>
        {t('calendar.add')}
      </button>
      {adding.isError && (
        <p role="alert" className="form-problem">
          {problemWords(adding.error)}
        </p>
      )}
    </form>
  );
}
