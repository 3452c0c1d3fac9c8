import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import '../../ui/pages.css';
import './settings.css';

/** The head that every part of the settings has, and the way back to the overview. */
export function SettingsFrame({
  title,
  text,
  action,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const siteId = useSiteId();
  return (
    <div className="page">
      <Link to={`/sites/${encodeURIComponent(siteId)}/settings`} className="back-link">
        <ChevronLeft aria-hidden="true" size={14} /> {t('settings.title')}
      </Link>
      <header className="page-head">
        <h1>{title}</h1>
        {action}
      </header>
      {text !== undefined && <p className="quiet">{text}</p>}
      {children}
    </div>
  );
}

type Asked<T> = {
  readonly data: T | undefined;
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
};

/** What was asked of the server: on its way, failed (with the way to try again), empty, or there. */
export function Answered<T>({
  query,
  isEmpty = () => false,
  empty,
  children,
}: {
  readonly query: Asked<T>;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  if (query.data !== undefined) return isEmpty(query.data) ? empty : children(query.data);
  if (query.isPending) return <Skeleton rows={6} label={t('settings.loading')} />;
  return (
    <StateNote
      title={t('settings.failed')}
      action={
        <button type="button" className="button button-primary" onClick={() => void query.refetch()}>
          {t('settings.retry')}
        </button>
      }
    >
      {problemWords(query.error)}
    </StateNote>
  );
}
