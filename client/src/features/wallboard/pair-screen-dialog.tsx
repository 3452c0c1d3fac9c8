import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { fetchBoards, pairKiosk } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

/** Confirms the code that a screen shows, and with it which board it opens. `boardId` is the one chosen at first. */
export function PairScreenDialog({
  siteId,
  boardId,
  close,
}: {
  readonly siteId: string;
  readonly boardId?: string;
  readonly close: () => void;
}) {
  const boards = useQuery({ queryKey: ['boards', siteId], queryFn: () => fetchBoards(siteId) });
  const queries = useQueryClient();
  const [paired, setPaired] = useState<string | null>(null);
  const pair = useMutation({
    mutationFn: pairKiosk,
    onSuccess: async (kiosk) => {
      setPaired(kiosk.name);
      announce(t('screens.paired', { name: kiosk.name }));
      await queries.invalidateQueries({ queryKey: ['kiosks', siteId] });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    pair.mutate({
      code: formText(form, 'code').trim(),
      boardId: formText(form, 'boardId'),
      name: formText(form, 'name').trim(),
    });
  };
  const { problem, noted } = useFormProblem(pair.error);
  if (paired !== null) {
    return (
      <ModalDialog title={t('screens.pair.title')} close={close}>
        <p>{t('screens.paired', { name: paired })}</p>
        <button type="button" className="button button-primary" onClick={close}>
          {t('dialog.done')}
        </button>
      </ModalDialog>
    );
  }
  return (
    <ModalDialog title={t('screens.pair.title')} close={close}>
      <form className="form" onSubmit={submit}>
        <p className="quiet">{t('screens.pair.how', { address: `${window.location.origin}/tv` })}</p>
        {problem}
        <Field label={t('screens.pair.code')}>
          <input
            name="code"
            required
            maxLength={20}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            className="code-input"
            {...noted('code')}
          />
        </Field>
        <Field label={t('screens.pair.board')}>
          <select
            className="select"
            name="boardId"
            required
            defaultValue={boardId}
            key={boards.dataUpdatedAt}
            {...noted('boardId')}
          >
            {(boards.data ?? []).map((board) => (
              <option key={board.id} value={board.id}>
                {board.name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('screens.pair.name')} hint={t('screens.pair.name-hint')}>
          <input name="name" required maxLength={100} autoComplete="off" {...noted('name')} />
        </Field>
        <DialogButtons action={t('screens.pair.submit')} isBusy={pair.isPending || !boards.data} close={close} />
      </form>
    </ModalDialog>
  );
}
