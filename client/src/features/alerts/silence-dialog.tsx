import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { AlertRow } from '@floorwalk/shared/alerts/rows';
import { silence } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

const WHATS = ['both', 'rule', 'subject'] as const;
const MOST_MINUTES = 30 * 24 * 60;

/** Silences what an alert is about: until a moment, and for a reason. */
export function SilenceDialog({ alert, close }: { readonly alert: AlertRow; readonly close: () => void }) {
  const siteId = useSiteId();
  const [what, setWhat] = useState<(typeof WHATS)[number]>('both');
  const silencing = useMutation({
    mutationFn: ({ minutes, reason }: { readonly minutes: number; readonly reason: string }) =>
      silence(siteId, {
        scope: {
          ...(what !== 'subject' && { ruleId: alert.ruleId }),
          ...(what !== 'rule' && { subject: { table: alert.subjectTable, id: alert.subjectId } }),
        },
        until: Math.round(live().siteTime() + minutes * 60_000),
        reason,
      }),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    silencing.mutate({ minutes: Number(formText(form, 'minutes')), reason: formText(form, 'reason').trim() });
  };
  return (
    <ModalDialog title={t('silence.title')} close={close}>
      <p>{t('silence.text')}</p>
      <form className="form" onSubmit={submit}>
        <Field label={t('silence.what')}>
          <select value={what} onChange={(event) => setWhat(WHATS.find((one) => one === event.target.value) ?? 'both')}>
            {WHATS.map((one) => (
              <option key={one} value={one}>
                {t(`silence.what.${one}`, { subject: alert.subjectName })}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('silence.minutes')}>
          <input name="minutes" type="number" min={1} max={MOST_MINUTES} defaultValue={60} required />
        </Field>
        <Field label={t('silence.reason')}>
          <input name="reason" required maxLength={200} pattern=".*\S.*" />
        </Field>
        <FormProblem error={silencing.error} />
        <DialogButtons action={t('silence.start')} isBusy={silencing.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
