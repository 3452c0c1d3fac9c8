import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, MonitorUp, Redo2, Save, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { deleteBoard } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useDeskActions } from '../../shell/use-desk.ts';
import { ConfirmDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import type { Draft, DraftAction } from './board-draft.ts';
import { PairScreenDialog } from './pair-screen-dialog.tsx';

/** Above the editor: which board, what is unsaved, and what is done with it as a whole. */
export function EditorBar({
  draft,
  act,
  isUnsaved,
  isSaving,
  canSave,
  save,
  onDeleting,
}: {
  readonly draft: Draft;
  readonly act: (action: DraftAction) => void;
  readonly isUnsaved: boolean;
  readonly isSaving: boolean;
  readonly canSave: boolean;
  readonly save: () => void;
  /** While true, leaving the page is not asked about. */
  readonly onDeleting: (isDeleting: boolean) => void;
}) {
  const { board } = draft;
  const { goTo } = useDeskActions();
  const mayPair = useMay('manage-kiosks', board.siteId);
  const [dialog, setDialog] = useState<'pair' | 'delete' | null>(null);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteBoard(board.id),
    onMutate: () => onDeleting(true),
    onError: () => onDeleting(false),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['boards', board.siteId] });
      goTo('boards');
    },
  });
  return (
    <header className="editor-bar">
      <h1 className="ellipsis">{t('boards.editing', { name: board.name })}</h1>
      <output className="quiet">{isUnsaved ? t('boards.unsaved') : t('boards.all-saved')}</output>
      <div className="button-row editor-tools">
        <button
          type="button"
          className="icon-button bordered"
          aria-label={t('boards.undo')}
          disabled={draft.past.length === 0}
          onClick={() => act({ kind: 'undo' })}
        >
          <Undo2 aria-hidden="true" size={16} />
        </button>
        <button
          type="button"
          className="icon-button bordered"
          aria-label={t('boards.redo')}
          disabled={draft.future.length === 0}
          onClick={() => act({ kind: 'redo' })}
        >
          <Redo2 aria-hidden="true" size={16} />
        </button>
        <a className="button button-small" href={`/w/${encodeURIComponent(board.id)}`} target="_blank" rel="noreferrer">
          <ExternalLink aria-hidden="true" size={14} /> {t('boards.open')}
        </a>
        {mayPair && (
          <button type="button" className="button button-small" onClick={() => setDialog('pair')}>
            <MonitorUp aria-hidden="true" size={14} /> {t('boards.send')}
          </button>
        )}
        <button type="button" className="button button-small button-danger" onClick={() => setDialog('delete')}>
          <Trash2 aria-hidden="true" size={14} /> {t('boards.delete')}
        </button>
        <button
          type="button"
          className="button button-primary"
          disabled={!isUnsaved || !canSave || isSaving}
          onClick={save}
        >
          <Save aria-hidden="true" size={16} /> {isSaving ? t('boards.saving') : t('boards.save')}
        </button>
      </div>
      {dialog === 'pair' && <PairScreenDialog siteId={board.siteId} boardId={board.id} close={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={t('boards.delete.title', { name: board.name })}
          text={t('boards.delete.text')}
          action={t('boards.delete')}
          isBusy={remove.isPending}
          problem={remove.isError ? problemWords(remove.error) : null}
          onConfirm={() => remove.mutate()}
          onCancel={() => setDialog(null)}
        />
      )}
    </header>
  );
}
