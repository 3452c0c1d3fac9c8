import { describe, expect, it } from 'vitest';
import type { SubjectTable } from './alert-metric.ts';
import { readRules, RulesError } from './read-rules.ts';

describe('impossible rules', () => {
  const fault = (given: unknown): string => {
    try {
      readRules([given]);
      return 'none';
    } catch (error) {
      if (!(error instanceof RulesError)) throw error;
      return `${error.pointer}: ${error.message}`;
    }
  };
  const of = (table: SubjectTable, when: object, more: object = {}) => ({
    id: 'r',
    name: 'r',
    subject: { table },
    levels: [{ severity: 'critical', when, forMs: 0, keepFiringMs: 0 }],
    ...more,
  });

  it('are refused at the field, in words', () => {
    const level = '/0/levels/0';
    expect(fault(of('agents', { metric: 'service-level', is: 'below', threshold: 0.8 }))).toMatch(
      `${level}/when/metric: “service-level” cannot be measured of an agent; of that there are: in-service, transferred, average-handle-time`,
    );
    for (const [given, pointer] of [
      [of('queues', { metric: 'speed', is: 'above', threshold: 1 }), `${level}/when/metric`],
      [of('queues', { metric: 'waiting', window: 'last5m', is: 'above', threshold: 1 }), `${level}/when/window`],
      [of('agents', { metric: 'weeks-anomaly', is: 'above', threshold: 3 }), `${level}/when/of`],
      [of('agents', { metric: 'weeks-anomaly', of: 'abandon-rate', is: 'above', threshold: 3 }), `${level}/when/of`],
      [of('queues', { metric: 'weeks-anomaly', of: 'waiting', is: 'above', threshold: 3 }), `${level}/when/of`],
      [of('queues', { metric: 'weeks-anomaly', of: 'sped', is: 'above', threshold: 3 }), `${level}/when/of`],
      [of('queues', { metric: 'waiting', of: 'offered', is: 'above', threshold: 3 }), `${level}/when/of`],
      [
        of('bots', {
          metric: 'bad-days',
          is: 'at-least',
          threshold: 3,
          day: { metric: 'abandon-rate', is: 'above', threshold: 0.2 },
        }),
        `${level}/when/day/metric`,
      ],
      [
        of('bots', {
          metric: 'bad-days',
          is: 'at-least',
          threshold: 3,
          day: { metric: 'bot-containment', is: 'below', threshold: 0 },
        }),
        `${level}/when/day/threshold`,
      ],
      [of('agents', { metric: 'time-in-state', is: 'above', threshold: 1 }), `${level}/when/state`],
      [of('queues', { metric: 'abandon-rate', is: 'above', threshold: 15 }), `${level}/when/threshold`],
      [of('queues', { metric: 'waiting', is: 'above', threshold: 5, clearAt: 9 }), `${level}/when/clearAt`],
      [of('queues', { metric: 'waiting', is: 'above', threshold: 5, words: ['no'] }), `${level}/when/words`],
      [of('queues', { metric: 'bad-days', is: 'at-least', threshold: 5 }), `${level}/when/day`],
      [
        of('queues', {
          metric: 'bad-days',
          is: 'at-least',
          threshold: 5,
          day: { metric: 'waiting', is: 'above', threshold: 1 },
        }),
        `${level}/when/day/metric`,
      ],
      [of('queues', { metric: 'waiting', is: 'above', threshold: 5 }, { schedule: { open: [] } }), '/0/schedule/open'],
      [
        of(
          'queues',
          { metric: 'waiting', is: 'above', threshold: 5 },
          { schedule: { open: [{ days: [1], from: '09:00', to: '09:00' }] } },
        ),
        '/0/schedule/open/0/to',
      ],
      [
        of(
          'queues',
          { metric: 'waiting', is: 'above', threshold: 5 },
          { schedule: { zone: 'Mars/Base', open: [{ days: [1], from: '09:00', to: '10:00' }] } },
        ),
        '/0/schedule/zone',
      ],
      [of('queues', { metric: 'waiting', is: 'above', threshold: 5 }, { inhibitedBy: ['r'] }), '/0/inhibitedBy/0'],
    ] as const) {
      expect(fault(given).split(': ')[0], JSON.stringify(given)).toBe(pointer);
    }
    const counted = (count: object, forMs = 0) => {
      const given = of('queues', { metric: 'waiting', is: 'above', threshold: 5 });
      return { ...given, levels: given.levels.map((one) => ({ ...one, forMs, count })) };
    };
    expect(fault(counted({ withinMs: 60_000 }))).toMatch('/0/levels/0/count: ');
    expect(fault(counted({ heldMs: 90_000, withinMs: 60_000 }))).toMatch('/0/levels/0/count/heldMs: ');
    expect(fault(counted({ times: 2, withinMs: 60_000 }, 1_000))).toMatch('/0/levels/0/forMs: ');
  });
});
