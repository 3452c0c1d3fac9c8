import type { HistoryRepair } from './build-history.ts';
import { clockTime } from './history.ts';
import { localDay } from './local-day.ts';
import type { MappedRow } from './read-mapped-rows.ts';

/**
 * Rows of days on which clocks changed, as the hours were: a row of an hour that was skipped is taken out; in an hour that came twice, the two rows of each
 * start, or the halves of its only one, are one mean per time round.
 */
export function withClockChanges(
  rows: readonly MappedRow[],
  zone: string,
  intervalMinutes: number,
): {
  readonly rows: readonly MappedRow[];
  readonly repairs: readonly HistoryRepair[];
  readonly isSkipped: (date: string, interval: string) => boolean;
} {
  const timesRound = new Map<string, readonly number[] | null>();
  const perDay = 1440 / intervalMinutes;
  /** How often each interval of the clock came on that date; null on a plain day, or for what is no date. */
  const roundsOf = (date: string): readonly number[] | null => {
    let rounds = timesRound.get(date);
    if (rounds === undefined) timesRound.set(date, (rounds = changedRounds(zone, date, intervalMinutes)));
    return rounds;
  };
  const repairs: HistoryRepair[] = [];
  const twice = new Map<string, MappedRow[]>();
  const kept: MappedRow[] = [];
  for (const row of rows) {
    const { date, startMinute, count, line } = row;
    const rounds = roundsOf(date)?.[Math.floor(startMinute / intervalMinutes)] ?? 1;
    if (rounds === 0 && startMinute < 1440) {
      if (count === 0) continue;
      const note = `clocks went forward over this time; its ${count} contacts are left out`;
      repairs.push({ kind: 'clock-change', date, interval: clockTime(startMinute), line, note });
    } else if (rounds > 1 && count >= 0) {
      const key = `${date} ${startMinute}`;
      twice.set(key, [...(twice.get(key) ?? []), row]);
    } else kept.push(row);
  }
  for (const [first, second, ...more] of twice.values()) {
    if (first === undefined) continue;
    kept.push({ ...first, count: (first.count + (second?.count ?? 0)) / 2 }, ...more);
    const note =
      second === undefined
        ? `clocks went back and this time came twice; its ${first.count} contacts are divided between both`
        : 'clocks went back and this time came twice; each row is one of them';
    repairs.push({
      kind: 'clock-change',
      date: first.date,
      interval: clockTime(first.startMinute),
      line: first.line,
      note,
    });
  }
  return {
    rows: kept,
    repairs,
    isSkipped: (date, interval) => {
      const place = Math.floor((Number(interval.slice(0, 2)) * 60 + Number(interval.slice(3))) / intervalMinutes);
      return place < perDay && roundsOf(date)?.[place] === 0;
    },
  };
}

function changedRounds(zone: string, date: string, intervalMinutes: number): readonly number[] | null {
  try {
    const { places } = localDay(zone, date, intervalMinutes);
    const rounds = Array.from({ length: 1440 / intervalMinutes }, () => 0);
    for (const place of places) rounds[place] = (rounds[place] ?? 0) + 1;
    return rounds.every((count) => count === 1) ? null : rounds;
  } catch {
    // No date: refused by name where the history is built.
    return null;
  }
}
