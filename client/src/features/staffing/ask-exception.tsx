import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { MOST_DAYS_AHEAD } from '@floorwalk/shared/api/schedule';
import { dateAfter } from '@floorwalk/shared/schedule/local-moments';
import { requestException } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import type { PanelProps } from '../../shell/feature.ts';
import { useMay, useSession } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { readMoment } from '../../ui/zone-time.ts';
import { localDate } from './local-date.ts';

/** Asks that an agent's departure from the schedule be accepted: for oneself, or as a lead. */
export function AskException({ id }: PanelProps) {
  const siteId = useSiteId();
  const past = isTravelling(useDeskSearch());
  const mayEdit = useMay('edit-schedules', siteId);
  const { principal } = useSession();
  const isOwn = principal.grants.some(
    ({ scope }) => scope.agentId === id && (scope.siteId === siteId || scope.siteId === '*'),
  );
  const [isOpen, setOpen] = useState(false);
  if (past || !(mayEdit || isOwn)) return null;
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t('staffing.exceptions.ask')}
      </button>
      {isOpen && <AskDialog agentId={id} close={() => setOpen(false)} />}
    </>
  );
}

function AskDialog({ agentId, close }: { readonly agentId: string; readonly close: () => void }) {
  const siteId = useSiteId();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const name = useRowValue('agents', agentId, (agent) => agent.name) ?? agentId;
  const [wrong, setWrong] = useState(false);
  const [today] = useState(() => localDate(live().siteTime(), zone));
  const asking = useMutation({
    mutationFn: (asked: { readonly startAt: number; readonly endAt: number; readonly reason: string }) =>
      requestException(siteId, { agentId, ...asked }),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const date = formText(form, 'date');
    const [from, to] = [formText(form, 'from'), formText(form, 'to')];
    const startAt = readMoment(`${date}T${from}`, zone);
    // What ends before it starts by the clock ends the next day: exceptions are for night shifts too.
    const endAt = readMoment(`${to > from ? date : dateAfter(date, 1)}T${to}`, zone);
    const isBad = startAt === null || endAt === null || endAt <= startAt;
    setWrong(isBad);
    if (!isBad) asking.mutate({ startAt, endAt, reason: formText(form, 'reason').trim() });
  };
  return (
    <ModalDialog title={t('staffing.exceptions.ask-of', { name })} close={close}>
      <form className="form" onSubmit={submit}>
        <Field label={t('staffing.schedules.which')}>
          <input
            type="date"
            name="date"
            required
            min={dateAfter(today, -1)}
            max={dateAfter(today, MOST_DAYS_AHEAD)}
            defaultValue={today}
          />
        </Field>
        <Field label={t('staffing.day.from')}>
          <input type="time" name="from" required />
        </Field>
        <Field label={t('staffing.day.to')}>
          <input type="time" name="to" required />
        </Field>
        <Field label={t('staffing.exceptions.reason')}>
          <input name="reason" required maxLength={200} pattern=".*\S.*" />
        </Field>
        {wrong && (
          <p role="alert" className="form-problem">
            {t('staffing.mistake.ends-before-start')}
          </p>
        )}
        <FormProblem error={asking.error} />
        <DialogButtons action={t('staffing.exceptions.ask')} isBusy={asking.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
