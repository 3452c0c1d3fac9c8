import { Bug } from 'lucide-react';
import { t } from '../messages/text.ts';
import { StateNote } from '../ui/state-note.tsx';

/** A screen that broke; the others and the connection go on. */
export function CrashPage({ error }: { readonly error: unknown }) {
  return (
    <main className="lone-page">
      <StateNote
        icon={Bug}
        title={t('state.crash.title')}
        action={
          <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
            {t('action.reload')}
          </button>
        }
      >
        <p>{t('state.crash.text')}</p>
        <p className="quiet">{error instanceof Error ? error.message : String(error)}</p>
      </StateNote>
    </main>
  );
}
