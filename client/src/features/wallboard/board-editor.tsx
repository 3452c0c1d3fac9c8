import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useId, useMemo, useReducer, useState } from 'react';
import type { Board } from '@floorwalk/shared/api/settings';
import { putBoard } from '../../api/boards.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { windowsOf } from '../../tv/board-needs.ts';
import { useBoardFrame } from '../../tv/board-view.tsx';
import { boardMeasure } from '../../tv/measure-text.ts';
import type { Wording } from '../../tv/tile-words.ts';
import { useBoardTick } from '../../tv/use-board-tick.ts';
import { announce } from '../../ui/announcer.tsx';
import { ConfirmDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { AddTileBar } from './add-tile-bar.tsx';
import { isUnsaved, reduceDraft, selectedTile, shownPage, startDraft } from './board-draft.ts';
import { BoardForm } from './board-form.tsx';
import { BoardPreview, tileName, usePreviewSource } from './board-preview.tsx';
import { EditorBar } from './editor-bar.tsx';
import { inspectPage } from './inspect-page.ts';
import { PageTabs } from './page-tabs.tsx';
import { usePreviewSession } from './preview-session.ts';
import { TileForm } from './tile-form.tsx';
import '../../ui/pages.css';
import './boards.css';

const PREVIEW_ASPECT = 16 / 9;

/** The board editor: a draft, its preview on live numbers, and the form of what is selected. */
export function BoardEditor({ saved }: { readonly saved: Board }) {
  const [draft, act] = useReducer(reduceDraft, saved, startDraft);
  const { board } = draft;
  const session = usePreviewSession(board.siteId, windowsOf(board.pages.flatMap((page) => page.tiles)));
  useBoardTick(session);
  const source = usePreviewSource(session, board.siteId);
  const frame = useBoardFrame(board, PREVIEW_ASPECT, 0);
  const zone = session.store.tables.sites.row(board.siteId)?.zone;
  const wording: Wording = { locale: currentLocale(), zone, staleSince: null };
  const { screenInches, teamId } = board;
  const inspect = (page: Board['pages'][number]) =>
    inspectPage(page, { frame, screenInches, teamId, source, wording, measure: boardMeasure });
  const page = shownPage(draft);
  const inspections = inspect(page);
  const tile = selectedTile(draft);
  const nameOf = (tileId: string): string => {
    const named = page.tiles.find(({ id }) => id === tileId);
    return named === undefined ? '' : tileName(named, source);
  };
  const unsaved = isUnsaved(draft);
  const faultyPages = board.pages.filter((one) => inspect(one).some(({ flaws }) => flaws.some((flaw) => flaw.isError)));
  const canSave = board.name.trim() !== '' && faultyPages.length === 0;
  const helpId = useId();

  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: putBoard,
    onSuccess: async (kept, sent) => {
      act({ kind: 'saved', board: kept, sent });
      announce(t('boards.saved'));
      await queries.invalidateQueries({ queryKey: ['boards', kept.siteId] });
    },
  });
  const saveNow = (): void => {
    if (unsaved && canSave && !save.isPending) save.mutate(board);
  };

  useEditorKeys({ undo: () => act({ kind: 'undo' }), redo: () => act({ kind: 'redo' }), save: saveNow });
  const [isDeleting, setDeleting] = useState(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && !isDeleting && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  const problem = useMemo(() => (save.isError ? problemWords(save.error) : null), [save.isError, save.error]);

  return (
    <div className="editor">
      <EditorBar
        draft={draft}
        act={act}
        isUnsaved={unsaved}
        isSaving={save.isPending}
        canSave={canSave}
        save={saveNow}
        onDeleting={setDeleting}
      />
      {problem !== null && (
        <p role="alert" className="form-problem">
          {problem}
        </p>
      )}
      {faultyPages.length > 0 && (
        <p className="editor-fault">{t('boards.fault', { pages: faultyPages.map(({ title }) => title).join(', ') })}</p>
      )}
      <PageTabs draft={draft} act={act} />
      <div className="editor-body">
        <div className="editor-canvas">
          <BoardPreview
            draft={draft}
            act={act}
            frame={frame}
            source={source}
            wording={wording}
            measure={boardMeasure}
            inspections={inspections}
            helpId={helpId}
          />
          <p id={helpId} className="quiet">
            {t('boards.help')}
          </p>
          <AddTileBar page={page} act={act} />
          <PageFlaws
            count={inspections.length}
            names={inspections.map(({ tileId }) => ({ tileId, name: nameOf(tileId) }))}
            onSelect={(tileId) => act({ kind: 'select', tileId })}
          />
        </div>
        <aside
          className="editor-side"
          aria-label={tile === null ? t('boards.board.settings') : t('boards.tile.settings')}
        >
          {tile === null ? (
            <>
              <h2>{t('boards.board.settings')}</h2>
              <BoardForm board={board} source={source} act={act} />
            </>
          ) : (
            <>
              <div className="editor-side-head">
                <h2>{nameOf(tile.id)}</h2>
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => act({ kind: 'select', tileId: null })}
                >
                  {t('boards.board.settings')}
                </button>
              </div>
              <TileForm
                key={tile.id}
                tile={tile}
                flaws={inspections.find(({ tileId }) => tileId === tile.id)?.flaws ?? []}
                source={source}
                act={act}
                nameOf={nameOf}
              />
            </>
          )}
        </aside>
      </div>
      {blocker.status === 'blocked' && (
        <ConfirmDialog
          title={t('boards.leave.title')}
          text={t('boards.leave.text', { name: board.name })}
          action={t('boards.leave.action')}
          onConfirm={() => blocker.proceed()}
          onCancel={() => blocker.reset()}
        />
      )}
    </div>
  );
}

/** Tiles of the page that need a look; choosing one selects it. */
function PageFlaws({
  count,
  names,
  onSelect,
}: {
  readonly count: number;
  readonly names: readonly { readonly tileId: string; readonly name: string }[];
  readonly onSelect: (tileId: string) => void;
}) {
  if (count === 0) return null;
  return (
    <section className="page-flaws" aria-label={t('boards.flaws', { count })}>
      <span>{t('boards.flaws', { count })}</span>
      {names.map(({ tileId, name }) => (
        <button key={tileId} type="button" className="chip-button" onClick={() => onSelect(tileId)}>
          {name}
        </button>
      ))}
    </section>
  );
}

/** Ctrl or Cmd with Z, Shift Z, Y and S, wherever the focus is. */
function useEditorKeys(keys: {
  readonly undo: () => void;
  readonly redo: () => void;
  readonly save: () => void;
}): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) keys.undo();
    else if (key === 'y' || (key === 'z' && event.shiftKey)) keys.redo();
    else if (key === 's') keys.save();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => pressed(event);
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, []);
}
