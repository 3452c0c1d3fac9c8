import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { composeMessage, MOST_LISTED, type OutgoingNotice } from './compose-message.ts';
import { DELIVERY_INPUTS, DELIVERY_MACHINE, statusesOf, type DeliveryStatus } from './delivery-machine.ts';
import { noticesSlice } from './notices-slice.ts';
import type { QuietHours } from './preferences.ts';
import { quietUntil } from './quiet-hours.ts';
import { MAX_ATTEMPTS, retryWaitMs, sendMoment, type SendRule } from './send-moment.ts';
import { signalOf } from './signal.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
/** A Monday in a week in which no clock changes. */
const MONDAY = Date.UTC(2026, 5, 1);

const clock = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const quietHours: fc.Arbitrary<QuietHours> = fc
  .record({
    from: clock,
    to: clock,
    days: fc.subarray(ALL_DAYS, { minLength: 1 }),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'),
  })
  .filter(({ from, to }) => from !== to);
const minute = fc.integer({ min: 0, max: 7 * 24 * 60 }).map((count) => MONDAY + count * MINUTE);

/** Read off the clock on the wall. */
function isQuiet({ from, to, days, zone }: QuietHours, time: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone);
  const now = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const today = days.includes(local.dayOfWeek);
  const yesterday = days.includes(local.subtract({ days: 1 }).dayOfWeek);
  if (from < to) return today && from <= now && now < to;
  return (today && from <= now) || (yesterday && now < to);
}

describe('quiet hours', () => {
  it('end at the first minute that the clock on the wall says is not quiet', () => {
    fc.assert(
      fc.property(quietHours, minute, (quiet, time) => {
        let end = time;
        while (isQuiet(quiet, end)) end += MINUTE;
        // Where the next span begins as this one ends, both are quiet: one after the other is asked.
        let found = time;
        for (let until = quietUntil(quiet, found); until !== null; until = quietUntil(quiet, found)) found = until;
        expect(found).toBe(end);
      }),
    );
  });

  it('are by the clock on the wall where clocks change', () => {
    const nights = { from: '22:00', to: '07:00', days: ALL_DAYS, zone: 'Europe/Berlin' };
    const spring = Date.UTC(2026, 2, 28, 21);
    expect(quietUntil(nights, spring)).toBe(spring + 8 * HOUR);
    const autumn = Date.UTC(2026, 9, 24, 20);
    expect(quietUntil(nights, autumn)).toBe(autumn + 10 * HOUR);
  });
});

describe('when something may go out', () => {
  const rule: fc.Arbitrary<SendRule> = fc.record({
    urgency: fc.constantFrom('page', 'inform'),
    limits: fc.record({ perHour: fc.integer({ min: 1, max: 4 }), bundleMinutes: fc.integer({ min: 0, max: 30 }) }),
    quietHours: fc.option(quietHours),
    pagesAlways: fc.boolean(),
  });
  const sent = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 8 });

  it('is the first minute after its bundle that is neither quiet nor over the limit; of a page, only what holds pages counts', () => {
    fc.assert(
      fc.property(rule, minute, fc.integer({ min: 0, max: 60 }), sent, (given, now, age, ages) => {
        const requestedAt = now - age * MINUTE;
        const sentAt = ages.map((back) => now - back * MINUTE);
        const bundle = given.urgency === 'page' ? 0 : given.limits.bundleMinutes;
        const minds = given.quietHours !== null && !(given.urgency === 'page' && given.pagesAlways);
        const isFree = (at: number): boolean =>
          at >= requestedAt + bundle * MINUTE &&
          !(minds && given.quietHours !== null && isQuiet(given.quietHours, at)) &&
          sentAt.filter((one) => one > at - HOUR && one <= at).length < given.limits.perHour;
        let at = now;
        while (!isFree(at)) at += MINUTE;
        const found = sendMoment(given, requestedAt, now, sentAt);
        expect(found.at).toBe(at);
        expect(found.heldBy === null).toBe(at === now);
      }),
    );
  });

  it('after refusals comes later and later, never together, and not for ever', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('page' as const, 'inform' as const),
        fc.integer({ min: 1, max: MAX_ATTEMPTS - 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (urgency, attempt, chance) => {
          const [least, wait, most] = [0, chance, 1].map((one) => retryWaitMs(urgency, attempt, one) ?? Number.NaN);
          expect(wait).toBeGreaterThanOrEqual(least ?? 0);
          expect(wait).toBeLessThanOrEqual(most ?? 0);
          expect(most).toBeGreaterThanOrEqual(1.9 * (least ?? 0));
          expect(most).toBeLessThanOrEqual(30 * MINUTE);
          expect(retryWaitMs(urgency, attempt + 1, chance) ?? Infinity).toBeGreaterThanOrEqual(wait ?? 0);
        },
      ),
    );
    expect(retryWaitMs('page', MAX_ATTEMPTS, 0)).toBeNull();
  });
});

describe('a delivery', () => {
  it('is over once it was sent, suppressed, withdrawn or too late; a failed one is left by hand alone', () => {
    for (const status of ['sent', 'suppressed', 'withdrawn', 'expired'] as const) {
      for (const input of DELIVERY_INPUTS) expect([status, input, DELIVERY_MACHINE[status][input]]).toContain(null);
    }
    expect(DELIVERY_INPUTS.filter((input) => DELIVERY_MACHINE.failed[input] !== null)).toEqual(['again']);
  });

  it('is sent from nowhere but the hands of a worker, who took it while it waited or after another was lost', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DELIVERY_INPUTS), { maxLength: 60 }), (inputs) => {
        let status: DeliveryStatus = 'queued';
        let hands = 0;
        let sentCount = 0;
        for (const input of inputs) {
          const next: DeliveryStatus | null = DELIVERY_MACHINE[status][input];
          if (next === null) continue;
          if (input === 'claim') hands += 1;
          if (
            input === 'accept' ||
            input === 'refuse' ||
            input === 'lost' ||
            (input === 'give-up' && status === 'sending')
          )
            hands -= 1;
          if (next === 'sent') sentCount += 1;
          status = next;
          expect(hands).toBe(status === 'sending' ? 1 : 0);
        }
        expect(sentCount).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('that waits alone or with others can be withdrawn, and what is in somebody’s hands cannot', () => {
    expect(statusesOf('withdraw')).toEqual(['queued', 'bundled']);
    expect(statusesOf('lost')).toEqual(['sending']);
  });
});

describe('requests on the log', () => {
  it('are open from the first to the last that is not taken, whatever is asked and taken in between', () => {
    const step = fc.oneof(
      fc.constantFrom('notice.requested', 'notice.withdrawn', 'contact.queued'),
      fc.nat({ max: 60 }).map((upTo) => upTo),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let state = noticesSlice.create('s');
        let open: number[] = [];
        for (const [index, one] of steps.entries()) {
          const position = index + 1;
          const event =
            typeof one === 'number'
              ? { type: 'notice.taken', data: { upTo: Math.min(one, index), noticeIds: [], signals: ['00'] } }
              : { type: one, data: {} };
          noticesSlice.fold(state, { position, time: position, ...event } as LoggedEvent);
          if (typeof one === 'number') open = open.filter((known) => known > Math.min(one, index));
          else if (one !== 'contact.queued') open.push(position);
          state = noticesSlice.decode('s', JSON.parse(JSON.stringify(noticesSlice.encode(state))));
          // The span holds every open one and ends with the last; it may begin earlier, for it is two numbers only.
          if (open.length === 0) expect(state.open).toBeNull();
          else {
            expect(state.open?.to).toBe(open.at(-1));
            expect(state.open?.from).toBeLessThanOrEqual(open[0] ?? 0);
          }
        }
        expect(state.signals.get('00')?.changeCount ?? 0).toBe(steps.filter((one) => typeof one === 'number').length);
      }),
    );
  });

  it('people share 64 signals, evenly', () => {
    const counts = new Map<string, number>();
    for (let index = 0; index < 6_400; index += 1) {
      const signal = signalOf(`person-${index}`);
      counts.set(signal, (counts.get(signal) ?? 0) + 1);
    }
    expect(counts.size).toBe(64);
    expect([...counts.keys()].every((signal) => /^[0-3][0-9a-f]$/.test(signal))).toBe(true);
    expect(Math.max(...counts.values())).toBeLessThan(170);
  });
});

describe('a message', () => {
  const site = { id: 's', name: 'Hall' };
  const notice = (index: number, urgency: 'page' | 'inform' = 'inform'): OutgoingNotice => ({
    noticeId: `n${index}`,
    about: { kind: 'alert', id: `a${index}` },
    urgency,
    title: `Title ${index}`,
    body: index % 2 === 0 ? '' : `Body ${index}`,
    requestedAt: index,
  });

  it('of one notice says what the notice says', () => {
    expect(composeMessage('m', site, 'en', [notice(1, 'page')])).toMatchObject({
      title: 'Title 1',
      text: 'Body 1',
      urgency: 'page',
      noticeCount: 1,
    });
  });

  it('of many names the first and counts the others, and is a page when one of them is', () => {
    const many = Array.from({ length: MOST_LISTED + 7 }, (_, index) => notice(index, index === 3 ? 'page' : 'inform'));
    const message = composeMessage('m', site, 'en', many);
    expect(message).toMatchObject({ title: '27 notices of Hall', urgency: 'page', noticeCount: 27 });
    expect(message.text.split('\n')).toHaveLength(MOST_LISTED + 1);
    expect(message.text).toContain('• Title 1: Body 1');
    expect(message.text).toMatch(/… and 7 more$/);
  });
});
