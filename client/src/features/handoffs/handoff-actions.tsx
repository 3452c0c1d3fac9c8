import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { HandoffAnswer } from '@floorwalk/shared/api/handoffs';
import { isOpen } from '@floorwalk/shared/handoffs/handoff';
import { HANDOFF_MACHINE, isRefused, type HandoffInput } from '@floorwalk/shared/handoffs/handoff-machine';
import { CHOSEN_PAUSES } from '@floorwalk/shared/handoffs/pause';
import { actOnHandoff, type HandoffActions as Actions } from '../../api/handoffs.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { announce } from '../../ui/announcer.tsx';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { fromFieldValue } from '../../ui/zone-time.ts';
import { OwnerSelect, readOwner } from './owner-select.tsx';

type Acted = Pick<HandoffAnswer, 'id' | 'title' | 'state'> & {
  readonly documents: readonly HandoffAnswer['documents'][number][];
};
type ActionName = keyof Actions;

/** What the buttons are of, in order, with the input of the machine that says whether it can be done now. */
const BUTTONS: readonly { readonly action: ActionName; readonly input: HandoffInput }[] = [
  { action: 'accept', input: 'accept' },
  { action: 'complete', input: 'complete' },
  { action: 'resume', input: 'resume' },
  { action: 'send-again', input: 'send-again' },
  { action: 'pause', input: 'pause' },
  { action: 'documents', input: 'give-document' },
  { action: 'ask-documents', input: 'ask-documents' },
  { action: 'assign', input: 'assign' },
  { action: 'return', input: 'return' },
  { action: 'notes', input: 'note' },
  { action: 'cancel', input: 'cancel' },
];
const AT_ONCE: readonly ActionName[] = ['accept', 'resume'];

/** What can be done with a handoff now: the machine says what, the server has the last word. */
export function HandoffActions({ handoff }: { readonly handoff: Acted }) {
  const siteId = useSiteId();
  const may = useMay('work-handoffs', siteId);
  const [asking, setAsking] = useState<ActionName | null>(null);
  const acting = useAct(handoff.id, () => setAsking(null));
  if (!may || !isOpen(handoff)) return null;
  const shown = BUTTONS.filter(({ input }) => !isRefused(HANDOFF_MACHINE[handoff.state][input]));
  return (
    <div className="handoff-actions">
      <div className="button-row">
        {shown.map(({ action }, index) => (
          <button
            key={action}
            type="button"
            className={index === 0 ? 'button button-small button-primary' : 'button button-small'}
            disabled={acting.isPending}
            onClick={() => {
              acting.reset();
              if (AT_ONCE.includes(action)) acting.mutate({ action: action as 'accept' | 'resume', body: {} });
              else setAsking(action);
            }}
          >
            {t(`handoff-action.${action}` as MessageKey)}
          </button>
        ))}
      </div>
      {asking === null && <FormProblem error={acting.error} />}
      {asking !== null && (
        <ActionDialog key={asking} handoff={handoff} action={asking} acting={acting} close={() => setAsking(null)} />
      )}
    </div>
  );
}

type Act = { [K in ActionName]: { readonly action: K; readonly body: Actions[K] } }[ActionName];

function useAct(id: string, done: () => void) {
  const siteId = useSiteId();
  return useMutation({
    mutationFn: ({ action, body }: Act) => actOnHandoff(siteId, id, action, body),
    onSuccess: (_answer, { action }) => {
      announce(t(`handoff-done.${action}` as MessageKey));
      done();
    },
  });
}

function ActionDialog({
  handoff,
  action,
  acting,
  close,
}: {
  readonly handoff: Acted;
  readonly action: ActionName;
  readonly acting: ReturnType<typeof useAct>;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const act = readAct(action, new FormData(event.currentTarget), zone);
    if (act !== null) acting.mutate(act);
  };
  return (
    <ModalDialog title={t(`handoff-action.${action}` as MessageKey)} close={close}>
      <form className="form" onSubmit={submit}>
        <p className="quiet">{handoff.title}</p>
        <ActionFields action={action} handoff={handoff} />
        <FormProblem error={acting.error} />
        <DialogButtons
          action={t(`handoff-action.${action}` as MessageKey)}
          isDangerous={action === 'cancel'}
          isBusy={acting.isPending}
          close={close}
        />
      </form>
    </ModalDialog>
  );
}

function ActionFields({ action, handoff }: { readonly action: ActionName; readonly handoff: Acted }): ReactNode {
  switch (action) {
    case 'pause':
      return (
        <>
          <Field label={t('handoff.field.reason')}>
            <select name="reason" className="select">
              {CHOSEN_PAUSES.map((reason) => (
                <option key={reason} value={reason}>
                  {t(`pause.${reason}` as MessageKey)}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('handoff.field.until')}>
            <input type="datetime-local" name="until" />
          </Field>
          <Text name="note" label="handoff.field.note" />
        </>
      );
    case 'documents':
      return (
        <>
          <Field label={t('handoff.field.document')}>
            <input
              name="document"
              required
              maxLength={200}
              list="handoff-documents"
              defaultValue={handoff.documents.find(({ given }) => given === null)?.name ?? ''}
            />
            <datalist id="handoff-documents">
              {handoff.documents.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </datalist>
          </Field>
          <Field label={t('handoff.field.reference')}>
            <input name="reference" required maxLength={2_000} />
          </Field>
        </>
      );
    case 'ask-documents':
      return (
        <>
          <Field label={t('handoff.field.documents')}>
            <textarea name="documents" required rows={3} />
          </Field>
          <Text name="note" label="handoff.field.note" />
        </>
      );
    case 'assign':
      return (
        <>
          <OwnerSelect name="owner" />
          <Text name="note" label="handoff.field.note" />
        </>
      );
    case 'return':
    case 'cancel':
      return <Text name="reason" label="handoff.field.reason" required />;
    case 'notes':
      return <Text name="text" label="handoff.field.note" required />;
    case 'complete':
    case 'send-again':
      return <Text name="note" label="handoff.field.note" />;
    case 'accept':
    case 'resume':
      return null;
  }
}

function Text({
  name,
  label,
  required = false,
}: {
  readonly name: string;
  readonly label: MessageKey;
  readonly required?: boolean;
}) {
  return (
    <Field label={t(label)}>
      <textarea name={name} rows={3} maxLength={1_000} required={required} />
    </Field>
  );
}

/** What was filled in, as the server takes it; `null` where it cannot be meant. */
function readAct(action: ActionName, form: FormData, zone: string): Act | null {
  const given = (name: string) => formText(form, name).trim();
  const note = given('note') === '' ? {} : { note: given('note') };
  switch (action) {
    case 'accept':
    case 'resume':
      return { action, body: {} };
    case 'pause': {
      const until = fromFieldValue(given('until'), zone);
      const reason = CHOSEN_PAUSES.find((one) => one === given('reason')) ?? 'other';
      return { action, body: { reason, ...note, ...(until !== null && { until }) } };
    }
    case 'documents':
      return { action, body: { document: given('document'), reference: given('reference') } };
    case 'ask-documents': {
      const documents = given('documents')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      return documents.length === 0 ? null : { action, body: { documents, ...note } };
    }
    case 'assign': {
      const owner = readOwner(given('owner'));
      return owner === null ? null : { action, body: { owner, ...note } };
    }
    case 'return':
    case 'cancel':
      return { action, body: { reason: given('reason') } };
    case 'notes':
      return { action, body: { text: given('text') } };
    case 'complete':
    case 'send-again':
      return { action, body: note };
  }
}
