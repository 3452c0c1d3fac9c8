import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ForecastRow } from '../forecast/rows.ts';
import { STANDARD_ACTIVITIES } from '../schedule/activity-book.ts';
import type { ScheduledActivity } from '../schedule/events.ts';
import type { ScheduleRow } from '../schedule/rows.ts';
import { applyMoves, returnMoves, type StandingAgent } from './apply-moves.ts';
import { putActivity, returnDay, sameDay } from './day-change.ts';
import { decideSurge, type SurgeCommand } from './decide-surge.ts';
import { measureEffect } from './measure-effect.ts';
import { proposeSurge } from './propose-surge.ts';
import { gapOf, isShort, type StaffedAgent, type StaffingPicture } from './staffing-picture.ts';
import { SURGE_INPUTS, SURGE_MACHINE } from './surge-machine.ts';
import { SurgeWatch } from './surge-watch.ts';
import { isOver, SURGE_STATES, type SpanCounts, type Surge } from './surge.ts';
import { DEFAULT_SURGE_POLICY } from './surge-policy.ts';

const QUARTER = 900_000;
const HOUR = 4 * QUARTER;
/** Noon in UTC, a Tuesday. */
const NOON = Date.parse('2026-03-10T12:00:00Z');
const policy = { ...DEFAULT_SURGE_POLICY, holdMs: 2 * QUARTER };
const lea = { id: 'lea', name: 'Lea' };
const max = { id: 'max', name: 'Max' };

const agent = (id: string, queueIds: string[], more: Partial<StaffedAgent> = {}): StaffedAgent => ({
  id,
  name: id,
  teamId: null,
  queueIds,
  skills: [],
  state: 'available',
  signedInAt: NOON - HOUR,
  ...more,
});

function forecast(queueId: string, requiredAgents: readonly number[]): ForecastRow {
  return {
    id: queueId,
    forecastId: queueId,
    queueId,
    date: '2026-03-10',
    kind: 'intraday',
    cause: 'schedule',
    method: 'x',
    startsAt: NOON,
    intervalMs: QUARTER,
    seenCount: 0,
    offeredCounts: requiredAgents.map((count) => count * 4),
    lowCounts: [],
    highCounts: [],
    handleTimesMs: requiredAgents.map(() => 180_000),
    requiredAgents: [...requiredAgents],
    errorRatio: 0,
    publishedAt: NOON,
    plannedCounts: null,
  };
}

function picture(more: Partial<StaffingPicture> = {}): StaffingPicture {
  const queue = (id: string) => ({
    id,
    name: id,
    teamId: null,
    channel: 'voice' as const,
    serviceLevelThresholdMs: 20_000,
    patienceMs: 120_000,
  });
  return {
    now: NOON,
    zone: 'UTC',
    queues: new Map(['calls', 'mail'].map((id) => [id, queue(id)])),
    agents: new Map(
      [agent('a', ['calls']), agent('b', ['calls']), ...['c', 'd', 'e'].map((id) => agent(id, ['mail']))].map((one) => [
        one.id,
        one,
      ]),
    ),
    forecasts: new Map([
      ['calls', forecast('calls', [4, 4, 4, 4, 2, 2, 2, 2])],
      ['mail', forecast('mail', [1, 1, 1, 1, 1, 1, 1, 1])],
    ]),
    schedules: new Map(),
    book: new Map(STANDARD_ACTIVITIES.map((one) => [one.id, one])),
    ...more,
  };
}

const plan = { id: 's', queueId: 'calls', direction: 'add' as const, policy, policyVersion: 0 };

function proposed(): Surge {
  const surge = proposeSurge(picture(), plan);
  if (surge === null) throw new Error('there is something to propose');
  return surge;
}

/** The surge after commands at their moments; throws where one is refused. */
function after(surge: Surge, ...steps: readonly (readonly [at: number, command: SurgeCommand])[]): Surge {
  return steps.reduce((last, [at, command]) => {
    const decision = decideSurge(last, command, at, policy);
    if (!decision.ok) throw new Error(`${command.input}: ${decision.refusal}`);
    return decision.surge;
  }, surge);
}

const askFor = (surge: Surge): SurgeCommand => ({
  input: 'request',
  by: lea,
  moveIds: surge.moves.filter((move) => move.isSuggested).map(({ id }) => id),
  note: null,
});

describe('gaps', () => {
  it('an agent of two queues counts in both by what they need, and once altogether', () => {
    const shared = picture({ agents: new Map([['x', agent('x', ['calls', 'mail'])]]) });
    expect(gapOf(shared, 'calls')?.staffedAgents[0]).toBeCloseTo(0.8, 12);
    expect(gapOf(shared, 'mail')?.staffedAgents[0]).toBeCloseTo(0.2, 12);
  });

  it('who has a schedule is there as it says, who has none as long as they are on the floor', () => {
    const day = { date: '2026-03-10', setAt: 0, position: 1, setBy: null };
    const work = [{ activityId: 'work', startAt: NOON - HOUR, endAt: NOON + QUARTER + QUARTER / 2 }];
    const row: ScheduleRow = {
      id: 'a',
      days: [{ ...day, activities: work }],
      exceptions: [],
      leftOutDayCount: 0,
      presence: null,
    };
    expect(gapOf(picture({ schedules: new Map([['a', row]]) }), 'calls', 4)?.staffedAgents).toEqual([2, 1.5, 1, 1]);
  });

  it('one is spoken of when it has stood long enough, once until it has closed, and then again', () => {
    const watch = new SurgeWatch();
    const short = (now: number) => picture({ now });
    expect(watch.evaluate(short(NOON), [], policy).propose).toEqual([]);
    expect(watch.evaluate(short(NOON + QUARTER), [], policy).propose).toEqual([]);
    // The other queue has two agents more than it needs: there, some could go home.
    const found = watch.evaluate(short(NOON + 2 * QUARTER), [], policy).propose;
    expect(found).toEqual([
      { queueId: 'calls', direction: 'add' },
      { queueId: 'mail', direction: 'release' },
    ]);
    const standing = [{ ...proposed(), state: 'declined' as const }];
    const later = watch.evaluate(short(NOON + 2.5 * QUARTER), standing, policy).propose;
    expect(later.filter(({ queueId }) => queueId === 'calls')).toEqual([]);
    const closing = [4, 5, 6].map((step) => watch.evaluate(short(NOON + step * QUARTER), standing, policy).closed);
    expect(closing).toEqual([[], [], ['s']]);
    const closed = standing.map((surge) => ({ ...surge, gapClosedAt: NOON + 6 * QUARTER }));
    const fresh = [0, 1, 2].map((step) => {
      const { propose } = watch.evaluate(short(NOON + step * QUARTER), closed, policy);
      return propose.filter(({ direction }) => direction === 'add').length;
    });
    expect(fresh).toEqual([0, 0, 1]);
  });

  it('a pause in it begins the waiting anew: one who fetches a coffee is no gap', () => {
    const watch = new SurgeWatch();
    const full = new Map(['a', 'b', 'f', 'g'].map((id) => [id, agent(id, ['calls'])]));
    watch.evaluate(picture(), [], policy);
    watch.evaluate(picture({ now: NOON + QUARTER, agents: full }), [], policy);
    const found = watch.evaluate(picture({ now: NOON + 2 * QUARTER }), [], policy).propose;
    expect(found.filter(({ direction }) => direction === 'add')).toEqual([]);
  });

  it('what a surge itself closes is not closed', () => {
    const surge = proposed();
    const moves = surge.moves.map((move) => ({ ...move, outcome: 'applied' as const }));
    const agents = new Map(
      [...picture().agents].map(([id, one]): [string, StaffedAgent] => [id, { ...one, queueIds: ['mail', 'calls'] }]),
    );
    agents.set('a', agent('a', ['calls']));
    agents.set('b', agent('b', ['calls']));
    const helped = picture({ agents, forecasts: new Map([['calls', forecast('calls', [4, 4, 4, 4])]]) });
    expect(isShort(gapOf(helped, 'calls') ?? surge.gap, policy, 2)).toBe(false);
    const watch = new SurgeWatch();
    const active = [{ ...surge, state: 'active' as const, moves }];
    const found = [0, 2, 3].map((step) => {
      const now = NOON + (step * QUARTER) / 2;
      return watch.evaluate({ ...helped, now }, active, policy).closed;
    });
    expect(found.flat()).toEqual([]);
  });
});

describe('a proposal', () => {
  it('names who could help (no more than can be spared), what it does to the service level, and the cheapest that closes the gap', () => {
    const { moves, startsAt, endsAt, serviceLevelWith } = proposed();
    expect([startsAt, endsAt]).toEqual([NOON, NOON + HOUR]);
    expect(moves.map(({ kind, agentId }) => [kind, agentId])).toEqual([
      ['cross-skill', 'c'],
      ['cross-skill', 'd'],
    ]);
    for (const move of moves) expect(move.serviceLevelWith ?? 0).toBeGreaterThan(move.serviceLevelWithout ?? 1);
    expect(moves.filter((move) => move.isSuggested)).toHaveLength(2);
    expect(serviceLevelWith ?? 0).toBeGreaterThan(moves[0]?.serviceLevelWith ?? 1);
  });

  it('takes nobody from a queue that has none to spare, and nobody without the skill where skills are known', () => {
    const tight = picture({
      forecasts: new Map([
        ['calls', forecast('calls', [4, 4, 4, 4])],
        ['mail', forecast('mail', [3, 3, 3, 3])],
      ]),
    });
    expect(proposeSurge(tight, plan)).toBeNull();
    const skilled = new Map([...picture().agents].map(([id, one]) => [id, { ...one, skills: [{ skill: 'chess' }] }]));
    expect(proposeSurge(picture({ agents: skilled }), plan)).toBeNull();
  });
});

describe('the surge machine', () => {
  it('answers every input in every state, and nothing leaves a state that is over', () => {
    for (const state of SURGE_STATES) {
      for (const input of SURGE_INPUTS) {
        const cell = SURGE_MACHINE[state][input];
        expect('to' in cell || 'refusal' in cell).toBe(true);
        if (isOver({ state })) expect(cell).toEqual({ refusal: 'over' });
      }
    }
  });

  it('goes from proposed to ended, each step at its moment', () => {
    const requested = after(proposed(), [NOON, askFor(proposed())]);
    expect(requested).toMatchObject({ state: 'requested', requested: { by: lea } });
    const approved = after(requested, [NOON + 1, { input: 'approve', by: max, note: 'Go' }]);
    expect(approved).toMatchObject({ state: 'approved', dueAt: NOON + 1 });
    const offered = after(approved, [NOON + 1, { input: 'due' }]);
    // Taking another queue's contacts changes nobody's hours: they are told, not asked.
    expect(offered).toMatchObject({ state: 'offered', dueAt: NOON + 1 });
    const active = after(offered, [NOON + 2, { input: 'due' }]);
    expect(active).toMatchObject({ state: 'active', dueAt: NOON + HOUR });
    const returning = after(active, [NOON + HOUR, { input: 'due' }]);
    expect(returning).toMatchObject({
      state: 'returning',
      ending: { cause: 'end-time' },
      dueAt: NOON + HOUR + QUARTER,
    });
    expect(decideSurge(returning, { input: 'due' }, NOON + 2 * HOUR, policy)).toMatchObject({
      ok: true,
      effects: { measure: true },
    });
  });

  it('nobody approves what they asked for, and a decision is made once', () => {
    const requested = after(proposed(), [NOON, askFor(proposed())]);
    const own = decideSurge(requested, { input: 'approve', by: lea, note: null }, NOON, policy);
    expect(own).toEqual({ ok: false, refusal: 'own-request' });
    const declined = after(requested, [NOON, { input: 'decline', by: max, note: 'No' }]);
    const again = decideSurge(declined, { input: 'approve', by: max, note: null }, NOON, policy);
    expect(again).toEqual({ ok: false, refusal: 'over' });
  });

  it('who does not answer in time has not agreed, and where nobody comes it expires', () => {
    const asked: Surge = {
      ...proposed(),
      moves: proposed().moves.map((move) => ({ ...move, kind: 'overtime' as const })),
    };
    const offered = after(
      asked,
      [NOON, askFor(asked)],
      [NOON, { input: 'approve', by: max, note: null }],
      [NOON, { input: 'due' }],
    );
    expect(offered.dueAt).toBe(NOON + policy.answerWithinMs);
    const [first] = offered.moves.filter((move) => move.answer === 'open');
    const yes = after(offered, [NOON, { input: 'answer', by: lea, moveId: first?.id ?? '', answer: 'yes' }]);
    const late = NOON + policy.answerWithinMs;
    expect(decideSurge(yes, { input: 'due' }, late - 1, policy).ok).toBe(false);
    const settled = decideSurge(yes, { input: 'due' }, late, policy);
    expect(settled).toMatchObject({ ok: true, surge: { state: 'active' }, effects: { apply: [first?.id] } });
    expect(after(offered, [late, { input: 'due' }])).toMatchObject({
      state: 'expired',
      ending: { cause: 'nobody-accepted' },
    });
  });

  it('whatever happens in whatever order, people are taken back exactly once, and only after they were moved', () => {
    const commands: fc.Arbitrary<SurgeCommand> = fc.constantFrom(
      askFor(proposed()),
      { input: 'approve', by: max, note: null },
      { input: 'decline', by: max, note: 'x' },
      { input: 'cancel', by: lea, note: 'x' },
      { input: 'gap-closed' },
      { input: 'due' },
      { input: 'due' },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(commands, fc.integer({ min: 0, max: HOUR })), { maxLength: 14 }), (steps) => {
        let surge = proposed();
        let now = NOON;
        let moved = 0;
        let returned = 0;
        for (const [command, wait] of steps) {
          now += wait;
          const decision = decideSurge(surge, command, now, policy);
          if (!decision.ok || decision.effects.measure) continue;
          surge = decision.surge;
          const { apply, takeBack } = decision.effects;
          moved += apply.length > 0 ? 1 : 0;
          returned += takeBack.length > 0 ? 1 : 0;
          surge = {
            ...surge,
            moves: surge.moves.map((move) => ({
              ...move,
              outcome: apply.includes(move.id) ? 'applied' : takeBack.includes(move.id) ? 'returned' : move.outcome,
            })),
          };
          expect(moved).toBeLessThanOrEqual(1);
          expect(returned).toBeLessThanOrEqual(moved);
          const isIn = surge.moves.some((move) => move.outcome === 'applied');
          expect(isIn).toBe(surge.state === 'active');
        }
      }),
    );
  });
});

describe('moving people and back', () => {
  it('agents serve what they served before, in that order, whatever else was done meanwhile', () => {
    const surge = after(proposed(), [NOON, askFor(proposed())]);
    const ids = surge.moves.filter((move) => move.isChosen).map(({ id }) => id);
    const standing = (queueIds: readonly string[]) => (): StandingAgent => ({ queueIds, dayOf: () => [] });
    const say = { now: NOON, source: 'x', by: lea };
    const applied = applyMoves(surge, ids, standing(['mail', 'post']), say);
    expect(applied.events.map(({ data }) => data)).toMatchObject(
      ids.map(() => ({ queueIds: ['mail', 'post', 'calls'] })),
    );
    const back = returnMoves(applied.surge, ids, standing(['mail', 'post', 'calls']), say);
    expect(back.events.map(({ data }) => data)).toMatchObject(ids.map(() => ({ queueIds: ['mail', 'post'] })));
    const changed = returnMoves(applied.surge, ids, standing(['mail']), say);
    expect(changed.events).toEqual([]);
    expect(changed.surge.moves.filter((move) => move.outcome === 'overtaken')).toHaveLength(ids.length);
  });

  const activity = fc
    .tuple(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom('work', 'break', 'training'),
    )
    .map(([from, length, activityId]): ScheduledActivity => ({
      activityId,
      startAt: NOON + from * QUARTER,
      endAt: NOON + (from + length) * QUARTER,
    }));
  /** What holds at a quarter of an hour. */
  const strip = (day: readonly ScheduledActivity[]) =>
    Array.from({ length: 50 }, (_, index) => {
      const at = NOON + index * QUARTER;
      return day.find(({ startAt, endAt }) => startAt <= at && at < endAt)?.activityId ?? null;
    });

  it('the rest of a returned day is exactly what it was, and what has passed stays as it was lived', () => {
    fc.assert(
      fc.property(fc.array(activity, { maxLength: 6 }), activity, fc.integer({ min: 0, max: 50 }), (raw, put, now) => {
        const before = raw.reduce<readonly ScheduledActivity[]>((day, one) => putActivity(day, one), []);
        const then = putActivity(before, { ...put, activityId: 'overtime' });
        const back = returnDay(then, before, NOON + now * QUARTER);
        const [was, moved, is] = [before, then, back].map(strip);
        is?.forEach((what, index) => expect(what).toBe(index < now ? moved?.[index] : was?.[index]));
        if (now === 0) expect(sameDay(back, before)).toBe(true);
      }),
    );
  });
});

describe('the effect', () => {
  const span = (answered: number, inTime: number): SpanCounts => ({
    from: 0,
    to: 1,
    offeredCount: answered,
    answeredCount: answered,
    inTimeCount: inTime,
    abandonedCount: 0,
    answeredWaitMs: 0,
  });

  it('is how much more the queue changed than the others did', () => {
    const effect = measureEffect(
      {
        before: span(100, 50),
        during: span(100, 80),
        after: null,
        othersBefore: span(400, 320),
        othersDuring: span(400, 280),
        expectedServiceLevel: 0.5,
      },
      120,
    );
    expect(effect.baseline).toBe('other-queues');
    expect(effect.serviceLevel?.value).toBeCloseTo(0.3 + 0.1, 12);
    expect(effect.serviceLevel?.low).toBeLessThan(0.4);
    expect(effect.serviceLevel?.low).toBeGreaterThan(0.2);
  });

  it('its interval holds the truth about as often as it says (a seeded recount)', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const draw = (count: number, share: number) => {
      let hits = 0;
      for (let index = 0; index < count; index += 1) if (random() < share) hits += 1;
      return span(count, hits);
    };
    let held = 0;
    const runs = 2_000;
    for (let run = 0; run < runs; run += 1) {
      const effect = measureEffect(
        {
          before: draw(120, 0.6),
          during: draw(120, 0.75),
          after: null,
          othersBefore: draw(300, 0.8),
          othersDuring: draw(300, 0.75),
          expectedServiceLevel: null,
        },
        0,
      ).serviceLevel;
      if (effect !== null && effect.low <= 0.2 && 0.2 <= effect.high) held += 1;
    }
    expect(held / runs).toBeGreaterThan(0.93);
    expect(held / runs).toBeLessThan(0.98);
  });

  it('without contacts there is none', () => {
    const none = { before: null, after: null, othersBefore: null, othersDuring: null, expectedServiceLevel: 0.5 };
    expect(measureEffect({ ...none, during: null }, 0).serviceLevel).toBeNull();
    expect(measureEffect({ ...none, during: span(0, 0) }, 0).serviceLevel).toBeNull();
  });
});
