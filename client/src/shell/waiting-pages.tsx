import { CloudOff } from 'lucide-react';
import { ApiError } from '../api/request.ts';
import { t } from '../messages/text.ts';
import { Skeleton, StateNote } from '../ui/state-note.tsx';

export function LoadingPage() {
  return (
    <main className="lone-page">
      <Skeleton rows={6} label={t('state.loading')} />
    </main>
  );
}

/** The server does not answer, or answers with an error. */
export function UnreachablePage({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const said = error instanceof ApiError && error.status > 0 ? (error.detail ?? error.message) : undefined;
  return (
    <main className="lone-page">
      <StateNote
        icon={CloudOff}
        title={said ? t('state.error.title') : t('state.unreachable.title')}
        action={
          <button type="button" className="button button-primary" onClick={retry}>
            {t('action.retry')}
          </button>
        }
      >
        {said ?? t('state.unreachable.text')}
      </StateNote>
    </main>
  );
}
