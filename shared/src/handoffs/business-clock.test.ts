import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type BusinessCalendar, type Holiday, type OpenPeriod } from './business-calendar.ts';
import { countedMs, dueAt, segments } from './business-clock.ts';
import { pauseEnd, type Pause } from './pause.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 9;
const COUNT = DAYS * 1_440;

/** Nine days around a clock change each (the last has none), and what the wall clock of the zone shows in every minute of them. */
const WINDOWS = [
  openWindow('Europe/Berlin', '2026-03-25T00:00:00Z'),
  openWindow('Europe/Berlin', '2026-10-21T00:00:00Z'),
  openWindow('America/New_York', '2026-03-04T12:00:00Z'),
  openWindow('Australia/Lord_Howe', '2026-10-01T00:00:00Z'),
  openWindow('America/Santiago', '2026-09-02T00:00:00Z'),
  openWindow('Asia/Kolkata', '2026-06-01T00:00:00Z'),
];

type Window = {
  readonly zone: string;
  readonly start: number;
  /** Per minute: the local date as a day number, and minutes after local midnight. */
  readonly dates: readonly number[];
  readonly minutes: readonly number[];
  /** The latest wall clock shown by each minute, as minutes since 1970: it rises, where the wall clock itself may go back. */
  readonly latest: readonly number[];
};

function openWindow(zone: string, from: string): Window {
  const start = Date.parse(from);
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const dates: number[] = [];
  const minutes: number[] = [];
  // Offsets change on whole half hours: asking once for each is enough.
  for (let index = 0; index < COUNT; index += 30) {
    const parts = Object.fromEntries(
      format.formatToParts(start + index * MINUTE).map(({ type, value }) => [type, Number(value)]),
    );
    const day = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'] ?? 1) / 86_400_000;
    const first = (parts['hour'] ?? 0) * 60 + (parts['minute'] ?? 0);
    for (let step = 0; step < 30; step++) {
      const minute = first + step;
      dates.push(day + Math.floor(minute / 1_440));
      minutes.push(minute % 1_440);
    }
  }
  let top = -Infinity;
  const latest = dates.map((date, index) => (top = Math.max(top, date * 1_440 + (minutes[index] ?? 0))));
  return { zone, start, dates, minutes, latest };
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

type Minute = { readonly open: boolean; readonly holiday: string | null };

/** Minute by minute, by the words of the rules alone: no arithmetic of time zones. */
function oracle(calendar: BusinessCalendar, { dates, latest }: Window): readonly Minute[] {
  const firstAtOrAfter = (stamp: number) => {
    let [from, to] = [0, COUNT];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((latest[middle] ?? Infinity) >= stamp) to = middle;
      else from = middle + 1;
    }
    return from;
  };
  const holidayOn = (date: number) => {
    const day = new Date(date * 86_400_000).toISOString().slice(0, 10);
    return (
      calendar.holidays.find((one) => one.date === day) ??
      calendar.holidays.find((one) => one.yearly === true && one.date.slice(5) === day.slice(5))
    );
  };
  const open = Array.from({ length: COUNT }, () => false);
  const first = (dates[0] ?? 0) - 1;
  for (let date = first; date <= first + DAYS + 2; date++) {
    const weekday = WEEKDAYS[(((date + 3) % 7) + 7) % 7] ?? 'mon';
    for (const { from, to } of holidayOn(date)?.periods ?? calendar.weekly[weekday]) {
      const isNextDay = to !== '24:00' && to <= from;
      const begins = firstAtOrAfter(date * 1_440 + minuteOf(from));
      const ends = firstAtOrAfter((date + (isNextDay ? 1 : 0)) * 1_440 + minuteOf(to));
      const limit = isNextDay && holidayOn(date + 1) !== undefined ? firstAtOrAfter((date + 1) * 1_440) : COUNT;
      for (let index = begins; index < Math.min(ends, limit); index++) open[index] = true;
    }
  }
  const names = new Map([...new Set(dates)].map((date) => [date, holidayOn(date)?.name ?? null]));
  return open.map((isOpen, index) => ({ open: isOpen, holiday: names.get(dates[index] ?? 0) ?? null }));
}

const time = fc
  .integer({ min: 0, max: 95 })
  .map(
    (quarter) => `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`,
  );

const period: fc.Arbitrary<OpenPeriod> = fc
  .record({ from: time, to: fc.oneof(time, fc.constant('24:00')) })
  .filter(({ from, to }) => from !== to);
/** Periods that may touch and overlap over midnight; hours that overlap within a day are refused elsewhere and must not break the clock either. */
const periods = fc.array(period, { maxLength: 3 });

const PAUSE_REASONS = ['customer', 'documents', 'third-party', 'returned'] as const;

/** By its place in the list, so that a counterexample can be read. */
function windowOf(index: number): Window {
  const window = WINDOWS[index];
  if (window === undefined) throw new Error(`there is no window ${index}`);
  return window;
}

const scene = fc.integer({ min: 0, max: WINDOWS.length - 1 }).chain((index) => {
  const window = windowOf(index);
  // One day at each edge is left to what reaches in from outside.
  const minute = fc.integer({ min: 1_440, max: COUNT - 2_880 });
  const holiday: fc.Arbitrary<Holiday> = fc.record({
    date: fc.integer({ min: 0, max: DAYS - 1 }).map((day) => {
      const date = (window.dates[0] ?? 0) + day;
      return new Date(date * 86_400_000).toISOString().slice(0, 10);
    }),
    name: fc.constantFrom('Founders’ day', 'Stocktaking'),
    periods,
  });
  return fc.record({
    window: fc.constant(index),
    calendar: fc.record({
      zone: fc.constant(window.zone),
      weekly: fc.record({
        mon: periods,
        tue: periods,
        wed: periods,
        thu: periods,
        fri: periods,
        sat: periods,
        sun: periods,
      }),
      holidays: fc.uniqueArray(holiday, { maxLength: 3, selector: ({ date }) => date }),
    }),
    pauses: fc.array(
      fc.record({ at: minute, lasts: fc.integer({ min: 1, max: 2_000 }), reason: fc.constantFrom(...PAUSE_REASONS) }),
      { maxLength: 4 },
    ),
    edges: fc.tuple(minute, minute, minute).map((three) => three.toSorted((left, right) => left - right)),
  });
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

function readScene({ window: index, pauses, edges }: Scene) {
  const window = windowOf(index);
  const at = (minute: number) => window.start + minute * MINUTE;
  const [first = 0, second = 0, third = 0] = edges;
  return {
    pauses: pauses.map((pause): Pause => ({
      from: at(pause.at),
      to: at(pause.at + pause.lasts),
      until: null,
      reason: pause.reason,
      note: null,
    })),
    first,
    second,
    third,
    from: at(first),
    middle: at(second),
    to: at(third),
    at,
  };
}

const covers = (pauses: readonly Pause[], moment: number) =>
  pauses.some((pause) => pause.from <= moment && moment < pauseEnd(pause));

describe('the business clock', () => {
  it('counts the minutes that a minute-by-minute recount counts, over clock changes of five zones', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { pauses, first, third, from, to, at } = readScene(given);
        const minutes = oracle(given.calendar, windowOf(given.window));
        let counted = 0;
        for (let index = first; index < third; index++)
          if (minutes[index]?.open === true && !covers(pauses, at(index))) counted += MINUTE;
        expect(countedMs(given.calendar, pauses, from, to)).toBe(counted);
      }),
      { numRuns: 120 },
    );
  });

  it('is due at the first minute by which a recount has counted the promise', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 900 }), (given, promise) => {
        const { pauses, first, from, at } = readScene(given);
        const minutes = oracle(given.calendar, windowOf(given.window));
        let left = promise;
        let index = first;
        while (index < COUNT - 1_440 && left > 0) {
          if (minutes[index]?.open === true && !covers(pauses, at(index))) left--;
          index++;
        }
        const due = dueAt(given.calendar, pauses, from, promise * MINUTE);
        if (left === 0) expect(due).toBe(at(index));
        else if (due !== null) expect(due).toBeGreaterThan(at(COUNT - 1_440));
      }),
      { numRuns: 120 },
    );
  });

  it('cuts time into segments without a gap, each of one kind, as a recount finds it', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { pauses, first, third, from, to, at } = readScene(given);
        const found = segments(given.calendar, pauses, from, to);
        expect(found.at(0)?.from ?? from).toBe(from);
        expect(found.at(-1)?.to ?? to).toBe(to);
        for (const [index, segment] of found.entries()) {
          expect(segment.to).toBeGreaterThan(segment.from);
          if (index > 0) expect(segment.from).toBe(found[index - 1]?.to);
        }
        const minutes = oracle(given.calendar, windowOf(given.window));
        let place = 0;
        let wrong: unknown = null;
        for (let index = first; index < third; index++) {
          while ((found[place]?.to ?? Infinity) <= at(index)) place++;
          const isPaused = covers(pauses, at(index));
          const { open = false, holiday = null } = minutes[index] ?? {};
          const kind = open ? (isPaused ? 'paused' : 'counted') : holiday === null ? 'closed' : 'holiday';
          const segment = found[place];
          if (segment?.kind !== kind || (segment.pause !== null) !== isPaused)
            wrong ??= { index, kind, isPaused, segment };
        }
        expect(wrong).toBeNull();
        const counted = found.filter(({ kind }) => kind === 'counted');
        expect(counted.reduce((sum, segment) => sum + segment.to - segment.from, 0)).toBe(
          countedMs(given.calendar, pauses, from, to),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('adds up over any split, and never counts more than has passed', () => {
    fc.assert(
      fc.property(scene, (given) => {
        const { pauses, from, middle, to } = readScene(given);
        const whole = countedMs(given.calendar, pauses, from, to);
        const parts = countedMs(given.calendar, pauses, from, middle) + countedMs(given.calendar, pauses, middle, to);
        expect(parts).toBe(whole);
        expect(whole).toBeLessThanOrEqual(to - from);
        expect(countedMs(given.calendar, [], from, to)).toBeGreaterThanOrEqual(whole);
      }),
      { numRuns: 120 },
    );
  });

  it('has counted exactly the promise when it is due, to the millisecond, and less just before', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 1, max: 40 * HOUR }), (given, promiseMs) => {
        const { pauses, from } = readScene(given);
        const due = dueAt(given.calendar, pauses, from, promiseMs);
        if (due === null) return;
        expect(countedMs(given.calendar, pauses, from, due)).toBe(promiseMs);
        expect(countedMs(given.calendar, pauses, from, due - 1)).toBe(promiseMs - 1);
      }),
      { numRuns: 120 },
    );
  });

  it('is due later for a longer promise', () => {
    fc.assert(
      fc.property(
        scene,
        fc.integer({ min: 1, max: 10 * HOUR }),
        fc.integer({ min: 0, max: HOUR }),
        (given, ms, more) => {
          const { pauses, from } = readScene(given);
          const sooner = dueAt(given.calendar, pauses, from, ms);
          const later = dueAt(given.calendar, pauses, from, ms + more);
          if (sooner === null) expect(later).toBeNull();
          else if (later !== null) expect(later).toBeGreaterThanOrEqual(sooner);
        },
      ),
      { numRuns: 100 },
    );
  });

  const OFFICE: BusinessCalendar = {
    zone: 'Europe/Berlin',
    weekly: {
      mon: [
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ],
      tue: [{ from: '09:00', to: '17:00' }],
      wed: [{ from: '09:00', to: '17:00' }],
      thu: [{ from: '22:00', to: '06:00' }],
      fri: [{ from: '09:00', to: '17:00' }],
      sat: [],
      sun: [],
    },
    holidays: [{ date: '2026-05-01', name: 'Labour Day', periods: [], yearly: true }],
  };
  const berlin = (text: string) => Date.parse(`${text}+02:00`);

  it('leaves out lunch, nights and weekends', () => {
    expect(countedMs(OFFICE, [], berlin('2026-06-08T11:00:00'), berlin('2026-06-08T14:00:00'))).toBe(2 * HOUR);
    // Friday 16:00 and two hours: an hour on Friday, an hour on Monday.
    expect(dueAt(OFFICE, [], berlin('2026-06-05T16:00:00'), 2 * HOUR)).toBe(berlin('2026-06-08T10:00:00'));
  });

  it('ends a night shift where a holiday begins, and every year', () => {
    const night = [berlin('2026-04-30T22:00:00'), berlin('2026-05-01T12:00:00')] as const;
    expect(countedMs(OFFICE, [], ...night)).toBe(2 * HOUR);
    expect(segments(OFFICE, [], ...night)).toEqual([
      { from: night[0], to: berlin('2026-05-01T00:00:00'), kind: 'counted', holiday: null, pause: null },
      { from: berlin('2026-05-01T00:00:00'), to: night[1], kind: 'holiday', holiday: 'Labour Day', pause: null },
    ]);
    // In 2031 the first of May is a Thursday: its night shift is off.
    expect(countedMs(OFFICE, [], berlin('2031-05-01T12:00:00'), berlin('2031-05-02T08:00:00'))).toBe(0);
  });

  it('says nothing of when it is due while a pause has no end, and knows it when the end is', () => {
    const from = berlin('2026-06-09T09:00:00');
    const pause: Pause = { from: from + HOUR, to: null, until: null, reason: 'customer', note: null };
    expect(dueAt(OFFICE, [pause], from, 2 * HOUR)).toBeNull();
    expect(dueAt(OFFICE, [{ ...pause, until: from + 3 * HOUR }], from, 2 * HOUR)).toBe(from + 4 * HOUR);
    expect(dueAt(OFFICE, [pause], from, HOUR)).toBe(from + HOUR);
  });

  it('gives up where it could go on forever: a calendar that never opens', () => {
    const never: BusinessCalendar = {
      ...OFFICE,
      weekly: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
    };
    expect(dueAt(never, [], berlin('2026-06-09T09:00:00'), HOUR)).toBeNull();
  });
});
