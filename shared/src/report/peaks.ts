/** A stay: present from `from` (included) to `to` (excluded); epoch ms, `to` may be Infinity. */
export type Stay = { readonly from: number; readonly to: number };

export type Peak = { readonly count: number; readonly at: number | null };

/**
 * The most stays present at one moment within each interval, and when that was first reached. The count at a moment is taken after
 * everything that happens at it, so one who leaves as another comes is not counted with them. `startOf` and `next` cut time.
 */
export function peaksByInterval(
  stays: readonly Stay[],
  startOf: (time: number) => number,
  next: (start: number) => number,
): Map<number, Peak> {
  const changes: [time: number, change: number][] = [];
  for (const stay of stays) {
    if (stay.to <= stay.from) continue;
    changes.push([stay.from, 1]);
    if (stay.to !== Infinity) changes.push([stay.to, -1]);
  }
  changes.sort((a, b) => a[0] - b[0]);
  const peaks = new Map<number, Peak>();
  let count = 0;
  let start = 0;
  let end = -Infinity;
  const note = (interval: number, at: number): void => {
    const peak = peaks.get(interval);
    if (count > 0 && (peak === undefined || count > peak.count)) peaks.set(interval, { count, at });
  };
  for (let index = 0; index < changes.length;) {
    const time = (changes[index] as [number, number])[0]; // index is within changes
    // Intervals that begin while nothing changes carry the standing count in.
    while (count > 0 && end < time) {
      start = end;
      end = next(start);
      note(start, start);
    }
    if (time >= end) {
      start = startOf(time);
      end = next(start);
    }
    let changed = 0;
    while (index < changes.length && (changes[index] as [number, number])[0] === time) {
      changed += (changes[index] as [number, number])[1];
      index++;
    }
    count += changed;
    note(start, time);
  }
  return peaks;
}
