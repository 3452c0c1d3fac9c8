import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { fetchBoards, pairKiosk } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemField, problemWords } from '../../ui/problem-words.ts';

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
  const problemId = useId();
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
  const field = problemField(pair.error);
  const noted = (name: string) =>
    pair.isError && field === name ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
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
        {pair.isError && (
          <p role="alert" id={problemId} className="form-problem">
            {problemWords(pair.error)}
          </p>
        )}
        <label className="field">
          <span>{t('screens.pair.code')}</span>
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
        </label>
        <label className="field">
          <span>{t('screens.pair.board')}</span>
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
        </label>
        <label className="field">
          <span>{t('screens.pair.name')}</span>
          <input name="name" required maxLength={100} autoComplete="off" {...noted('name')} />
          <small className="quiet">{t('screens.pair.name-hint')}</small>
        </label>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={pair.isPending || !boards.data}>
            {t('screens.pair.submit')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
