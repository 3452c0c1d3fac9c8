/** How busy the demo floor is at each full hour of the local day, 1 at its busiest. It never closes. */
const BUSY_BY_HOUR = [
  0.55, 0.53, 0.52, 0.52, 0.53, 0.56, 0.62, 0.72, 0.86, 0.96, 1, 0.98, 0.92, 0.91, 0.96, 0.98, 0.95, 0.88, 0.8, 0.73,
  0.68, 0.64, 0.6, 0.57,
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
