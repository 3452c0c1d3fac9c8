import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../api/request.ts';
import { fetchBoard } from '../../api/boards.ts';
import { t } from '../../messages/text.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { BoardEditor } from './board-editor.tsx';

/** `/sites/<site>/boards/<board>/edit`: fetches the board once; from then on the editor holds its own draft. */
export default function EditorPage() {
  const { boardId = '' } = useParams({ strict: false }) as { readonly boardId?: string };
  const board = useQuery({
    queryKey: ['board', boardId],
    queryFn: () => fetchBoard(boardId),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (board.isPending) return <Skeleton rows={10} label={t('boards.loading')} />;
  if (board.isError) {
    const gone = board.error instanceof ApiError && board.error.status === 404;
    return (
      <StateNote
        title={gone ? t('boards.gone.title') : t('boards.failed.title')}
        action={
          gone ? undefined : (
            <button type="button" className="button button-primary" onClick={() => void board.refetch()}>
              {t('boards.retry')}
            </button>
          )
        }
      >
        {gone ? t('boards.gone.text') : problemWords(board.error)}
      </StateNote>
    );
  }
  return <BoardEditor key={board.data.id} saved={board.data} />;
}
