import { describe, expect, it } from 'vitest';
import { buildHistory, type HistoryRow } from './build-history.ts';

/** Five weekdays of 15-minute rows from 08:00 to 10:00, 10 contacts each; a row may be replaced or dropped. */
function week(change: (row: HistoryRow) => HistoryRow | undefined | HistoryRow[] = (row) => row): HistoryRow[] {
  let line = 1;
  return ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05'].flatMap((date) =>
    Array.from(
      { length: 8 },
      (_, i) => change({ date, startMinute: 480 + 15 * i, count: 10, line: ++line }) ?? [],
    ).flat(),
  );
}
const at = (date: string, startMinute: number) => (row: HistoryRow) =>
  row.date === date && row.startMinute === startMinute;

describe('a history of rows', () => {
  it('sums rows into intervals, in order of dates, whatever the order of the rows', () => {
    const { history, repairs } = buildHistory(week().toReversed(), 30);
    expect(repairs).toEqual([]);
    expect(history.startMinutes).toEqual([480, 510, 540, 570]);
    expect(history.days.map(({ day }) => day.date)).toEqual([
      '2024-01-01',
      '2024-01-02',
      '2024-01-03',
      '2024-01-04',
      '2024-01-05',
    ]);
    expect(history.days[0]?.counts).toEqual([20, 20, 20, 20]);
    expect(history.days[0]?.day.weekday).toBe(1);
  });

  it.each([
    ['a negative count', { count: -3 }, /-3 contacts cannot have come/],
    ['a count that is no number', { count: Number.NaN }, /count: is not a number/],
    ['a count beyond any contact centre', { count: 2e6 }, /beyond any contact centre/],
    ['a time that is none', { startMinute: Number.NaN }, /start: is not a time/],
    ['a date that is none', { date: '2024-02-30' }, /date: "2024-02-30"/],
  ])('%s is refused by line, and the gap it leaves is filled visibly', (_, wrong, note) => {
    const hit = at('2024-01-03', 510);
    const { history, repairs } = buildHistory(
      week((row) => (hit(row) ? { ...row, ...wrong } : row)),
      30,
    );
    expect(repairs[0]).toMatchObject({
      kind: 'refused-row',
      line: expect.any(Number),
      note: expect.stringMatching(note),
    });
    expect(repairs).toContainEqual(
      expect.objectContaining({ kind: 'gap-filled', date: '2024-01-03', interval: '08:30' }),
    );
    expect(history.days[2]?.counts).toEqual([20, 20, 20, 20]);
  });

  it('duplicates are counted once, and said when they differ', () => {
    const hit = at('2024-01-02', 480);
    const same = buildHistory(
      week((row) => (hit(row) ? [row, { ...row, line: 99 }] : row)),
      30,
    );
    expect(same.repairs).toEqual([expect.objectContaining({ kind: 'duplicate', line: 99, interval: '08:00' })]);
    const differing = buildHistory(
      week((row) => (hit(row) ? [row, { ...row, count: 50, line: 99 }] : row)),
      30,
    );
    expect(differing.repairs[0]?.note).toMatch(/50 here and 10 before; the first is kept/);
    expect(differing.history.days[1]?.counts[0]).toBe(20);
  });

  it('a gap is filled with the usual share of that interval in such a day', () => {
    const busy = (row: HistoryRow) => (row.date === '2024-01-04' ? { ...row, count: 20 } : row);
    const hit = at('2024-01-04', 540);
    const { history } = buildHistory(
      week((row) => (hit(row) ? undefined : busy(row))),
      30,
    );
    expect(history.days[3]?.counts).toEqual([40, 40, 40, 40]);
  });

  it('absent rows mean nobody only when the file says so', () => {
    const hit = at('2024-01-04', 540);
    const rows = week((row) => (hit(row) ? undefined : row));
    expect(buildHistory(rows, 30, { missingIsZero: true }).history.days[3]?.counts).toEqual([20, 20, 10, 20]);
  });

  it('an impossible count is treated as a gap', () => {
    const hit = at('2024-01-04', 540);
    const { history, repairs } = buildHistory(
      week((row) => (hit(row) ? { ...row, count: 90_000 } : row)),
      30,
    );
    expect(repairs[0]).toMatchObject({ kind: 'impossible-count', date: '2024-01-04', interval: '09:00' });
    expect(history.days[3]?.counts[2]).toBe(20);
  });

  it('a day mostly missing and an interval never complete are left out by name', () => {
    const rows = week((row) => (row.date === '2024-01-05' && row.startMinute > 500 ? undefined : row));
    const late = ['2024-01-01', '2024-01-02'].map((date) => ({ date, startMinute: 600, count: 1, line: 77 }));
    const { history, repairs } = buildHistory([...rows, ...late], 30);
    expect(history.days.length).toBe(4);
    expect(history.startMinutes).toEqual([480, 510, 540, 570]);
    expect(repairs.map(({ kind }) => kind)).toEqual(['interval-left-out', 'day-left-out']);
  });

  it('a file that is mostly unusable, empty or too coarse is refused by name', () => {
    expect(() => buildHistory([], 30)).toThrow(/rows: are missing/);
    expect(() =>
      buildHistory(
        week((row) => ({ ...row, count: -1 })),
        30,
      ),
    ).toThrow(/rows: 40 of 40 cannot be used \(line 2: count/);
    expect(() => buildHistory(week(), 20)).toThrow(/interval: must be a multiple of the 15 minutes/);
    expect(() => buildHistory(week(), 7)).toThrow(/interval: must divide a day/);
    expect(() => buildHistory(week(), 0)).toThrow(/interval/);
  });
});
