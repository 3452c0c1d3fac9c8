import { Bug, CloudOff } from 'lucide-react';
import { Component, useEffect, type ReactNode } from 'react';
import { t } from '../messages/text.ts';
import { useSyncStatus } from '../store/use-now.ts';
import { StateNote } from '../ui/state-note.tsx';

type Props = {
  readonly children: ReactNode;
  /** What the part shows; another one is tried anew. */
  readonly of: string;
  /** Whether it breaks without a word: for what is drawn over the desk, not in it. */
  readonly isQuiet?: boolean;
};

type State = { readonly error: unknown; readonly of: string };

/** Keeps what breaks to its own place: the rail, the banner and the live numbers beside it go on. */
export class PartBoundary extends Component<Props, State> {
  override state: State = { error: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error ?? new Error() };
  }

  static getDerivedStateFromProps({ of }: Props, state: State): State | null {
    return of === state.of ? null : { error: null, of };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (this.props.isQuiet) return null;
    return isNotFetched(error) ? <NotFetchedNote /> : <CrashNote error={error} />;
  }
}

/** How browsers, and the loader of style sheets, say that a file of the desk did not come. */
const NOT_FETCHED = /dynamically imported module|module script failed|unable to preload css/i;

/** Whether a part failed because its files could not be fetched: no connection, or a newer version has replaced them. */
export function isNotFetched(error: unknown): boolean {
  return error instanceof Error && NOT_FETCHED.test(error.message);
}

const RELOADED_AT = 'floorwalk.reloadedAt';
/** A desk whose files stay away is not loaded again and again. */
const LEAST_BETWEEN_RELOADS_MS = 60_000;

/** Loads the desk anew once the server answers: what failed is not asked for a second time by a page that stays. */
function NotFetchedNote() {
  const { line } = useSyncStatus();
  useEffect(() => {
    if (line !== 'up') return;
    const now = Date.now();
    if (now - Number(sessionStorage.getItem(RELOADED_AT)) < LEAST_BETWEEN_RELOADS_MS) return;
    sessionStorage.setItem(RELOADED_AT, String(now));
    window.location.reload();
  }, [line]);
  return (
    <StateNote icon={CloudOff} title={t('state.not-fetched.title')} action={<ReloadButton />}>
      {t('state.not-fetched.text')}
    </StateNote>
  );
}

export function CrashNote({ error }: { readonly error: unknown }) {
  return (
    <StateNote icon={Bug} title={t('state.crash.title')} action={<ReloadButton />}>
      <p>{t('state.crash.text')}</p>
      <p className="quiet">{error instanceof Error ? error.message : String(error)}</p>
    </StateNote>
  );
}

function ReloadButton() {
  return (
    <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
      {t('action.reload')}
    </button>
  );
}
