import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { problemWords } from './problem-words.ts';
import { Skeleton, StateNote } from './state-note.tsx';

/** What a query of the server says of itself. */
export type Asked<T> = {
  readonly data: T | undefined;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
};

type Props<T> = {
  readonly query: Asked<T>;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  /** What it is called when it could not be fetched; a plain sentence otherwise. */
  readonly failedTitle?: string;
  readonly icon?: LucideIcon;
  readonly children: (data: T) => ReactNode;
};

/** What was asked of the server: on its way, failed (with the way to try again), empty, or there. */
export function Answered<T>({ query, isEmpty = () => false, empty, failedTitle, icon, children }: Props<T>): ReactNode {
  if (query.data !== undefined) return isEmpty(query.data) ? empty : children(query.data);
  if (query.isPending) return <Skeleton rows={6} label={t('settings.loading')} />;
  return (
    <StateNote
      {...(icon && { icon })}
      title={failedTitle ?? t('settings.failed')}
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
