import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import '../../ui/pages.css';
import './channels.css';

/** The head of a page about channels, and the way back to the settings. */
export function ChannelsFrame({
  title,
  text,
  action,
  children,
}: {
  readonly title: string;
  readonly text: string;
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
      <p className="quiet">{text}</p>
      {children}
    </div>
  );
}

/** What stands while something is asked for, and when it cannot be had. */
export function Waiting({
  query,
}: {
  readonly query: { readonly isError: boolean; readonly error: unknown; readonly refetch: () => Promise<unknown> };
}) {
  if (!query.isError) return <Skeleton rows={6} label={t('state.loading')} />;
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
