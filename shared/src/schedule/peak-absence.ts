import type { AdherencePiece } from './adherence.ts';
import type { Intervals } from './staff-by-interval.ts';

/** What a departure costs depends on when it is: how much of the time lost fell into the customers' peaks. */
export type PeakAbsence = {
  /** Which intervals are peaks: the quarter of those with contacts that had the most, at least one. */
  readonly peaks: readonly number[];
  /** Time lost (negative departures) in all and in peaks, ms. */
  readonly lostMs: number;
  readonly lostInPeakMs: number;
  /** Scheduled work in all and in peaks, ms. */
  readonly workMs: number;
  readonly workInPeakMs: number;
  /** Share of the lost time that fell into peaks, and what it would be if absence did not mind the peaks; `null` without any. */
  readonly lostShare: number | null;
  readonly evenShare: number | null;
};

/** `offered` are the contacts that came in each interval. Pieces are those of all agents asked about. */
export function peakAbsence(
  pieces: readonly AdherencePiece[],
  offered: readonly number[],
  { startsAt, intervalMs, count }: Intervals,
): PeakAbsence {
  const busy = Array.from({ length: count }, (_, interval) => interval).filter(
    (interval) => (offered[interval] ?? 0) > 0,
  );
  const ranked = busy.toSorted((a, b) => (offered[b] ?? 0) - (offered[a] ?? 0) || a - b);
  const peaks = ranked.slice(0, Math.ceil(busy.length / 4)).toSorted((a, b) => a - b);
  const isPeak = new Set(peaks);
  let [lostMs, lostInPeakMs, workMs, workInPeakMs] = [0, 0, 0, 0];
  for (const { from, to, expected, judgement, exception } of pieces) {
    if (expected !== 'work' && expected !== 'overtime') continue;
    const isLost = judgement === 'negative' && exception === null;
    const first = Math.max(0, Math.floor((from - startsAt) / intervalMs));
    const last = Math.min(count - 1, Math.floor((to - 1 - startsAt) / intervalMs));
    for (let interval = first; interval <= last; interval += 1) {
      const begin = startsAt + interval * intervalMs;
      const ms = Math.min(to, begin + intervalMs) - Math.max(from, begin);
      workMs += ms;
      if (isPeak.has(interval)) workInPeakMs += ms;
      if (!isLost) continue;
      lostMs += ms;
      if (isPeak.has(interval)) lostInPeakMs += ms;
    }
  }
  return {
    peaks,
    lostMs,
    lostInPeakMs,
    workMs,
    workInPeakMs,
    lostShare: lostMs === 0 ? null : lostInPeakMs / lostMs,
    evenShare: workMs === 0 ? null : workInPeakMs / workMs,
  };
}
