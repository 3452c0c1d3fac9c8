import { describe, expect, it } from 'vitest';
import { CELL_FIELDS, readCell, toCell, addCells, type Readings } from '../floor/cell.ts';
import { METRIC_LIST, measure } from './registry.ts';
import type { MetricId, NowReadings } from './metric.ts';

const now: NowReadings = {
  waitingCount: 0,
  oldestQueuedAt: null,
  inServiceCount: 0,
  agents: [0, 0, 0, 0, 0, 0],
  estimateP50Ms: null,
  estimateP80Ms: null,
};
const nothing = readCell(undefined);
const reading = (given: Partial<Readings>): Readings => ({ ...nothing, ...given });
const value = (id: MetricId, readings: Readings): number | null => measure(id, { now, readings, asOf: 0 }).value;

describe('the metric registry', () => {
  it('gives 77.8, 70 and 80 % for Cisco’s worked example of 70 answered and 10 abandoned within T and 20 late', () => {
    const example = reading({
      answeredCount: 90,
      answeredWithinCount: 70,
      abandonedCount: 10,
      abandonedWithinCount: 10,
    });
    expect(value('service-level-abandons-ignored', example)).toBeCloseTo(70 / 90, 12);
    expect(value('service-level-abandons-negative', example)).toBe(0.7);
    expect(value('service-level-abandons-positive', example)).toBe(0.8);
  });

  it('counts contacts that wait past their threshold in the service level as of now, and not in the settled one', () => {
    const pileUp = reading({ answeredCount: 8, answeredWithinCount: 8, waitingPastCount: 8 });
    expect(value('service-level', pileUp)).toBe(1);
    expect(value('service-level-as-of-now', pileUp)).toBe(0.5);
  });

  it('answers every ratio and mean without a denominator with null and never with zero', () => {
    for (const metric of METRIC_LIST) {
      if (metric.unit === 'count') continue;
      expect(value(metric.id, nothing), metric.id).toBeNull();
    }
  });

  it('names every metric in at most eleven characters for a tile, and explains it in words', () => {
    for (const metric of METRIC_LIST) {
      expect(metric.shortLabel.length, metric.id).toBeLessThanOrEqual(11);
      expect(metric.formula.length, metric.id).toBeGreaterThan(10);
    }
  });

  it('rolls ratios up by their counts: two queues of 1 of 1 and 0 of 99 are at 1 %, not at 50 %', () => {
    const small = toCell(reading({ answeredCount: 1, answeredWithinCount: 1 }));
    const large = toCell(reading({ answeredCount: 99, answeredWithinCount: 0 }));
    expect(value('service-level', readCell(addCells([small, large])))).toBe(0.01);
  });

  it('leaves percentiles of added cells unknown rather than wrong, and takes the longest of the longest waits', () => {
    const a = toCell(reading({ answeredCount: 1, waitP50Ms: 10, waitMaxMs: 10 }));
    const b = toCell(reading({ answeredCount: 1, waitP50Ms: 30, waitMaxMs: 30 }));
    const sum = readCell(addCells([a, b, undefined]));
    expect(sum.waitP50Ms).toBeNull();
    expect(sum.waitMaxMs).toBe(30);
    expect(CELL_FIELDS.length).toBe(a.length);
  });
});
