import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, ExternalLink, MonitorUp, MonitorX, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Board } from '@floorwalk/shared/api/settings';
import { deleteBoard, fetchBoards, fetchKiosks, makeBoard } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { Answered } from '../../ui/answered.tsx';
import { announce } from '../../ui/announcer.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { NewBoardDialog } from './new-board-dialog.tsx';
import { PairScreenDialog } from './pair-screen-dialog.tsx';
import '../../ui/pages.css';
import './boards.css';

type Asking = { readonly kind: 'new' } | { readonly kind: 'pair'; readonly board: Board };

/** `/sites/<site>/boards`: every board somebody may see, and what can be done with each. */
export default function BoardsPage() {
  const siteId = useSiteId();
  const { goTo } = useDeskActions();
  const mayEdit = useMay('edit-boards', siteId);
  const mayPair = useMay('manage-kiosks', siteId);
  const queries = useQueryClient();
  const boards = useQuery({ queryKey: ['boards', siteId], queryFn: () => fetchBoards(siteId) });
  const kiosks = useQuery({ queryKey: ['kiosks', siteId], queryFn: () => fetchKiosks(siteId), enabled: mayPair });
  const [asking, setAsking] = useState<Asking | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ['boards', siteId] });
  const edit = (id: string): void => goTo(`boards/${encodeURIComponent(id)}/edit`);
  const copy = useMutation({
    mutationFn: ({ id: _id, updatedAt: _updatedAt, ...board }: Board) =>
      makeBoard({ ...board, name: t('boards.copy-name', { name: board.name }).slice(0, 100) }),
    onSuccess: async (board) => {
      announce(t('boards.copied', { name: board.name }));
      await refresh();
    },
    onError: (error) => setProblem(problemWords(error)),
  });
  const remove = useConfirmed({
    act: (board: Board) => deleteBoard(board.id),
    queryKey: ['boards', siteId],
    title: ({ name }) => t('boards.delete.title', { name }),
    text: t('boards.delete.text'),
    action: t('boards.delete'),
  });

  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('boards.title')}</h1>
        {mayEdit && (
          <button type="button" className="button button-primary" onClick={() => setAsking({ kind: 'new' })}>
            <Plus aria-hidden="true" size={16} /> {t('boards.new')}
          </button>
        )}
      </header>
      <p className="quiet">{t('boards.text')}</p>
      {problem !== null && (
        <p role="alert" className="form-problem">
          {problem}
        </p>
      )}
      <Answered
        query={boards}
        icon={MonitorX}
        failedTitle={t('boards.failed.title')}
        isEmpty={(all) => all.length === 0}
        empty={
          <StateNote icon={MonitorX} title={t('boards.empty.title')}>
            {t('boards.empty.text')}
          </StateNote>
        }
      >
        {(all) => (
          <ul className="board-cards">
            {all.map((board) => (
              <li key={board.id} className="card board-card">
                <div>
                  <h2 className="ellipsis">{board.name}</h2>
                  <p className="quiet">
                    <TeamName teamId={board.teamId} />
                    {' · '}
                    {t('boards.count.pages', { count: board.pages.length })}
                    {kiosks.data !== undefined &&
                      ` · ${t('boards.count.screens', {
                        count: kiosks.data.filter((kiosk) => kiosk.boardId === board.id).length,
                      })}`}
                  </p>
                </div>
                <div className="button-row">
                  <a
                    className="button button-small"
                    href={`/w/${encodeURIComponent(board.id)}`}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={t('boards.open-named', { name: board.name })}
                  >
                    <ExternalLink aria-hidden="true" size={14} /> {t('boards.open')}
                  </a>
                  {mayEdit && (
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={t('boards.edit-named', { name: board.name })}
                      onClick={() => edit(board.id)}
                    >
                      <Pencil aria-hidden="true" size={14} /> {t('boards.edit')}
                    </button>
                  )}
                  {mayPair && (
                    <button
                      type="button"
                      className="button button-small"
                      aria-label={t('boards.send-named', { name: board.name })}
                      onClick={() => setAsking({ kind: 'pair', board })}
                    >
                      <MonitorUp aria-hidden="true" size={14} /> {t('boards.send')}
                    </button>
                  )}
                  {mayEdit && (
                    <>
                      <button
                        type="button"
                        className="icon-button bordered"
                        aria-label={t('boards.copy-named', { name: board.name })}
                        disabled={copy.isPending}
                        onClick={() => copy.mutate(board)}
                      >
                        <Copy aria-hidden="true" size={14} />
                      </button>
                      <button
                        type="button"
                        className="icon-button bordered"
                        aria-label={t('boards.delete-named', { name: board.name })}
                        onClick={() => remove.ask(board)}
                      >
                        <Trash2 aria-hidden="true" size={14} />
                      </button>
                    </>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Answered>
      {asking?.kind === 'new' && <NewBoardDialog siteId={siteId} close={() => setAsking(null)} onMade={edit} />}
      {asking?.kind === 'pair' && (
        <PairScreenDialog siteId={siteId} boardId={asking.board.id} close={() => setAsking(null)} />
      )}
      {remove.dialog}
    </div>
  );
}

function TeamName({ teamId }: { readonly teamId: string | null }) {
  const team = useRow('teams', teamId);
  if (teamId === null) return t('boards.board.whole-site');
  return team?.name ?? teamId;
}
