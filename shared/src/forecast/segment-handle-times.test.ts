import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../simulation/random-stream.ts';
import { calendarDay, daysAfter } from './calendar-day.ts';
import { forecastHandleTime, type HandledDay } from './handle-time-forecast.ts';
import type { SegmentDay } from './segment-day.ts';
import { handleFactors, relativeHandleTimes } from './segment-handle-times.ts';
import { learnSegments } from './segment-shares.ts';

const dates = daysAfter('2026-01-31', 60).map(({ date }) => date);
/** Contacts of each segment per interval: Business comes in the morning, when everything takes half as long again. */
const CONTACTS: Readonly<Record<string, readonly number[]>> = { Business: [12, 2], Consumer: [6, 14], Rare: [0, 1] };
const USUAL_SEC = [300, 200];

type Contact = { readonly date: string; readonly segment: string; readonly interval: number; readonly seconds: number };

/** Contacts one by one, each in four exponential steps; `ratios` is how long each segment's take. */
function contactsOf(seed: number, ratios: Readonly<Record<string, number>>, days = dates): Contact[] {
  const random = new RandomStream(seed);
  return days.flatMap((date) =>
    Object.entries(CONTACTS).flatMap(([segment, counts]) =>
      counts.flatMap((count, interval) =>
        Array.from({ length: count }, () => ({
          date,
          segment,
          interval,
          seconds: (stepsOf(random) / 4) * (USUAL_SEC[interval] ?? 0) * (ratios[segment] ?? 1),
        })),
      ),
    ),
  );
}

const stepsOf = (random: RandomStream): number => [1, 2, 3, 4].reduce((sum) => sum - Math.log(1 - random.next()), 0);

function daysOf(contacts: readonly Contact[], days = dates): SegmentDay[] {
  const segments = [...new Set(contacts.map(({ segment }) => segment))];
  return days.map((date) => {
    const sums = (segment: string, of: (contact: Contact) => number): number[] =>
      USUAL_SEC.map((_, i) =>
        contacts
          .filter((contact) => contact.date === date && contact.segment === segment && contact.interval === i)
          .reduce((sum, contact) => sum + of(contact), 0),
      );
    const counts = new Map(segments.map((segment) => [segment, sums(segment, () => 1)]));
    return {
      date,
      counts,
      handled: new Map(
        segments.map((segment) => [
          segment,
          { handled: sums(segment, () => 1), handleSec: sums(segment, ({ seconds }) => seconds) },
        ]),
      ),
    };
  });
}

describe('handle times of segments', () => {
  const days = daysOf(contactsOf(7, { Business: 2, Consumer: 1, Rare: 1 }));

  it('are what each segment takes in the same intervals, not what the hours it comes in take', () => {
    const ratios = relativeHandleTimes(days);
    const [business, consumer] = [ratios?.get('Business'), ratios?.get('Consumer')];
    // Straight from all contacts Business takes 2.67 times as long as Consumer: half of that more is the morning's.
    expect((business?.ratio ?? 0) / (consumer?.ratio ?? 1)).toBeCloseTo(2, 0);
    expect(Math.abs((business?.ratio ?? 0) / (consumer?.ratio ?? 1) - 2)).toBeLessThan(0.25);
    expect(business?.handledCount).toBe(60 * 14);
    expect(business?.credibility).toBeGreaterThan(0.9);
  });

  it('of a segment of few contacts are drawn towards the queue’s own, by the contacts behind them', () => {
    const few = daysOf(contactsOf(9, { Business: 2, Consumer: 1, Rare: 5 }, dates.slice(0, 2)), dates.slice(0, 2));
    const many = relativeHandleTimes(daysOf(contactsOf(9, { Business: 2, Consumer: 1, Rare: 5 })));
    const rare = relativeHandleTimes(few)?.get('Rare');
    expect(rare?.credibility).toBeLessThan(many?.get('Rare')?.credibility ?? 0);
    expect(rare?.credibility).toBeLessThan(relativeHandleTimes(few)?.get('Business')?.credibility ?? 0);
  });

  it('that do not differ are the queue’s own', () => {
    for (let seed = 1; seed <= 8; seed++) {
      for (const { ratio } of relativeHandleTimes(daysOf(contactsOf(seed, {})))?.values() ?? []) {
        expect(Math.abs(ratio - 1), `seed ${seed}`).toBeLessThan(0.12);
      }
    }
  });

  it('weighted by what comes add up to the queue’s own in every interval, whatever was learned', () => {
    const share = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
    const ratio = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.tuple(share, ratio), { minKeys: 1, maxKeys: 20 }), (drawn) => {
        const totals = [0, 1].map((i) => Object.values(drawn).reduce((sum, [shares]) => sum + (shares[i] ?? 0), 0));
        fc.pre(totals.every((total) => total > 1e-6));
        const shares = new Map(
          Object.entries(drawn).map(([segment, [own]]) => [segment, own.map((each, i) => each / (totals[i] ?? 1))]),
        );
        const factors = handleFactors(
          shares,
          new Map(Object.entries(drawn).map(([id, [, own]]) => [id, { ratio: own }])),
        );
        for (const i of [0, 1]) {
          let mean = 0;
          for (const [segment, own] of shares) mean += (own[i] ?? 0) * (factors.get(segment)?.[i] ?? 0);
          expect(mean).toBeCloseTo(1, 9);
        }
      }),
    );
  });

  it('are measured on past days, each from the days before it alone, beside the queue’s own', () => {
    const handled = days.map(({ date, handled: of }): HandledDay => {
      const sum = (part: 'handled' | 'handleSec'): number[] =>
        USUAL_SEC.map((_, i) => [...(of?.values() ?? [])].reduce((total, own) => total + (own[part][i] ?? 0), 0));
      return { day: calendarDay(date), handled: sum('handled'), handleSec: sum('handleSec') };
    });
    const queueSec = (date: string) => {
      const place = dates.indexOf(date);
      return forecastHandleTime(handled.slice(0, place), calendarDay(date));
    };
    const past = dates.slice(20).map((date) => ({ date, forecast: [20, 20], actual: [18, 17] }));
    const learned = learnSegments(days, past, queueSec);
    const test = (segment: string) => learned.find((one) => one.segment === segment)?.handleTime;
    expect(test('Business')).toMatchObject({ testedDays: 40 });
    // Fourteen such contacts a day miss by a tenth whatever is known of them.
    expect(test('Business')?.error).toBeLessThan(0.14);
    expect(test('Business')?.errorOfQueue).toBeGreaterThan((test('Business')?.error ?? 1) + 0.03);
    expect(test('Consumer')?.errorOfQueue).toBeGreaterThan(test('Consumer')?.error ?? 1);
    const error = (over: readonly SegmentDay[]) =>
      learnSegments(over, past.slice(0, -1), queueSec).find(({ segment }) => segment === 'Business')?.handleTime?.error;
    const changed = days.map((day, place) =>
      place < 59 ? day : { ...day, handled: new Map([['Business', { handled: [50, 50], handleSec: [1, 1] }]]) },
    );
    expect(error(changed)).toBe(error(days));
  });

  it('that were never recorded are said to be unknown', () => {
    const unknown = days.map(({ date, counts }) => ({ date, counts }));
    expect(relativeHandleTimes(unknown)).toBeNull();
    expect(learnSegments(unknown, []).map(({ handleTime }) => handleTime)).toEqual([null, null, null]);
    const half = [...unknown.slice(0, 30), ...days.slice(30)];
    expect(relativeHandleTimes(half)?.get('Business')?.handledCount).toBe(30 * 14);
  });
});
