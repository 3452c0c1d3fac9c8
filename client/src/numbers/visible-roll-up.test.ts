import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import { cellValue } from '@floorwalk/shared/floor/cell';
import { FloorGenerator } from '../dev/floor-generator.ts';
import { rollUpVisible } from './visible-roll-up.ts';
import { metricInputOf } from './metric-input.ts';

const NOW = Date.UTC(2026, 2, 10, 9);

describe('the roll-up of what a person may see', () => {
  it('weighs ratios by their denominators and has no percentiles, on any floor', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, count) => {
        const floor = new FloorGenerator(seed, { queues: 20, agents: 30, bots: 0, teams: 4 }, NOW);
        const queues = floor.queues.slice(0, count);
        const row = rollUpVisible('site', 'Site', queues, floor.agents, []);
        const input = metricInputOf(row, 'last30m', NOW);
        let within = 0;
        let settled = 0;
        for (const queue of queues) {
          const cell = queue.windows.last30m;
          within += cellValue(cell, 'answeredWithinCount') ?? 0;
          settled +=
            (cellValue(cell, 'answeredCount') ?? 0) +
            (cellValue(cell, 'abandonedCount') ?? 0) -
            (cellValue(cell, 'shortAbandonedCount') ?? 0);
        }
        expect(METRICS['service-level'].measure(input)).toEqual({
          value: within / settled,
          numerator: within,
          denominator: settled,
        });
        expect(METRICS['wait-p90'].measure(input).value).toBeNull();
        expect(row.waitingCount).toBe(queues.reduce((sum, queue) => sum + queue.waitingCount, 0));
        const oldest = queues
          .map((queue) => queue.oldestQueuedAt ?? Infinity)
          .reduce((left, right) => Math.min(left, right));
        expect(row.oldestQueuedAt ?? Infinity).toBe(oldest);
      }),
      { numRuns: 40 },
    );
  });

  it('counts each agent once, from their own rows or their teams’, and says when it cannot', () => {
    const floor = new FloorGenerator(5, { queues: 6, agents: 25, bots: 0, teams: 3 }, NOW);
    const own = rollUpVisible('site', 'Site', floor.queues, floor.agents, []);
    expect(own.agents.reduce((sum, count) => sum + count, 0)).toBe(25);
    expect(own.agentsKnown).toBe(true);
    const teams = floor.all(NOW, 'site', ['last30m']).teams ?? [];
    const byTeam = rollUpVisible('site', 'Site', floor.queues, [], teams.slice(0, 1));
    expect(byTeam.agents).toEqual(teams[0]?.agents);
    expect(rollUpVisible('site', 'Site', floor.queues, [], []).agentsKnown).toBe(false);
  });
});
