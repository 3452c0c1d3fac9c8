import type { SourceRow } from '@floorwalk/shared/floor/rows';
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

/** A source is silent after this many of its own heartbeats, and never before 30 s. */
const MISSED_HEARTBEATS = 3;
const LEAST_SILENCE_MS = 30_000;

export type Silence = {
  /** The source that has been silent for the longest, and since when, epoch ms; `null` where none is. */
  readonly longest: { readonly id: string; readonly since: number } | null;
  /** Whether no source that sends heartbeats speaks any more. */
  readonly isComplete: boolean;
};

/** Which sources fell silent. Only one that sends heartbeats has promised to speak: the console's own decisions, and systems that tell what happens, may be quiet. */
export function silenceOf(sources: Iterable<SourceRow>, now: number): Silence {
  let longest: Silence['longest'] = null;
  let speaks = false;
  for (const { id, lastHeartbeatAt, lastRecordedAt, everyMs } of sources) {
    if (lastHeartbeatAt === null) continue;
    if (now - lastRecordedAt <= Math.max(LEAST_SILENCE_MS, everyMs * MISSED_HEARTBEATS)) speaks = true;
    else if (longest === null || lastRecordedAt < longest.since) longest = { id, since: lastRecordedAt };
  }
  return { longest, isComplete: longest !== null && !speaks };
}
