import { Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { useSiteId } from './use-desk.ts';
import '../ui/pages.css';

/** The head that every part of the settings has, and the way back to the overview. */
export function SettingsFrame({
  title,
  text,
  action,
  isWide = false,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly action?: ReactNode;
  /** For tables of many columns: as wide as the glass. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  const siteId = useSiteId();
  return (
    <div className={isWide ? 'page page-wide' : 'page'}>
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
