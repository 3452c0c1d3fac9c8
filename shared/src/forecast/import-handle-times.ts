import type { ImportRepair } from './build-history.ts';
import type { MappedRow } from './read-mapped-rows.ts';

/** A mean handle time beyond a week is none. */
const MOST_HANDLE_SEC = 604_800;

/** Rows without handle times that cannot be; those are named. */
export function withPossibleTimes(rows: readonly MappedRow[], queueId: string, repairs: ImportRepair[]): MappedRow[] {
  return rows.map((row) => {
    const { date, startMinute, count, line, handleTimeSec } = row;
    if (handleTimeSec === null || (handleTimeSec >= 0 && handleTimeSec <= MOST_HANDLE_SEC)) return row;
    if (Number.isInteger(startMinute) && count >= 0) {
      const note = `handle time: ${Number.isNaN(handleTimeSec) ? 'is not a number' : `${handleTimeSec} seconds cannot be`}; the count is kept without it`;
      repairs.push({ kind: 'impossible-handle-time', date, line, queueId, note });
    }
    return { ...row, handleTimeSec: null };
  });
}

type HandledRow = { readonly count: number; readonly seconds: number };

/** Mean handle times of one date, ms, by intervals of a plain day; 0 where none is told. Of rows that stand twice the first counts. */
export function handleTimesByDate(
  rows: readonly MappedRow[],
  intervalMinutes: number,
): ReadonlyMap<string, readonly number[]> {
  const byDate = new Map<string, Map<number, HandledRow>>();
  for (const { date, startMinute, count, handleTimeSec } of rows) {
    if (handleTimeSec === null || !Number.isInteger(startMinute) || !(count >= 0)) continue;
    const day = byDate.get(date) ?? new Map<number, HandledRow>();
    byDate.set(date, day);
    if (!day.has(startMinute)) day.set(startMinute, { count, seconds: count * handleTimeSec });
  }
  return new Map(
    [...byDate].map(([date, day]) => [
      date,
      Array.from({ length: 1440 / intervalMinutes }, (_, i) => meanWithin(day, i * intervalMinutes, intervalMinutes)),
    ]),
  );
}

function meanWithin(day: ReadonlyMap<number, HandledRow>, from: number, minutes: number): number {
  let [count, seconds] = [0, 0];
  for (const [start, row] of day) {
    if (start < from || start >= from + minutes) continue;
    count += row.count;
    seconds += row.seconds;
  }
  return count > 0 ? Math.round((1000 * seconds) / count) : 0;
}
