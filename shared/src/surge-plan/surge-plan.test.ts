import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduledActivity } from '../schedule/events.ts';
import type { ScheduleRow } from '../schedule/rows.ts';
import { applyMoves, returnMoves, type StandingAgent } from './apply-moves.ts';
import { putActivity, returnDay, sameDay } from './day-change.ts';
import { proposeSurge } from './propose-surge.ts';
import { gapOf, isShort, type StaffedAgent } from './staffing-picture.ts';
import { SurgeWatch } from './surge-watch.ts';
import {
  QUARTER,
  HOUR,
  NOON,
  policy,
  lea,
  agent,
  forecast,
  picture,
  plan,
  proposed,
  after,
  askFor,
} from './surge-plan.test-kit.ts';

describe('gaps', () => {
  it('of whom no schedule tells the rest begins when they signed out: who left six hours ago may not come in', () => {
    const calls = new Map(
      [
        agent('a', ['calls'], { state: 'signed-out', signedInAt: null, leftAt: NOON - 6 * HOUR }),
        agent('b', ['calls'], { state: 'signed-out', signedInAt: null, leftAt: NOON - 12 * HOUR }),
      ].map((one) => [one.id, one]),
    );
    const surge = proposeSurge(picture({ agents: calls }), plan);
    expect(surge?.moves.map(({ agentId, kind, refusal }) => [agentId, kind, refusal?.rule, refusal?.actualMs])).toEqual(
      [
        ['b', 'backup-pool', undefined, undefined],
        ['a', 'backup-pool', 'min-daily-rest', 6 * HOUR],
      ],
    );
  });

  it('of an interval of which nothing is known there is none', () => {
    const unknown = forecast(
      'calls',
      Array.from({ length: 96 }, () => null),
    );
    expect(gapOf(picture({ forecasts: new Map([['calls', unknown]]) }), 'calls')).toBeNull();
  });

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
