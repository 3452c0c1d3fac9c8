import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import type { Addressee } from '@floorwalk/shared/access/addressee';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { answerEscalation, type Answer } from '../../api/escalation.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { NO_NAMES, targetWords } from './escalation-words.ts';
import { saidOf } from './said-of.ts';
import { useTargets } from './use-target-names.ts';

export type AnswerKind = 'snooze' | 'reassign' | 'resolve' | 'note' | 'war-room';

type Props = { readonly row: EscalationRow; readonly close: () => void };

/** Sends an answer; a dialog closes when it was taken. */
export function useAnswer(id: string, done: () => void = () => undefined) {
  const siteId = useSiteId();
  return useMutation({
    mutationFn: (answer: Answer) => answerEscalation(siteId, id, answer),
    onSuccess: done,
  });
}

/** What an answer needs to be told, in a dialog of its own. */
export function AnswerDialog({ kind, row, close }: Props & { readonly kind: AnswerKind }) {
  switch (kind) {
    case 'snooze':
      return <SnoozeDialog row={row} close={close} />;
    case 'reassign':
      return <ReassignDialog row={row} close={close} />;
    case 'resolve':
      return <ResolveDialog row={row} close={close} />;
    case 'note':
      return <NoteDialog row={row} close={close} />;
    case 'war-room':
      return <WarRoomDialog row={row} close={close} />;
  }
}

const MOST_MINUTES = 3 * 24 * 60;

function SnoozeDialog({ row, close }: Props) {
  return (
    <AnswerForm
      row={row}
      close={close}
      title={t('escalation.snooze-named', { title: saidOf(row).title })}
      text={t('escalation.snooze.text')}
      action={t('escalation.snooze')}
      read={(form) => ({
        kind: 'snooze',
        until: Math.round(live().siteTime() + Number(formText(form, 'minutes')) * 60_000),
        reason: formText(form, 'reason').trim(),
      })}
    >
      <Field label={t('escalation.snooze.minutes')}>
        <input name="minutes" type="number" min={1} max={MOST_MINUTES} defaultValue={15} required />
      </Field>
      <ReasonField label={t('escalation.reason')} />
    </AnswerForm>
  );
}

function ResolveDialog({ row, close }: Props) {
  return (
    <AnswerForm
      row={row}
      close={close}
      title={t('escalation.resolve-named', { title: saidOf(row).title })}
      text={t('escalation.resolve.text')}
      action={t('escalation.resolve')}
      read={(form) => ({ kind: 'resolve', reason: formText(form, 'reason').trim() })}
    >
      <ReasonField label={t('escalation.resolve.reason')} />
    </AnswerForm>
  );
}

function NoteDialog({ row, close }: Props) {
  return (
    <AnswerForm
      row={row}
      close={close}
      title={t('escalation.note-named', { title: saidOf(row).title })}
      text={t('escalation.note.text')}
      action={t('escalation.save')}
      read={(form) => ({ kind: 'note', text: formText(form, 'text').trim() })}
    >
      <Field label={t('escalation.note.label')}>
        <textarea name="text" required maxLength={2_000} rows={4} />
      </Field>
    </AnswerForm>
  );
}

function WarRoomDialog({ row, close }: Props) {
  const targets = new Map(
    row.path.flatMap((rung) => rung.targets).map((target) => [JSON.stringify(target), targetWords(target, NO_NAMES)]),
  );
  return (
    <AnswerForm
      row={row}
      close={close}
      title={t('escalation.call-all-named', { title: saidOf(row).title })}
      text={t('escalation.call-all.text', { names: [...new Set(targets.values())].join(', ') })}
      action={t('escalation.call-all')}
      isDangerous
      read={() => ({ kind: 'war-room' })}
    />
  );
}

const ROLES_TOLD = ['supervisor', 'team-lead', 'administrator', 'executive'] as const;

function ReassignDialog({ row, close }: Props) {
  const targets = useTargets();
  const teams = [...live().store.tables.teams.rows()];
  const people = targets.data?.people ?? [];
  return (
    <AnswerForm
      row={row}
      close={close}
      title={t('escalation.reassign-named', { title: saidOf(row).title })}
      text={t('escalation.reassign.text')}
      action={t('escalation.reassign')}
      read={(form) => {
        const note = formText(form, 'note').trim();
        const to = JSON.parse(formText(form, 'to')) as Addressee;
        return { kind: 'reassign', to, ...(note !== '' && { note }) };
      }}
    >
      <Field label={t('escalation.reassign.to')}>
        <select name="to" required>
          {people.map(({ id, name }) => (
            <option key={id} value={valueOf({ kind: 'person', personId: id })}>
              {name}
            </option>
          ))}
          {teams.map(({ id, name }) => (
            <option key={id} value={valueOf({ kind: 'team', teamId: id })}>
              {t('escalation.reassign.team', { team: name })}
            </option>
          ))}
          {ROLES_TOLD.map((role) => (
            <option key={role} value={valueOf({ kind: 'role', role })}>
              {t('escalation.reassign.role', { role: t(`role.${role}`) })}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('escalation.reassign.note')}>
        <input name="note" maxLength={200} />
      </Field>
    </AnswerForm>
  );
}

function valueOf(addressee: Addressee): string {
  return JSON.stringify(addressee);
}

function ReasonField({ label }: { readonly label: string }) {
  return (
    <Field label={label}>
      <input name="reason" required maxLength={200} pattern=".*\S.*" />
    </Field>
  );
}

function AnswerForm({
  row,
  close,
  title,
  text,
  action,
  isDangerous = false,
  read,
  children,
}: Props & {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly read: (form: FormData) => Answer;
  readonly children?: ReactNode;
}) {
  const answering = useAnswer(row.id, close);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    answering.mutate(read(new FormData(event.currentTarget)));
  };
  return (
    <ModalDialog title={title} close={close}>
      <p>{text}</p>
      <form className="form" onSubmit={submit}>
        {children}
        <FormProblem error={answering.error} />
        <DialogButtons action={action} isDangerous={isDangerous} isBusy={answering.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
