import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlertWindow } from '@floorwalk/shared/alerts/alert-window';
import type { Recurrence } from '@floorwalk/shared/alerts/schedule';
import { putWindow } from '../../api/alerts.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useOpenedVersion } from '../../store/use-opened-version.ts';
import { useIds } from '../../store/use-row.ts';
import { DialogButtons } from '../../ui/form-parts.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { fromFieldValue, toFieldValue } from '../../ui/zone-time.ts';
import { Choice, FaultContext, faultOf, FaultNote, Field, TextField } from './fault-field.tsx';
import { changed } from './rule-form.ts';
import { ClockInput, DayPicks } from './schedule-fields.tsx';

const KINDS = ['mute', 'maintenance'] as const;
const COMES = ['once', 'daily', 'weekly'] as const;
const HOUR_MS = 3_600_000;

/** A mute or maintenance window: what it covers, and when it comes. */
export function WindowDialog({
  window: given,
  zone,
  close,
}: {
  readonly window: AlertWindow | null;
  readonly zone: string;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const ruleIds = useIds('alertRules');
  const queueIds = useIds('queues');
  const [window, setWindow] = useState<AlertWindow>(
    () =>
      given ?? {
        id: crypto.randomUUID(),
        name: '',
        kind: 'maintenance',
        when: { kind: 'weekly', days: [7], from: '02:00', to: '04:00' },
      },
  );
  const version = useOpenedVersion('alertWindows', window.id);
  const putting = useMutation({ mutationFn: () => putWindow(siteId, window, version), onSuccess: close });
  const fault = faultOf(putting.error);
  const edit = (next: AlertWindow) => {
    setWindow(next);
    putting.reset();
  };
  const { when, scope } = window;
  const rule = (id: string) => live().store.tables.alertRules.row(id)?.rule.name ?? id;
  const queue = (id: string) => live().store.tables.queues.row(id)?.name ?? id;
  const cover = (ruleId: string, queueId: string) => {
    const next = {
      ...(ruleId !== '' && { ruleId }),
      ...(queueId !== '' && { subject: { table: 'queues' as const, id: queueId } }),
    };
    edit(changed(window, { scope: Object.keys(next).length === 0 ? undefined : next }));
  };
  return (
    <ModalDialog title={given === null ? t('window-list.new') : given.name} close={close}>
      <FaultContext value={fault}>
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            putting.mutate();
          }}
        >
          <TextField
            pointer="/name"
            label={t('rule.name')}
            isRequired
            value={window.name}
            onChange={(name) => edit({ ...window, name })}
          />
          <Choice
            pointer="/kind"
            label={t('window.kind')}
            value={window.kind}
            options={KINDS.map((kind) => [kind, t(`window-kind.${kind}.long`)] as const)}
            onChange={(kind) => edit({ ...window, kind })}
          />
          <Choice
            pointer="/scope/ruleId"
            label={t('window.rule')}
            value={scope?.ruleId ?? ''}
            options={[['', t('window.any-rule')], ...ruleIds.map((id) => [id, rule(id)] as const)]}
            onChange={(id) => cover(id, scope?.subject?.id ?? '')}
          />
          <Choice
            pointer="/scope/subject"
            label={t('window.queue')}
            value={scope?.subject?.id ?? ''}
            options={[['', t('window.any-queue')], ...queueIds.map((id) => [id, queue(id)] as const)]}
            onChange={(id) => cover(scope?.ruleId ?? '', id)}
          />
          <Choice
            pointer="/when/kind"
            label={t('window.comes')}
            value={when.kind}
            options={COMES.map((one) => [one, t(`window.${one}`)] as const)}
            onChange={(kind) => edit({ ...window, when: begun(kind) })}
          />
          <WhenFields when={when} zone={zone} onChange={(next) => edit({ ...window, when: next })} />
          {putting.isError && (
            <p role="alert" className="form-problem">
              {fault !== null && `${fault.pointer}: `}
              {problemWords(putting.error)}
            </p>
          )}
          <DialogButtons action={t('rule.put')} isBusy={putting.isPending} close={close} />
        </form>
      </FaultContext>
    </ModalDialog>
  );
}

function begun(kind: Recurrence['kind']): Recurrence {
  if (kind === 'daily') return { kind, from: '02:00', to: '04:00' };
  if (kind === 'weekly') return { kind, days: [7], from: '02:00', to: '04:00' };
  const from = Math.ceil(live().siteTime() / HOUR_MS) * HOUR_MS;
  return { kind, from, to: from + 2 * HOUR_MS };
}

function WhenFields({
  when,
  zone,
  onChange,
}: {
  readonly when: Recurrence;
  readonly zone: string;
  readonly onChange: (when: Recurrence) => void;
}) {
  if (when.kind === 'once') {
    return (['from', 'to'] as const).map((end) => (
      <Field key={end} pointer={`/when/${end}`} label={t(`rule.schedule-${end}`)}>
        <input
          type="datetime-local"
          step={60}
          required
          value={toFieldValue(when[end], zone)}
          onChange={(event) => {
            const at = fromFieldValue(event.target.value, zone);
            if (at !== null) onChange({ ...when, [end]: at });
          }}
        />
      </Field>
    ));
  }
  return (
    <>
      {when.kind === 'weekly' && <DayPicks days={when.days} onChange={(days) => onChange({ ...when, days })} />}
      <FaultNote pointer="/when/days" holdsAll />
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} pointer={`/when/${end}`} label={t(`rule.schedule-${end}`)}>
          <ClockInput value={when[end]} onChange={(clock) => onChange({ ...when, [end]: clock })} />
        </Field>
      ))}
      <TextField
        pointer="/when/zone"
        label={t('rule.schedule-zone')}
        value={when.zone ?? ''}
        onChange={(next) => onChange(changed(when, { zone: next === '' ? undefined : next }))}
      />
    </>
  );
}
