import { Link } from '@tanstack/react-router';
import { MapPinOff } from 'lucide-react';
import { t } from '../messages/text.ts';
import { StateNote } from '../ui/state-note.tsx';

export function NotFoundPage() {
  return (
    <main className="lone-page">
      <StateNote
        icon={MapPinOff}
        title={t('state.not-found.title')}
        action={
          <Link to="/" className="button button-primary">
            {t('action.go-home')}
          </Link>
        }
      >
        {t('state.not-found.text')}
      </StateNote>
    </main>
  );
}
