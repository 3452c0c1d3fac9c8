import { describe, expect, it } from 'vitest';
import { decideSurge } from '../surge/decide-surge.ts';
import type { Surge } from '../surge/surge.ts';
import { helpChanges, helpOf } from '../surge/surge-help.ts';
import { proposeSurge } from './propose-surge.ts';
import { after, HOUR, lea, max, NOON, picture, plan, policy } from './surge-plan.test-kit.ts';

const help = 'other-site-haifa';
const dana = { id: 'dana', name: 'Dana' };

/** Approved, with the help of another site among its moves, a moment before the agents and that site are asked. */
function approved(): Surge {
  const otherSites = [{ siteId: 'haifa', name: 'Haifa', agentCount: 2 }];
  const surge = proposeSurge(picture(), { ...plan, policy: { ...policy, otherSites } });
  if (surge === null) throw new Error('there is something to propose');
  return after(
    surge,
    [NOON, { input: 'request', by: lea, moveIds: [help], note: 'Please' }],
    [NOON, { input: 'approve', by: max, note: null }],
  );
}

const offered = () => after(approved(), [NOON, { input: 'due', sites: new Set(['haifa']) }]);
const answer = (by: typeof lea, given: 'yes' | 'no', agentCount: number) =>
  ({ input: 'answer', by, moveId: help, answer: given, help: { agentCount, note: 'From two' } }) as const;
const statesOf = (before: Surge, now: Surge) => helpChanges(before, now).map(({ state }) => state);

describe('the help of another site', () => {
  it('is asked for when the surge is offered, and waited for; a site nobody knows here counts as told', () => {
    expect(statesOf(approved(), offered())).toEqual(['asked']);
    expect(offered()).toMatchObject({ state: 'offered', dueAt: NOON + policy.answerWithinMs });
    const elsewhere = after(approved(), [NOON, { input: 'due' }]);
    expect(statesOf(approved(), elsewhere)).toEqual([]);
    expect(elsewhere.dueAt).toBe(NOON);
  });

  it('is granted with at most what was asked, at its share of the cost, and never by who asked', () => {
    const whole = offered().moves.find(({ id }) => id === help);
    const granted = after(offered(), [NOON, answer(dana, 'yes', 1)]);
    expect(statesOf(offered(), granted)).toEqual(['granted']);
    expect(granted.moves.find(({ id }) => id === help)).toMatchObject({
      agentCount: 1,
      cost: (whole?.cost ?? 0) / 2,
      answered: { by: dana, note: 'From two' },
    });
    const more = after(offered(), [NOON, answer(dana, 'yes', 9)]);
    expect(more.moves.find(({ id }) => id === help)?.agentCount).toBe(2);
    expect(decideSurge(offered(), answer(lea, 'yes', 1), NOON, policy)).toEqual({ ok: false, refusal: 'own-request' });
  });

  it('is closed on the other side by whatever ends the surge: its time, a withdrawal, silence, a refusal', () => {
    const granted = after(offered(), [NOON, answer(dana, 'yes', 2)]);
    const active = after(granted, [NOON, { input: 'due' }]);
    expect(statesOf(granted, active)).toEqual([]);
    expect(statesOf(active, after(active, [NOON + HOUR, { input: 'due' }]))).toEqual(['ended']);
    expect(statesOf(granted, after(granted, [NOON, { input: 'cancel', by: lea, note: 'x' }]))).toEqual(['ended']);
    expect(statesOf(offered(), after(offered(), [NOON, { input: 'cancel', by: lea, note: 'x' }]))).toEqual([
      'withdrawn',
    ]);
    const late = after(offered(), [NOON + policy.answerWithinMs, { input: 'due' }]);
    expect(late.state).toBe('expired');
    expect(statesOf(offered(), late)).toEqual(['withdrawn']);
    const refused = after(offered(), [NOON, answer(dana, 'no', 0)]);
    expect(statesOf(offered(), refused)).toEqual(['refused']);
    expect(after(refused, [NOON, { input: 'due' }]).ending?.cause).toBe('nobody-accepted');
  });

  it('is told to the other site by its own clock', () => {
    const move = offered().moves.find(({ id }) => id === help);
    if (move === undefined) throw new Error('it is among the moves');
    const told = helpOf(offered(), move, 'asked', { id: 'demo', name: 'Demo', shiftMs: HOUR });
    expect(told).toMatchObject({
      fromSiteName: 'Demo',
      fromAt: NOON + HOUR,
      answerBy: NOON + policy.answerWithinMs + HOUR,
      askedBy: lea,
      note: 'Please',
    });
  });
});
