import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { clearChanged, createLiveState, foldEvent } from '@floorwalk/shared/live/live-state';
import type { BenchFigure, BenchOptions } from './bench-figure.ts';
import { createFloorTraffic } from './floor-traffic.ts';

const HOUR_MS = 3_600_000;
const CHUNK = 1_000;

/** What a site of 200 queues and 5,000 agents holds over a day and a half of its own time. After the longest window is full nothing may grow any more. */
export function figures(options: BenchOptions = {}): Promise<BenchFigure[]> {
  const [fullAt, endAt] = options.quick === true ? [2, 3] : [28, 36];
  const traffic = createFloorTraffic();
  const state = createLiveState('bench');
  const startAt = Date.UTC(2026, 2, 10, 9, 0, 0);
  const empty = heldBytes();
  const held: { readonly hour: number; readonly bytes: number }[] = [];
  const marks = [...new Set([1, fullAt / 2, fullAt, (fullAt + endAt) / 2, endAt])];
  let events = 0;
  let eventBytes = 0;
  for (const hour of marks) {
    while (traffic.time() < startAt + hour * HOUR_MS) {
      for (const text of traffic.next(CHUNK)) {
        if (foldEvent(state, JSON.parse(text) as LoggedEvent) !== null) throw new Error('an event broke the fold');
        eventBytes += text.length;
        events++;
      }
      clearChanged(state);
    }
    held.push({ hour, bytes: heldBytes() - empty });
  }
  const at = (hour: number): number => held.find((one) => one.hour === hour)?.bytes ?? 0;
  const growth = (at(endAt) - at(fullAt)) / at(fullAt);
  return Promise.resolve([
    ...held.map(({ hour, bytes }): BenchFigure => ({
      name: `memory.hour-${hour}`,
      value: bytes / 1e6,
      unit: 'MB held',
    })),
    {
      name: 'memory.growth',
      value: growth,
      unit: `from hour ${fullAt} to hour ${endAt}, as a share`,
      baseline: (endAt - fullAt) / fullAt,
      baselineName: 'a state that keeps everything',
      goal: '<= 0.05',
      met: growth <= 0.05,
    },
    {
      name: 'memory.per-event',
      value: at(endAt) / events,
      unit: `bytes held for each of ${events} events`,
      baseline: eventBytes / events,
      baselineName: 'the events as text',
    },
  ]);
}

/** Bytes held after everything that can be let go was: objects, and the buffers beside the heap. */
function heldBytes(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
