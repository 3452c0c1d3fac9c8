import type { SyncStatus } from './live-sync.ts';

/** How much the numbers on the glass can be trusted. */
export type Freshness = 'live' | 'delayed' | 'stale' | 'offline';

/** Older than this the data is delayed; ms. */
export const DELAYED_AFTER_MS = 3_000;
/** Older than this every number is grey and says so; ms. */
export const GREY_AFTER_MS = 5_000;
/** Older than this the data is not updating; ms. */
export const STALE_AFTER_MS = 10_000;

/**
 * `ageMs` is how long ago the server cut what has arrived. A line that is down is offline however young its last numbers are; a topic
 * that failed again and again is stale; otherwise the age decides.
 */
export function freshnessOf(status: Pick<SyncStatus, 'line' | 'topic'>, ageMs: number): Freshness {
  if (status.line === 'down') return 'offline';
  if (status.topic === 'failing' || ageMs > STALE_AFTER_MS) return 'stale';
  return ageMs > DELAYED_AFTER_MS ? 'delayed' : 'live';
}

/** Whether numbers of this age must be grey. */
export function isGrey(freshness: Freshness, shownAgeMs: number): boolean {
  return freshness === 'stale' || freshness === 'offline' || shownAgeMs > GREY_AFTER_MS;
}
