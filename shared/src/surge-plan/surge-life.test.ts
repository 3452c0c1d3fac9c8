import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideSurge, type SurgeCommand } from '../surge/decide-surge.ts';
import { SURGE_INPUTS, SURGE_MACHINE } from '../surge/surge-machine.ts';
import { isOver, SURGE_STATES, type Surge } from '../surge/surge.ts';
import { QUARTER, HOUR, NOON, policy, lea, max, proposed, after, askFor } from './surge-plan.test-kit.ts';

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

  it('who agrees comes while they are needed, however long others have to answer', () => {
    const asked: Surge = {
      ...proposed(),
      moves: proposed().moves.map((move) => ({ ...move, kind: 'overtime' as const })),
    };
    const patient = { ...policy, answerWithinMs: 24 * HOUR };
    const step = (surge: Surge, now: number, command: SurgeCommand) => {
      const decision = decideSurge(surge, command, now, patient);
      if (!decision.ok) throw new Error(decision.refusal);
      return decision.surge;
    };
    const approved = after(asked, [NOON, askFor(asked)], [NOON, { input: 'approve', by: max, note: null }]);
    const offered = step(approved, NOON, { input: 'due' });
    expect(offered.answerBy).toBe(NOON + HOUR / 2);
    const [first, ...others] = offered.moves.filter(({ answer }) => answer === 'open');
    expect(others.length).toBeGreaterThan(0);
    const one = step(offered, NOON, { input: 'answer', by: max, moveId: first?.id ?? '', answer: 'yes' });
    const active = step(one, NOON + HOUR / 2, { input: 'due' });
    expect(active).toMatchObject({ state: 'active', dueAt: NOON + HOUR });
    // One that is yet to come is answered before it begins, or in half of its time.
    const later = step({ ...approved, startsAt: NOON + 2 * HOUR, endsAt: NOON + 3 * HOUR }, NOON, { input: 'due' });
    expect(later.answerBy).toBe(NOON + 2 * HOUR);
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
