import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { TopicRequest } from '@floorwalk/shared/api/handover';
import { TOPIC_STATUS_LIST, type BotTopicRow, type MergedTopic } from '@floorwalk/shared/topics/rows';
import { decideTopic } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { topicName } from './topic-name.ts';

type Props = {
  readonly topic: BotTopicRow;
  /** Other topics of its bot, which it may be the same as. */
  readonly others: readonly BotTopicRow[];
  readonly close: () => void;
};

/** What becomes of a topic: its name, owner and status, and which others are the same. */
export function TopicDialog({ topic, others, close }: Props) {
  const siteId = useSiteId();
  const saving = useMutation({
    mutationFn: ({ id, request }: { readonly id: string; readonly request: TopicRequest }) =>
      decideTopic(siteId, id, request),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => formText(form, name).trim() || null;
    const request = {
      status: TOPIC_STATUS_LIST.find((one) => one === formText(form, 'status')) ?? topic.status,
      owner: text('owner'),
      note: text('note'),
      name: text('name'),
      mergedInto: text('mergedInto'),
      changedAt: topic.changedAt,
    };
    saving.mutate({ id: topic.id, request });
  };
  const takeOut = ({ id, status, owner, note, name, changedAt }: MergedTopic) =>
    saving.mutate({ id, request: { status, owner, note, name, changedAt, mergedInto: null } });
  return (
    <ModalDialog title={t('topics.dialog', { name: topicName(topic) })} close={close}>
      <form className="form" onSubmit={submit}>
        <Field label={t('topics.name')}>
          <input name="name" maxLength={100} defaultValue={topic.name ?? ''} />
        </Field>
        <Field label={t('topics.status')}>
          <select name="status" defaultValue={topic.status}>
            {TOPIC_STATUS_LIST.map((status) => (
              <option key={status} value={status}>
                {t(`topics.status.${status}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('topics.owner')}>
          <input name="owner" maxLength={200} defaultValue={topic.owner ?? ''} />
        </Field>
        <Field label={t('topics.note')}>
          <textarea name="note" maxLength={1_000} rows={3} defaultValue={topic.note ?? ''} />
        </Field>
        <Field label={t('topics.same-as')}>
          <select name="mergedInto" defaultValue="">
            <option value="">{t('topics.of-its-own')}</option>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {topicName(other)}
              </option>
            ))}
          </select>
        </Field>
        {topic.merged.length > 0 && (
          <ul className="plain-list" aria-label={t('topics.merged')}>
            {topic.merged.map((part) => (
              <li key={part.id}>
                {topicName(part)}{' '}
                <RowButton
                  word={t('topics.take-out')}
                  name={t('topics.take-out-named', { name: topicName(part) })}
                  onClick={() => takeOut(part)}
                />
              </li>
            ))}
          </ul>
        )}
        <FormProblem error={saving.error} />
        <DialogButtons action={t('topics.save')} isBusy={saving.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
