import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import { FloorGenerator } from '../../dev/floor-generator.ts';
import { judgeNumbers } from '../../severity/queue-severity.ts';
import { SEVERITY_RANK } from '../../severity/severity.ts';
import { metricInputOf } from '../../numbers/metric-input.ts';
import { filterWords } from '../../ui/compare-names.ts';
import { inScope, orderQueues } from './queue-order.ts';
import {
  DEFAULT_COLUMNS,
  DEFAULT_SORT,
  QUEUE_COLUMN_IDS,
  readColumns,
  readSort,
  writeColumns,
  writeSort,
} from './queue-columns.ts';

const NOW = Date.UTC(2026, 2, 10, 9);
const size = { queues: 40, agents: 60, bots: 0, teams: 5 };
const none = { words: [], scope: '' };
const queuesOf = (seed: number) => new FloorGenerator(seed, size, NOW).queues;

describe('the order of queues', () => {
  it('puts the worst first and holds every queue once, on any floor', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const queues = queuesOf(seed);
        const ids = orderQueues(queues, none, DEFAULT_SORT, 'last30m', 'service-level', NOW);
        expect([...ids].sort()).toEqual(queues.map((queue) => queue.id).sort());
        const ranks = ids.map((id) => {
          const queue = queues.find((candidate) => candidate.id === id);
          if (!queue) throw new Error(id);
          const level = METRICS['service-level'].measure(metricInputOf(queue, 'last30m', NOW));
          return SEVERITY_RANK[judgeNumbers(queue, level, NOW).severity];
        });
        expect(ranks).toEqual([...ranks].sort((left, right) => right - left));
      }),
      { numRuns: 30 },
    );
  });

  it('sorts by any number both ways, with what has no value last both times', () => {
    const queues = queuesOf(3);
    for (const column of ['longest-wait', 'service-level', 'offered', 'agents']) {
      for (const descending of [true, false]) {
        const ids = orderQueues(queues, none, { column, descending }, 'last30m', 'service-level', NOW);
        const values = ids.map((id) => {
          const queue = queues.find((candidate) => candidate.id === id);
          if (!queue) throw new Error(id);
          if (column === 'agents') return queue.agents[0];
          return METRICS[column as 'offered'].measure(metricInputOf(queue, 'last30m', NOW)).value;
        });
        const known = values.filter((value) => value !== null);
        expect(values.slice(0, known.length)).toEqual(known);
        expect(known).toEqual([...known].sort((left, right) => (descending ? right - left : left - right)));
      }
    }
  });

  it('filters by all words, in any order and case, and by group or team', () => {
    const queues = queuesOf(1);
    const found = orderQueues(
      queues,
      { words: filterWords(' vip BILLING '), scope: '' },
      DEFAULT_SORT,
      'last30m',
      'service-level',
      NOW,
    );
    expect(found).toEqual(['queue-10']);
    const team = orderQueues(
      queues,
      { words: [], scope: 'team:team-2' },
      DEFAULT_SORT,
      'last30m',
      'service-level',
      NOW,
    );
    expect(team.length).toBe(8);
    expect(queues.filter((queue) => inScope(queue, 'group:nowhere'))).toEqual([]);
  });
});

describe('columns and sort in the address', () => {
  it('come back as they went, and the usual ones leave no trace', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...QUEUE_COLUMN_IDS], { minLength: 1 }), (columns) => {
        expect(readColumns(writeColumns(columns))).toEqual(columns);
      }),
    );
    expect(writeColumns(DEFAULT_COLUMNS)).toBeUndefined();
    expect(readColumns('nonsense,,waiting,waiting')).toEqual(['waiting']);
    expect(readColumns('nonsense')).toEqual(DEFAULT_COLUMNS);
    expect(readSort(writeSort({ column: 'offered', descending: false }, DEFAULT_SORT), DEFAULT_SORT)).toEqual({
      column: 'offered',
      descending: false,
    });
    expect(readSort('<script>.desc', DEFAULT_SORT)).toEqual(DEFAULT_SORT);
    expect(writeSort(DEFAULT_SORT, DEFAULT_SORT)).toBeUndefined();
  });
});
