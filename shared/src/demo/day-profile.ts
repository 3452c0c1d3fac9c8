/** How busy the demo floor is at each full hour of the local day, 1 at its busiest. It never closes. */
const BUSY_BY_HOUR = [
  0.38, 0.36, 0.35, 0.35, 0.36, 0.4, 0.48, 0.62, 0.82, 0.95, 1, 0.98, 0.9, 0.9, 0.96, 0.98, 0.94, 0.86, 0.76, 0.66,
  0.58, 0.5, 0.45, 0.41,
] as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How busy it is at a time of the local day (ms from midnight; any number), 0-1, between the full hours in a straight line. */
export function busyAt(timeOfDayMs: number): number {
  const inDay = ((timeOfDayMs % DAY_MS) + DAY_MS) % DAY_MS;
  const hour = Math.floor(inDay / HOUR_MS);
  const share = inDay / HOUR_MS - hour;
  const from = BUSY_BY_HOUR[hour] ?? 0;
  const to = BUSY_BY_HOUR[(hour + 1) % 24] ?? 0;
  return from + (to - from) * share;
}
