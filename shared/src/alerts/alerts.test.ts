import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceAlert, dueAt, QUIET, type Alert } from './advance-alert.ts';
import { ALERT_INPUTS, ALERT_MACHINE, ALERT_STATES } from './alert-machine.ts';
import { createBacktest } from './backtest.ts';
import { DEFAULT_RULES } from './default-rules.ts';
import { evaluateCondition, findCondition } from './evaluate-condition.ts';
import type { Finding } from './evidence.ts';
import { readRules, RulesError } from './read-rules.ts';
import type { AlertRule, Condition, RuleLevel } from './rule.ts';
import { wilsonInterval } from '../numeric/wilson-interval.ts';
import { seeded } from '../kit/seeded.ts';
import { arrive, eventsOf, planContacts } from '../floor/floor-plan.test-kit.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';

const level = (forMs: number, keepFiringMs: number): RuleLevel => ({
  severity: 'critical',
  when: { metric: 'waiting', is: 'at-least', threshold: 1 },
  forMs,
  keepFiringMs,
});
const findings = fc.constantFrom<Finding>('breached', 'between', 'cleared', 'no-data');

describe('the alert machine', () => {
  it('has a next state for every state and finding, and never leaves firing but by recovering or resolving', () => {
    for (const state of ALERT_STATES)
      for (const input of ALERT_INPUTS) expect(ALERT_STATES).toContain(ALERT_MACHINE[state][input]);
    for (const input of ALERT_INPUTS)
      expect(['firing', 'recovering', 'resolved']).toContain(ALERT_MACHINE.firing[input]);
  });

  it('fires only after the condition held without a break for its pending period, and resolves only after it was over for its keeping period', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(findings, fc.integer({ min: 1, max: 40 })), { maxLength: 60 }), (steps) => {
        const rule = level(60, 45);
        let alert: Alert = QUIET;
        let now = 0;
        let heldSince: number | null = null;
        let overSince: number | null = null;
        for (const [finding, wait] of steps) {
          now += wait;
          heldSince = finding === 'breached' ? (heldSince ?? now) : null;
          overSince = finding === 'cleared' ? (overSince ?? now) : finding === 'no-data' ? overSince : null;
          const before = alert;
          alert = advanceAlert(alert, rule, finding, now);
          const firing = alert.state === 'firing' || alert.state === 'recovering';
          const wasFiring = before.state === 'firing' || before.state === 'recovering';
          if (firing && !wasFiring) {
            expect(heldSince).not.toBeNull();
            expect(now - (heldSince ?? now)).toBeGreaterThanOrEqual(60);
            expect(alert.firedAt).toBe(now);
          }
          if (wasFiring && !firing) expect(now - (overSince ?? now)).toBeGreaterThanOrEqual(45);
        }
      }),
      { numRuns: 500, verbose: 1 },
    );
  });

  it('says when time alone will move it', () => {
    const pending = advanceAlert(QUIET, level(60, 0), 'breached', 100);
    expect(dueAt(pending, level(60, 0), 100)).toBe(160);
    expect(advanceAlert(pending, level(60, 0), 'breached', 160).state).toBe('firing');
  });
});

describe('conditions', () => {
  const measured = (numerator: number, denominator: number) => () => ({
    value: denominator > 0 ? numerator / denominator : null,
    numerator,
    denominator,
  });

  it('never make an alarm of three calls where proof is asked', () => {
    const condition: Condition = { metric: 'service-level', is: 'below', threshold: 0.8, proof: 'wilson' };
    expect(evaluateCondition(condition, measured(0, 1)).finding).toBe('cleared');
    expect(evaluateCondition(condition, measured(1, 3))).toMatchObject({
      finding: 'cleared',
      evidence: [{ heldBy: 'minimum-sample' }],
    });
    expect(evaluateCondition(condition, measured(7, 10))).toMatchObject({
      finding: 'cleared',
      evidence: [{ heldBy: 'wilson' }],
    });
    expect(evaluateCondition(condition, measured(20, 60)).finding).toBe('breached');
  });

  it('say which gate kept them quiet', () => {
    const condition: Condition = { metric: 'abandon-rate', is: 'above', threshold: 0.1, minimumSample: 20 };
    expect(evaluateCondition(condition, measured(5, 10)).evidence[0]?.heldBy).toBe('minimum-sample');
  });

  it('stand between threshold and clear threshold, so that a hovering value does not flap', () => {
    const condition: Condition = { metric: 'abandon-rate', is: 'above', threshold: 0.2, clearAt: 0.1 };
    expect(findCondition(condition, measured(3, 10))).toBe('breached');
    expect(findCondition(condition, measured(15, 100))).toBe('between');
    expect(findCondition(condition, measured(1, 10))).toBe('cleared');
    expect(findCondition(condition, measured(0, 0))).toBe('no-data');
  });

  it('find the same whether all evidence is gathered or the first certainty ends the search', () => {
    const leaf = fc.record({
      threshold: fc.double({ min: 0, max: 1, noNaN: true }),
      up: fc.boolean(),
      window: fc.constantFrom('last5m', 'last30m'),
    });
    const tree = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 3 },
        leaf.map(({ threshold, up, window }): Condition => ({
          metric: 'abandon-rate',
          window: window as 'last5m',
          is: up ? 'above' : 'below',
          threshold,
        })),
        fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
        fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
      ),
    })).condition;
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }), (condition, n, d) => {
        expect(findCondition(condition, measured(Math.min(n, d), d))).toBe(
          evaluateCondition(condition, measured(Math.min(n, d), d)).finding,
        );
      }),
      { numRuns: 500, verbose: 1 },
    );
  });

  it('use Wilson’s interval as published: 5 of 20 lies between 11.2 and 46.9 %', () => {
    const { low, high } = wilsonInterval(5, 20);
    expect(low).toBeCloseTo(0.1119, 4);
    expect(high).toBeCloseTo(0.4687, 4);
  });
});

describe('rules', () => {
  it('are refused with the pointer of the fault', () => {
    expect(() => readRules([{ ...DEFAULT_RULES[0], levels: [] }])).toThrow(RulesError);
    try {
      readRules([{ ...DEFAULT_RULES[0], name: 5 }]);
      expect.unreachable();
    } catch (error) {
      expect((error as RulesError).pointer).toBe('/0/name');
    }
    expect(readRules(JSON.parse(JSON.stringify(DEFAULT_RULES)))).toHaveLength(DEFAULT_RULES.length);
  });
});

describe('impossible rules', () => {
  const faultOf = (levels: readonly unknown[]): string => {
    try {
      readRules([{ id: 'r', name: 'r', subject: { table: 'queues' }, levels }]);
      return 'none';
    } catch (error) {
      return (error as RulesError).pointer;
    }
  };
  const when = (is: string, clearAt: number) => ({ metric: 'waiting', is, threshold: 5, clearAt });

  it('are refused at the clear threshold that lies on the wrong side, however deep', () => {
    const inside = (is: string, clearAt: number) => [{ ...level(0, 0), when: { any: [{ all: [when(is, clearAt)] }] } }];
    expect(faultOf(inside('above', 6))).toBe('/0/levels/0/when/any/0/all/0/clearAt');
    expect(faultOf(inside('at-most', 4))).toBe('/0/levels/0/when/any/0/all/0/clearAt');
    for (const [is, clearAt] of [
      ['above', 5],
      ['at-least', 3],
      ['below', 7],
      ['at-most', 5],
    ] as const) {
      expect(faultOf(inside(is, clearAt)), is).toBe('none');
    }
  });

  it('are refused at the severity that they have twice', () => {
    expect(faultOf([level(0, 0), level(1, 0)])).toBe('/0/levels/1/severity');
  });
});

describe('a backtest', () => {
  it('fires at the very moment a wait has lasted its pending period, although no event comes', () => {
    const rule: AlertRule = { id: 'r', name: 'r', subject: { table: 'queues' }, levels: [level(90_000, 0)] };
    const backtest = createBacktest([rule]);
    const at = Date.UTC(2026, 0, 5, 10, 0, 7);
    const event = (position: number, type: 'contact.queued' | 'contact.answered', time: number): LoggedEvent =>
      ({
        position,
        id: `${position}`,
        source: 's',
        type,
        time,
        recordedAt: time,
        data: { contactId: 'c', queueId: 'q' },
      }) as LoggedEvent;
    backtest.fold(event(1, 'contact.queued', at));
    backtest.fold(event(2, 'contact.answered', at + 300_000));
    expect(backtest.end()).toEqual([
      {
        rule: 'r',
        severity: 'critical',
        subject: 'q',
        pendingAt: at,
        firedAt: at + 90_000,
        resolvedAt: at + 300_000,
        value: 1,
        paged: true,
      },
    ]);
  });

  it('pages once for a group, however many of its alerts fire together', () => {
    const rules = ['a', 'b'].map((id): AlertRule => ({
      id,
      name: id,
      group: 'g',
      subject: { table: 'queues' },
      levels: [level(0, 60_000)],
    }));
    const backtest = createBacktest(rules);
    for (const event of arrive(
      eventsOf(planContacts(seeded(5), 40, Date.UTC(2026, 0, 5, 10), 600_000, 3, 4)),
      seeded(6),
      0,
    ))
      backtest.fold(event);
    const firings = backtest.end();
    expect(firings.length).toBeGreaterThan(3);
    const paged = firings.filter((firing) => firing.paged);
    for (const [index, page] of paged.entries()) {
      const next = paged[index + 1];
      if (next === undefined) continue;
      const standing = firings.filter((f) => f.firedAt < next.firedAt && (f.resolvedAt ?? Infinity) > next.firedAt);
      expect(standing, `page at ${page.firedAt} then ${next.firedAt}`).toHaveLength(0);
    }
  });
});
