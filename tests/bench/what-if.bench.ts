import { erlangA } from '@floorwalk/shared/staffing/erlang-a';
import { whatIf, type QueueOutlook } from '@floorwalk/shared/what-if/what-if';
import type { BenchFigure } from './bench-figure.ts';

const MINUTES_15 = 900_000;
const INTERVALS = 96;

/** A whole day of a large queue under a lever that was just moved: nothing remembered, and the same lever moved back. */
export async function figures(): Promise<BenchFigure[]> {
  return [figure('voice', outlook(1)), figure('chat', outlook(3))];
}

function outlook(concurrency: number): QueueOutlook {
  return {
    intervalMs: MINUTES_15,
    intervals: Array.from({ length: INTERVALS }, (_, index) => {
      const offeredCount = 150 + 130 * Math.sin((index / INTERVALS) * Math.PI);
      return {
        startsAt: index * MINUTES_15,
        offeredCount,
        lowCount: offeredCount * 0.9,
        highCount: offeredCount * 1.12,
        handleTimeMs: 290_000 + 300 * index,
        agents: Math.ceil((offeredCount * 310) / 900 / (concurrency > 1 ? 2 : 1)) + 2.5,
      };
    }),
    thresholdMs: 20_000,
    patienceMs: 150_000,
    concurrency,
    stretchPerContact: 0.2,
    botShare: 0.3,
    containment: 0.4,
    hourCost: 30,
    abandonCost: 5,
  };
}

function figure(channel: string, base: QueueOutlook): BenchFigure {
  const rounds = 30;
  // Every round moves the lever elsewhere, so that no answer is remembered.
  const value = milliseconds(rounds, (round) =>
    whatIf(base, { agentsMore: round % 7, volumeFactor: 1 + round / 1_000 }),
  );
  const baseline = milliseconds(rounds, (round) => {
    for (const { offeredCount, lowCount, highCount, handleTimeMs, agents } of base.intervals) {
      for (const count of [lowCount, offeredCount, highCount]) {
        erlangA({
          servers: agents + (round % 7),
          erlangs: (count * handleTimeMs) / MINUTES_15,
          ahtSec: handleTimeMs / 1000,
          patienceSec: 150,
          targetSec: 20,
        });
      }
    }
  });
  return {
    name: `what-if.day-of-96-intervals-with-band-${channel}`,
    value,
    unit: 'ms',
    baseline,
    baselineName: '288 answers of Erlang A by themselves',
    ratio: round3(value / baseline),
    goal: '< 100',
    met: value < 100,
  };
}

function milliseconds(rounds: number, work: (round: number) => unknown): number {
  work(rounds + 1);
  const started = performance.now();
  for (let round = 0; round < rounds; round += 1) work(round);
  return round3((performance.now() - started) / rounds);
}

function round3(value: number): number {
  return Number(value.toPrecision(3));
}
