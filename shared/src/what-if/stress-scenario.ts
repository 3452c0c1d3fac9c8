import type { Scenario } from '../simulation/scenario.ts';

/** A day of a queue as forecast and staffed, and what a launch or campaign does to it. */
export type StressTest = {
  readonly queueId: string;
  readonly intervalMs: number;
  /** By interval of the day: contacts expected, mean handle time, and agents there. */
  readonly offeredCounts: readonly number[];
  readonly handleTimesMs: readonly number[];
  readonly agents: readonly number[];
  readonly thresholdMs: number;
  readonly patienceMs: number | null;
  /** Days one after another, each like the other but for what the simulator draws. */
  readonly days: number;
  readonly volumeFactor: number;
  readonly handleTimeFactor: number;
  readonly agentsMore: number;
  /** How unsure a day's volume is (standard deviation ÷ mean). */
  readonly errorRatio: number;
  readonly replications: number;
  readonly seed: number;
};

/** Handle times vary about as much as their mean: what is usual where nothing was measured. */
const HANDLE_TIME_CV = 1;

/** The scenario that lives through it. The closed hours between two days are left out: nobody comes, and nobody waits overnight. */
export function stressScenario(test: StressTest): Scenario {
  const { days, offeredCounts, handleTimesMs, agents } = test;
  const total = offeredCounts.reduce((sum, count) => sum + count, 0);
  const work = offeredCounts.reduce((sum, count, index) => sum + count * (handleTimesMs[index] ?? 0), 0);
  const meanSec = total > 0 ? (work / total / 1000) * test.handleTimeFactor : 1;
  const repeat = <T>(series: readonly T[]): T[] => Array.from({ length: days }, () => series).flat();
  return {
    seed: test.seed,
    replications: test.replications,
    intervalMinutes: test.intervalMs / 60_000,
    busynessCv: Math.min(2, test.errorRatio),
    queues: [
      {
        id: test.queueId.slice(0, 100),
        arrivals: repeat(offeredCounts.map((count) => count * test.volumeFactor)),
        handleTime: { kind: 'lognormal', meanSec: Math.max(1, meanSec), cv: HANDLE_TIME_CV },
        ...(test.patienceMs !== null && {
          patience: { kind: 'exponential' as const, meanSec: test.patienceMs / 1000 },
        }),
        targetSec: test.thresholdMs / 1000,
      },
    ],
    groups: [
      {
        id: 'agents',
        agents: repeat(agents.map((count) => Math.max(0, Math.round(count + test.agentsMore)))),
        skills: [{ queue: test.queueId.slice(0, 100) }],
      },
    ],
  };
}
