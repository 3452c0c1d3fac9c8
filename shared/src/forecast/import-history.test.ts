import { describe, expect, it } from 'vitest';
import { importHistory, rowsInZone } from './import-history.ts';
import { guessMapping, type MappedRow, numberOf, readMappedRows } from './read-mapped-rows.ts';

describe('an imported history', () => {
  const mapping = guessMapping(['Datum', 'Uhrzeit', 'Anzahl', 'AHT', 'Queue']);

  it('is read by its columns, dates, decimals and header', () => {
    expect(mapping).toMatchObject({
      dateColumn: 0,
      startColumn: 1,
      countColumn: 2,
      handleTimeColumn: 3,
      queueColumn: 4,
      hasHeader: true,
    });
    const rows = readMappedRows(
      [
        { cells: ['Datum', 'Uhrzeit', 'Anzahl', 'AHT', 'Queue'], line: 1 },
        { cells: ['24.12.2025', '7:30', '1.234,5', '200,5', 'a'], line: 2 },
      ],
      { ...mapping, dateOrder: 'day-month-year', decimal: 'comma' },
    );
    expect(rows).toEqual([
      { line: 2, date: '2025-12-24', startMinute: 450, count: 1234.5, handleTimeSec: 200.5, queueId: 'a' },
    ]);
    expect(Number.isNaN(numberOf('12a', 'point'))).toBe(true);
    expect(Number.isNaN(numberOf('', 'point'))).toBe(true);
  });

  it('loses no row silently: each is counted, or named with its line and reason', () => {
    const rows: MappedRow[] = [];
    for (const day of ['2026-03-02', '2026-03-03', '2026-03-04']) {
      for (let half = 0; half < 48; half++) {
        rows.push({
          date: day,
          startMinute: half * 30,
          count: 4,
          line: rows.length + 2,
          queueId: 'a',
          handleTimeSec: 100,
        });
      }
    }
    const wrong: MappedRow[] = [
      { ...rows[0], date: '2026-02-30', line: 900 } as MappedRow,
      { ...rows[0], count: -3, line: 901 } as MappedRow,
      { ...rows[0], queueId: '', line: 902 } as MappedRow,
      { ...rows[3], line: 903 } as MappedRow,
      { ...rows[4], startMinute: Number.NaN, line: 904 } as MappedRow,
    ];
    const impossible = rows.map((row) =>
      row.line === 50 ? { ...row, count: 90_000 } : row.line === 60 ? { ...row, handleTimeSec: -1 } : row,
    );
    const { days: made, repairs, queues } = importHistory([...impossible, ...wrong], 'UTC');
    expect(made).toHaveLength(3);
    expect(repairs.map(({ kind, line }) => `${kind} ${line ?? ''}`.trim()).toSorted()).toEqual(
      [
        'duplicate 903',
        'gap-filled',
        'impossible-count',
        'impossible-handle-time 60',
        'refused-row 900',
        'refused-row 901',
        'refused-row 902',
        'refused-row 904',
      ].toSorted(),
    );
    expect(queues).toMatchObject([{ queueId: 'a', dayCount: 3, contactCount: 3 * 48 * 4 }]);
  });

  it('of days on which clocks change invents no contact and loses none silently', () => {
    const dayOf = (date: string, more: readonly MappedRow[] = []): MappedRow[] => [
      ...Array.from({ length: 24 }, (_, hour) => ({
        date,
        startMinute: 60 * hour,
        count: 10 + hour,
        line: 100 + hour,
        queueId: 'a',
        handleTimeSec: null,
      })),
      ...more,
    ];
    const usual = ['2026-03-26', '2026-03-27', '2026-03-28', '2026-10-22', '2026-10-23'].flatMap((date) => dayOf(date));
    const sum = (rows: readonly MappedRow[]) => rows.reduce((total, { count }) => total + count, 0);
    const spring = importHistory([...usual, ...dayOf('2026-03-29')], 'Europe/Berlin');
    expect(spring.days.find(({ date }) => date === '2026-03-29')?.offeredCounts).toHaveLength(23);
    expect(spring.repairs).toEqual([
      expect.objectContaining({
        kind: 'clock-change',
        line: 102,
        interval: '02:00',
        note: expect.stringContaining('12'),
      }),
    ]);
    expect(spring.queues[0]?.contactCount).toBe(sum(usual) + sum(dayOf('2026-03-29')) - 12);
    const october = dayOf('2026-10-25');
    const once = importHistory([...usual, ...october], 'Europe/Berlin');
    expect(once.days.at(-1)?.offeredCounts).toHaveLength(25);
    expect(once.queues[0]?.contactCount).toBe(sum(usual) + sum(october));
    expect(once.repairs).toMatchObject([{ kind: 'clock-change', interval: '02:00' }]);
    const second = { ...(october[2] as MappedRow), count: 8, line: 900 };
    const twice = importHistory([...usual, ...october, second], 'Europe/Berlin');
    expect(twice.queues[0]?.contactCount).toBe(sum(usual) + sum(october) + 8);
    expect(twice.days.at(-1)?.offeredCounts.slice(1, 5)).toEqual([11, 10, 10, 13]);
  });

  it('by segment adds up to the queue, each with its own handle time; a mistake in one row spoils no other', () => {
    const rows: MappedRow[] = [];
    for (const date of ['2026-03-02', '2026-03-03', '2026-10-25']) {
      for (let hour = 0; hour < 24; hour++) {
        for (const [segment, count, handleTimeSec] of [
          ['Business', 2, 600],
          ['', 6, 200],
        ] as const) {
          rows.push({
            date,
            startMinute: 60 * hour,
            count,
            line: rows.length + 2,
            queueId: 'a',
            handleTimeSec,
            segment,
          });
        }
      }
    }
    const [first] = rows;
    if (first === undefined) throw new Error('there are rows');
    const changed = rows.map((row) =>
      row.line === 10 ? { ...row, handleTimeSec: -5 } : row.line === 12 ? { ...row, count: Number.NaN } : row,
    );
    const {
      days: made,
      repairs,
      queues,
    } = importHistory([...changed, { ...first, count: 9, line: 900 }], 'Europe/Berlin');
    const [monday, , autumn] = made;
    expect(monday).toMatchObject({ offeredCounts: [8, 8, 8, 8, 8, 6, ...Array.from({ length: 18 }, () => 8)] });
    expect(monday?.handleTimesMs?.slice(0, 6)).toEqual([300_000, 300_000, 300_000, 300_000, 200_000, 200_000]);
    const [business, none] = monday?.segments ?? [];
    expect(business).toMatchObject({ segment: 'Business' });
    expect(business?.offeredCounts.slice(0, 6)).toEqual([2, 2, 2, 2, 2, 0]);
    expect(business?.handleTimesMs?.slice(0, 6)).toEqual([600_000, 600_000, 600_000, 600_000, 0, 0]);
    expect(none).toMatchObject({ segment: '', offeredCounts: Array.from({ length: 24 }, () => 6) });
    // The hour that came twice is divided for the segments as for the queue.
    expect(autumn?.offeredCounts).toHaveLength(25);
    for (const [i, count] of autumn?.offeredCounts.entries() ?? []) {
      expect((autumn?.segments ?? []).reduce((sum, { offeredCounts }) => sum + (offeredCounts[i] ?? 0), 0)).toBe(count);
    }
    expect(repairs.map(({ kind, line }) => `${kind} ${line ?? ''}`).toSorted()).toEqual(
      ['clock-change 102', 'duplicate 900', 'impossible-handle-time 10', 'refused-row 12'].toSorted(),
    );
    expect(queues).toMatchObject([{ rowCount: rows.length + 1, contactCount: 3 * 24 * 8 - 2 }]);
  });

  it('keeps the most frequent segments apart, and counts the others as without one', () => {
    const rows = Array.from({ length: 30 }, (_, i): MappedRow[] =>
      Array.from({ length: 24 }, (__, hour) => ({
        date: '2026-03-02',
        startMinute: 60 * hour,
        count: i + 1,
        line: 24 * i + hour + 2,
        queueId: 'a',
        handleTimeSec: 10 * (i + 1),
        segment: `s${i}`,
      })),
    ).flat();
    const [day] = importHistory(rows, 'UTC').days;
    expect(day?.segments).toHaveLength(20);
    const total = (counts: readonly number[] = []) => counts.reduce((a, b) => a + b, 0);
    expect(day?.segments?.reduce((sum, { offeredCounts }) => sum + total(offeredCounts), 0)).toBe(
      total(day?.offeredCounts),
    );
    const rest = day?.segments?.find(({ segment }) => segment === '');
    expect(rest?.offeredCounts[0]).toBe((11 * 12) / 2);
    // Each as often as its number: the mean of their handle times is weighted by that.
    expect(rest?.handleTimesMs?.[0]).toBe(Math.round((10_000 * 506) / 66));
  });

  it('in another zone keeps its moments', () => {
    const row = { date: '2026-03-10', startMinute: 60, count: 1, line: 2, queueId: 'a', handleTimeSec: null };
    expect(rowsInZone([row], 'Europe/Berlin', 'America/New_York')).toMatchObject([
      { date: '2026-03-09', startMinute: 20 * 60 },
    ]);
    expect(rowsInZone([{ ...row, date: 'never' }], 'Europe/Berlin', 'UTC')).toMatchObject([
      { date: 'never', startMinute: 60 },
    ]);
  });
});
