import { create } from 'zustand';

/** Least time between two polite announcements, ms: a live region that never stops is one that nobody listens to. */
const POLITE_EVERY_MS = 5_000;
const ASSERTIVE_EVERY_MS = 10_000;

type Lane = 'polite' | 'assertive';
const useAnnouncements = create<Record<Lane, string>>()(() => ({ polite: '', assertive: '' }));

const waiting: Record<Lane, string | null> = { polite: null, assertive: null };
const lastAt: Record<Lane, number> = { polite: -Infinity, assertive: -Infinity };
const timers: Partial<Record<Lane, ReturnType<typeof setTimeout>>> = {};

/** Says something through the one live region; of several within a few seconds the last is said. */
export function announce(text: string, lane: Lane = 'polite'): void {
  waiting[lane] = text;
  if (timers[lane] !== undefined) return;
  const every = lane === 'polite' ? POLITE_EVERY_MS : ASSERTIVE_EVERY_MS;
  const wait = Math.max(0, lastAt[lane] + every - performance.now());
  timers[lane] = setTimeout(() => {
    delete timers[lane];
    lastAt[lane] = performance.now();
    const said = waiting[lane];
    if (said !== null) useAnnouncements.setState({ [lane]: said });
    waiting[lane] = null;
  }, wait);
}

/** The live regions; in the page from the beginning, or the first announcement is not heard. */
export function Announcer() {
  const { polite, assertive } = useAnnouncements();
  return (
    <div className="visually-hidden">
      <div role="status" aria-live="polite">
        {polite}
      </div>
      <div role="alert" aria-live="assertive">
        {assertive}
      </div>
    </div>
  );
}
