import { readFileSync } from 'node:fs';
import { simulateAll } from '@floorwalk/shared/simulation/simulate';
import { modifiedOfferedLoad } from '@floorwalk/shared/staffing/modified-offered-load';
import { requiredServers } from '@floorwalk/shared/staffing/required-servers';
import { timeVaryingQueue } from '@floorwalk/shared/staffing/time-varying-queue';
import { describe, expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';

const file = sharedMaterial('golden/time-varying-day.json');

interface GoldenInterval {
  readonly calls: number;
  readonly servers: number;
  readonly pWaitAtArrival: number;
  readonly meanQueue: number;
  readonly meanBusy: number;
  readonly abandonRate: number;
  readonly slOffered: number;
  readonly endMeanInSystem: number;
}
type Staffing = 'constantStaff20' | 'SIPP' | 'laggedSIPP' | 'MOL';
interface GoldenDay extends Record<Staffing, GoldenInterval[]> {
  readonly meta: { ahtSec: number; patienceSec: number; targetSec: number; intervalSec: number };
}
const golden: GoldenDay | undefined = file ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const noMeta = { ahtSec: 1, patienceSec: 1, targetSec: 1, intervalSec: 60 };
const measures = ['pWaitAtArrival', 'meanQueue', 'meanBusy', 'abandonRate', 'slOffered', 'endMeanInSystem'] as const;

describe.skipIf(!golden)(`a day of changing demand${golden ? '' : ' (skipped: ../shared/golden is not here)'}`, () => {
  // Where the staff changes within a contact's wait, the golden file follows the wait into the next interval.
  it.each<[Staffing, number]>([
    ['constantStaff20', 2e-6],
    ['SIPP', 0.02],
    ['MOL', 0.02],
  ])('the exact equations give the golden values of %s', (staffing, slTolerance) => {
    const intervals = golden?.[staffing] ?? [];
    const { meta } = golden ?? { meta: noMeta };
    const result = timeVaryingQueue({
      ...meta,
      calls: intervals.map(({ calls }) => calls),
      servers: intervals.map(({ servers }) => servers),
    });
    expect(result).toHaveLength(28);
    for (const [i, expected] of intervals.entries()) {
      for (const name of measures) {
        const tolerance = name === 'slOffered' ? slTolerance : 2e-6 * (1 + expected[name]);
        expect(Math.abs((result[i]?.[name] ?? Number.NaN) - expected[name]), `${name} of interval ${i}`).toBeLessThan(
          tolerance,
        );
      }
    }
  });

  it('staffing to the modified offered load needs the agents of the golden file', () => {
    const intervals = golden?.MOL ?? [];
    const { ahtSec, patienceSec, targetSec, intervalSec } = golden?.meta ?? noMeta;
    const load = modifiedOfferedLoad({ calls: intervals.map(({ calls }) => calls), intervalSec, ahtSec });
    const servers = load.map(
      (erlangs) =>
        requiredServers({
          calls: (erlangs * intervalSec) / ahtSec,
          intervalSec,
          ahtSec,
          patienceSec,
          targetSec,
          targetSL: 0.8,
        }).servers,
    );
    const differing = servers.filter((count, i) => count !== intervals[i]?.servers);
    expect(Math.max(...servers.map((count, i) => Math.abs(count - (intervals[i]?.servers ?? 0))))).toBeLessThanOrEqual(
      1,
    );
    expect(differing.length).toBeLessThanOrEqual(3);
  });

  it('a simulation of the day holds the golden values of every interval in its confidence intervals', () => {
    const intervals = golden?.constantStaff20 ?? [];
    const { ahtSec, patienceSec, targetSec, intervalSec } = golden?.meta ?? noMeta;
    const result = simulateAll({
      seed: 1,
      replications: 400,
      // 28 intervals × 5 measures are looked at: each interval is wide enough for all of them together to hold.
      confidence: 0.9998,
      intervalMinutes: intervalSec / 60,
      queues: [
        {
          id: 'day',
          arrivals: intervals.map(({ calls }) => calls),
          handleTime: { kind: 'exponential', meanSec: ahtSec },
          patience: { kind: 'exponential', meanSec: patienceSec },
          targetSec,
        },
      ],
      groups: [{ id: 'team', agents: 20, skills: [{ queue: 'day' }] }],
    });
    const simulated = result.queues[0]?.intervals ?? [];
    expect(simulated).toHaveLength(28);
    let width = 0;
    for (const [i, expected] of intervals.entries()) {
      const found = simulated[i];
      const pairs = [
        ['pWaitAtArrival', found?.pWait],
        ['slOffered', found?.slOffered],
        ['meanQueue', found?.meanQueue],
        ['meanBusy', found?.meanBusy],
        ['abandonRate', found?.leftDuringRate],
      ] as const;
      for (const [name, estimate] of pairs) {
        const truth = expected[name];
        const [value, half] = [estimate?.value ?? Number.NaN, estimate?.half ?? Number.NaN];
        expect(Math.abs(value - truth), `${name} of interval ${i}: ${value} ± ${half}, not ${truth}`).toBeLessThan(
          half,
        );
      }
      width = Math.max(width, found?.slOffered?.half ?? 1);
    }
    // Not by being so wide that they would hold anything.
    expect(width).toBeLessThan(0.04);
  });
});
