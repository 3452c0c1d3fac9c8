import type { Presence } from './rows.ts';
import type { Intervals } from './staff-by-interval.ts';

/** Which part of each interval an agent was ready, 0-1, until `asOf`; what comes later is 0. Presences are in order of time. */
export function presenceByInterval(
  presences: readonly Presence[],
  { startsAt, intervalMs, count }: Intervals,
  asOf: number,
): number[] {
  const shares = Array.from({ length: count }, () => 0);
  const end = Math.min(asOf, startsAt + count * intervalMs);
  presences.forEach(({ state, since }, index) => {
    if (state !== 'ready') return;
    let at = Math.max(since, startsAt);
    const until = Math.min(presences[index + 1]?.since ?? end, end);
    while (at < until) {
      const interval = Math.floor((at - startsAt) / intervalMs);
      const next = Math.min(until, startsAt + (interval + 1) * intervalMs);
      shares[interval] = (shares[interval] ?? 0) + (next - at) / intervalMs;
      at = next;
    }
  });
  // The interval that runs is measured by as much of it as has passed.
  const current = Math.floor((end - startsAt) / intervalMs);
  const passed = (end - startsAt) / intervalMs - current;
  if (current < count && passed > 0) shares[current] = (shares[current] ?? 0) / passed;
  return shares;
}
