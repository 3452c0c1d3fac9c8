import type { BenchFigure } from './bench-figure.ts';
import { startBenchServer } from './bench-server.ts';
import { fill, percentile, round, send, watchFloor } from './live-load.ts';

const VIEWERS = 50;
const TIMES = { warmUpSeconds: 3, seconds: 8 };

/**
 * From an event's acknowledgement to its delta at the sockets of fifty viewers, at a thousand events a second: everything up to the browser. The baseline
 * is the median time a bare request to the same server takes beside it, which is what the machine's business adds to anything.
 */
export async function figures(): Promise<BenchFigure[]> {
  const server = await startBenchServer();
  try {
    await fill(server);
    const arrivals: { position: number; at: number }[] = [];
    const watching = await watchFloor(server, VIEWERS, TIMES, (arrival) => arrivals.push(arrival));
    const { acknowledged, bareMs } = await send(server, TIMES);
    const bytes = await watching.over;
    const times = latencies(acknowledged, arrivals);
    const bare = percentile(bareMs, 0.5);
    const common = { unit: 'ms', baseline: round(bare), baselineName: 'median of a bare request beside it' };
    return [
      {
        ...common,
        name: 'live.acknowledged-to-socket-p50',
        value: round(percentile(times, 0.5)),
        goal: '<= 150',
        met: percentile(times, 0.5) <= 150,
      },
      {
        ...common,
        name: 'live.acknowledged-to-socket-p99',
        value: round(percentile(times, 0.99)),
        goal: '<= 400',
        met: percentile(times, 0.99) <= 400,
      },
      {
        name: 'live.bytes-per-viewer',
        value: Math.round(bytes / VIEWERS / (TIMES.warmUpSeconds + TIMES.seconds)),
        unit: 'bytes/s',
      },
    ];
  } finally {
    await server.stop();
  }
}

/** For each acknowledged position and each arrival order: when the first, and when the last of the viewers held it. The last counts. */
function latencies(
  acknowledged: readonly { position: number; at: number }[],
  arrivals: readonly { position: number; at: number }[],
): number[] {
  const byPosition = new Map<number, number>();
  for (const { position, at } of arrivals) byPosition.set(position, Math.max(at, byPosition.get(position) ?? 0));
  const reached = [...byPosition].toSorted(([a], [b]) => a - b);
  return acknowledged.flatMap(({ position, at }) => {
    const found = reached.find(([to]) => to >= position);
    return found ? [Math.max(0, found[1] - at)] : [];
  });
}
