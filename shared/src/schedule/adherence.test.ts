import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityBook } from './activity-book.ts';
import { adherenceNow, adherencePieces, type AgentDay } from './adherence.ts';
import { DEFAULT_REASONS } from './adherence-defaults.ts';
import { adherenceRate, adherenceTotals, conformanceRate, type AdherenceTotals } from './adherence-totals.ts';
import { judge } from './judge-presence.ts';
import { layActivities } from './lay-activities.ts';
import { peakAbsence } from './peak-absence.ts';
import { presenceAfter, type PresenceEvent } from './presence.ts';
import type { Presence, ScheduleException, ScheduleRow } from './rows.ts';

const BOOK = activityBook([
  { id: 'chat-desk', name: 'Chat', kind: 'work', isProductive: true, isPaid: true, isPlannedShrinkage: false },
  { id: 'shadowing', name: 'Shadowing', kind: 'work', isProductive: false, isPaid: true, isPlannedShrinkage: true },
]);
/** Minutes of a small day; one minute is one unit of time here. */
const DAY = 60;

const REASON_KINDS: Readonly<Record<string, string>> = {
  Break: 'break',
  LUNCH: 'meal',
  Meeting: 'meeting',
  Odd: 'other',
};

const activities = fc
  .array(
    fc.record({
      activityId: fc.constantFrom(
        'work',
        'break',
        'meal',
        'meeting',
        'absence',
        'chat-desk',
        'shadowing',
        'unheard-of',
      ),
      startAt: fc.integer({ min: 0, max: DAY }),
      endAt: fc.integer({ min: 0, max: DAY }),
    }),
    { maxLength: 7 },
  )
  .map(layActivities);
const presences = fc
  .uniqueArray(
    fc.record({
      state: fc.constantFrom('ready' as const, 'not-ready' as const, 'signed-out' as const),
      reason: fc.constantFrom(...Object.keys(REASON_KINDS)),
      since: fc.integer({ min: 0, max: DAY }),
    }),
    { selector: ({ since }) => since, maxLength: 8 },
  )
  .map((list): Presence[] =>
    list
      .map((one) => (one.state === 'not-ready' ? one : { ...one, reason: null }))
      .toSorted((a, b) => a.since - b.since),
  );
const exceptions = fc.array(
  fc
    .record({
      startAt: fc.integer({ min: 0, max: DAY }),
      lasting: fc.integer({ min: 1, max: 15 }),
      state: fc.constantFrom('approved' as const, 'declined' as const, 'requested' as const),
      requestedAt: fc.integer({ min: 0, max: DAY }),
    })
    .map(({ startAt, lasting, state, requestedAt }): ScheduleException => ({
      exceptionId: `${startAt} ${lasting} ${state} ${requestedAt}`,
      startAt,
      endAt: startAt + lasting,
      state,
      requestedAt,
      reason: 'r',
      requestedBy: null,
      decidedAt: null,
      decidedBy: null,
      note: null,
    })),
  { maxLength: 3 },
);
const days: fc.Arbitrary<AgentDay> = fc.record({ activities, presences, exceptions });

/** What a minute is, by looking everything up from the beginning. */
function minuteOf(day: AgentDay, minute: number) {
  const activity = day.activities.find(({ startAt, endAt }) => startAt <= minute && minute < endAt);
  const presence = day.presences.filter(({ since }) => since <= minute).at(-1);
  const kinds: Readonly<Record<string, string>> = {
    'chat-desk': 'work',
    shadowing: 'other',
    'unheard-of': 'other',
  };
  const expected = activity === undefined ? 'none' : (kinds[activity.activityId] ?? activity.activityId);
  const doing =
    presence === undefined || presence.state === 'signed-out'
      ? 'signed-out'
      : presence.state === 'ready'
        ? 'work'
        : (REASON_KINDS[presence.reason ?? ''] ?? 'other');
  const excuse = day.exceptions.find(
    ({ state, startAt, endAt }) => state === 'approved' && startAt <= minute && minute < endAt,
  );
  return { expected, doing, judgement: judge(expected as 'work', doing as 'work'), excuse };
}

/** The same totals minute by minute: a minute's departure is as long as the minutes of departure that touch it on both sides. */
function recount(day: AgentDay, from: number, to: number, grace: number): Record<keyof AdherenceTotals, number> {
  const totals = {
    scheduledMs: 0, inMs: 0, forgivenMs: 0, excusedPlannedMs: 0, excusedUnplannedMs: 0,
    outPositiveMs: 0, outNegativeMs: 0, outNeutralMs: 0, scheduledWorkMs: 0, workedMs: 0,
  }; // prettier-ignore
  const departs = (minute: number, inside: boolean) => {
    if (minute < from || minute >= to) return false;
    const { expected, judgement, excuse } = minuteOf(day, minute);
    return judgement !== 'in' && excuse === undefined && (expected !== 'none') === inside;
  };
  for (let minute = from; minute < to; minute += 1) {
    const { expected, doing, judgement, excuse } = minuteOf(day, minute);
    if (doing === 'work') totals.workedMs += 1;
    if (expected === 'none') continue;
    totals.scheduledMs += 1;
    if (expected === 'work') totals.scheduledWorkMs += 1;
    if (judgement === 'in') totals.inMs += 1;
    else if (excuse !== undefined) {
      if (excuse.requestedAt <= excuse.startAt) totals.excusedPlannedMs += 1;
      else totals.excusedUnplannedMs += 1;
    } else {
      let first = minute;
      let last = minute;
      while (departs(first - 1, true)) first -= 1;
      while (departs(last + 1, true)) last += 1;
      if (last - first + 1 <= grace) totals.forgivenMs += 1;
      else if (judgement === 'positive') totals.outPositiveMs += 1;
      else if (judgement === 'negative') totals.outNegativeMs += 1;
      else totals.outNeutralMs += 1;
    }
  }
  return totals;
}

describe('adherence of a day', () => {
  it('adds up to what counting every minute adds up to, for any schedule, presence, exceptions and grace', () => {
    fc.assert(
      fc.property(days, fc.nat(DAY), fc.nat(DAY), fc.integer({ min: 0, max: 12 }), (day, one, other, grace) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const totals = adherenceTotals(adherencePieces(day, BOOK, DEFAULT_REASONS, from, to), grace);
        const expected = recount(day, from, to, grace);
        // The default reasons do not know the odd one, and compare without regard to case.
        expect(totals).toEqual(expected);
        const { inMs, forgivenMs, excusedPlannedMs, excusedUnplannedMs, scheduledMs, workedMs, scheduledWorkMs } =
          expected;
        expect(adherenceRate(totals)).toBe(
          scheduledMs === 0 ? null : (inMs + forgivenMs + excusedPlannedMs + excusedUnplannedMs) / scheduledMs,
        );
        expect(conformanceRate(totals)).toBe(scheduledWorkMs === 0 ? null : workedMs / scheduledWorkMs);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says of every moment what the minutes until then say: live and report agree', () => {
    fc.assert(
      fc.property(days, fc.nat(DAY - 1), fc.integer({ min: 0, max: 12 }), (day, asOf, graceMs) => {
        const said = day.presences.filter(({ since }) => since <= asOf).at(-1) ?? null;
        const row: ScheduleRow = {
          id: 'a',
          days: [{ date: '', activities: day.activities, setAt: 0, position: 0, setBy: null }],
          exceptions: day.exceptions,
          leftOutDayCount: 0,
          presence: said,
        };
        const now = adherenceNow(row, BOOK, { graceMs, reasons: DEFAULT_REASONS }, asOf);
        const minute = minuteOf(day, asOf);
        expect(now.expected).toBe(minute.expected);
        expect(now.doing).toBe(minute.doing);
        if (minute.judgement === 'in') expect(now.standing).toBe(minute.expected === 'none' ? 'off' : 'in');
        else if (minute.excuse !== undefined) expect(now.standing).toBe('excused');
        else {
          let since = asOf;
          const inside = minute.expected !== 'none';
          while (since > (said?.since ?? 0)) {
            const before = minuteOf(day, since - 1);
            if (before.judgement === 'in' || before.excuse !== undefined || (before.expected !== 'none') !== inside)
              break;
            since -= 1;
          }
          expect(now.outSince).toBe(since);
          expect(now.impact).toBe(minute.judgement);
          expect(now.standing).toBe(asOf - since > graceMs ? 'out' : 'in-grace');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('an approved exception makes a departure adherent; one that was declined or waits does not', () => {
    const day = (state: ScheduleException['state']): AgentDay => ({
      activities: [{ activityId: 'work', startAt: 0, endAt: 60 }],
      presences: [{ state: 'signed-out', reason: null, since: 0 }],
      exceptions: [
        {
          exceptionId: 'x', startAt: 0, endAt: 60, reason: 'Doctor', state, requestedAt: 5,
          requestedBy: null, decidedAt: null, decidedBy: null, note: null,
        }, // prettier-ignore
      ],
    });
    const rate = (state: ScheduleException['state']) =>
      adherenceRate(adherenceTotals(adherencePieces(day(state), BOOK, DEFAULT_REASONS, 0, 60), 0));
    expect([rate('approved'), rate('declined'), rate('requested')]).toEqual([1, 0, 0]);
  });

  it('knows a positive departure from a negative and a neutral one', () => {
    expect([judge('break', 'work'), judge('work', 'break'), judge('training', 'meeting')]).toEqual([
      'positive',
      'negative',
      'neutral',
    ]);
    expect([judge('none', 'work'), judge('meal', 'signed-out'), judge('work', 'signed-out')]).toEqual([
      'positive',
      'in',
      'negative',
    ]);
  });
});

describe('presence', () => {
  const said = (type: PresenceEvent['type'], time: number, data: object): PresenceEvent =>
    ({
      type,
      time,
      data: { agentId: 'a', ...data },
      position: 1,
      id: 'e',
      source: 's',
      recordedAt: 1,
    }) as PresenceEvent;

  it('stays ready through contacts and after-contact work, so that its since is when the agent became ready', () => {
    let presence = presenceAfter(null, said('agent.signed-in', 1, {}));
    presence = presenceAfter(presence, said('agent.state-changed', 2, { state: 'on-contact' }));
    presence = presenceAfter(presence, said('agent.state-changed', 3, { state: 'after-contact-work' }));
    expect(presence).toEqual({ state: 'ready', reason: null, since: 1 });
    presence = presenceAfter(presence, said('agent.state-changed', 4, { state: 'not-ready', reason: 'Break' }));
    expect(presenceAfter(presence, said('agent.state-changed', 3, { state: 'available' }))).toBe(presence);
    expect(presenceAfter(presence, said('agent.signed-out', 5, {}))).toEqual({
      state: 'signed-out',
      reason: null,
      since: 5,
    });
  });
});

describe('absence at customers’ peaks', () => {
  it('finds the quarter of the intervals with the most contacts, and how much lost time fell there, as counting minutes does', () => {
    fc.assert(
      fc.property(
        fc.array(days, { maxLength: 3 }),
        fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
        (many, offered) => {
          const intervals = { startsAt: 0, intervalMs: 10, count: 6 };
          const pieces = many.flatMap((day) => adherencePieces(day, BOOK, DEFAULT_REASONS, 0, DAY));
          const found = peakAbsence(pieces, offered, intervals);
          const busy = offered.filter((count) => count > 0).toSorted((a, b) => b - a);
          expect(found.peaks).toHaveLength(Math.ceil(busy.length / 4));
          const least = busy[found.peaks.length - 1] ?? Infinity;
          for (const peak of found.peaks) expect(offered[peak]).toBeGreaterThanOrEqual(least);
          let [lost, lostInPeak, work] = [0, 0, 0];
          for (const day of many) {
            for (let minute = 0; minute < DAY; minute += 1) {
              const { expected, judgement, excuse } = minuteOf(day, minute);
              if (expected !== 'work') continue;
              work += 1;
              if (judgement !== 'negative' || excuse !== undefined) continue;
              lost += 1;
              if (found.peaks.includes(Math.floor(minute / 10))) lostInPeak += 1;
            }
          }
          expect([found.lostMs, found.lostInPeakMs, found.workMs]).toEqual([lost, lostInPeak, work]);
          expect(found.lostShare).toBe(lost === 0 ? null : lostInPeak / lost);
        },
      ),
      { numRuns: 300 },
    );
  });
});
