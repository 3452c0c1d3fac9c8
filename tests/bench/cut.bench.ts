import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { createCutter, cutDelta } from '@floorwalk/shared/live/cut-delta';
import {
  clearChanged,
  createLiveState,
  decodeState,
  encodeState,
  foldEvent,
  hashState,
  snapshotOf,
  writeState,
} from '@floorwalk/shared/live/live-state';
import { cpuMicroseconds, type BenchFigure, type BenchOptions } from './bench-figure.ts';
import { createFloorTraffic } from './floor-traffic.ts';

const CHUNK = 1_000;
/** Events between two cuts: 1,000 a second, cut ten times a second. About ninety queues are touched by them. */
const EVENTS_PER_CUT = 100;
const CUTS_PER_SECOND = 10;

/**
 * What a site of 200 queues and 5,000 agents costs its owner beside the fold, some hours into its day: cutting deltas, one of ten also for
 * what time alone changed, and saving the state.
 */
export function figures(options: BenchOptions = {}): Promise<BenchFigure[]> {
  const hours = options.quick === true ? 0.5 : 5;
  const traffic = createFloorTraffic({ startAt: Date.UTC(2026, 2, 10, 8, 0, 0) });
  const state = createLiveState('bench');
  const until = Date.UTC(2026, 2, 10, 8, 0, 0) + hours * 3_600_000;
  const foldNext = (count: number): number => {
    for (const text of traffic.next(count)) {
      if (foldEvent(state, JSON.parse(text) as LoggedEvent) !== null) throw new Error('an event broke the fold');
    }
    return state.latestEventAt;
  };
  let now = foldNext(CHUNK);
  for (; now < until; now = foldNext(CHUNK)) clearChanged(state);
  const cutter = createCutter(state, now);
  const us = { changed: 0, timed: 0, everything: 0 };
  const queues: number[] = [];
  let bytes = 0;
  const seconds = options.quick === true ? 4 : 20;
  for (let cut = 0; cut < seconds * CUTS_PER_SECOND; cut++) {
    now = foldNext(EVENTS_PER_CUT);
    const which = cut % CUTS_PER_SECOND === 0 ? 'timed' : 'changed';
    if (which === 'changed') queues.push(state.floor.changes.queues.length);
    us[which] += cpuMicroseconds(() => {
      const delta = cutDelta(cutter, state, now, which);
      bytes += JSON.stringify(delta).length;
    });
  }
  for (let count = 0; count < seconds; count++) {
    now = foldNext(EVENTS_PER_CUT);
    us.everything += cpuMicroseconds(() => void JSON.stringify(snapshotOf(state, now, now)));
    clearChanged(state);
  }
  const changedMs = us.changed / 1000 / (seconds * (CUTS_PER_SECOND - 1));
  const timedMs = us.timed / 1000 / seconds;
  const everythingMs = us.everything / 1000 / seconds;
  const share = (changedMs * (CUTS_PER_SECOND - 1) + timedMs) / 1000;
  const touched = queues.reduce((sum, count) => sum + count, 0) / queues.length;
  return Promise.resolve([
    {
      name: 'cut.share-of-core',
      value: share,
      unit: `of a core for ten cuts a second, written as JSON, ${Math.round(touched)} queues touched in each`,
      baseline: (everythingMs * CUTS_PER_SECOND) / 1000,
      baselineName: 'all rows ten times a second',
      goal: '<= 0.1',
      met: share <= 0.1,
    },
    { name: 'cut.changed', value: changedMs, unit: 'ms', baseline: everythingMs, baselineName: 'all rows' },
    { name: 'cut.timed', value: timedMs, unit: 'ms', baseline: everythingMs, baselineName: 'all rows' },
    { name: 'cut.bytes', value: bytes / (seconds * CUTS_PER_SECOND), unit: 'bytes of JSON a delta' },
    ...saving(),
  ]);

  /** Blocks of four milliseconds as the owner writes them, with the events of eight between two. */
  function savingMeanwhile() {
    const found = { longestUs: 0, totalUs: 0, blocks: 0, events: 0 };
    const writing = writeState(state);
    for (let done = false; !done;) {
      const endOfBlock = performance.now() + 4;
      const blockUs = cpuMicroseconds(() => {
        do done = writing.next().done === true;
        while (!done && performance.now() < endOfBlock);
      });
      found.longestUs = Math.max(found.longestUs, blockUs);
      found.totalUs += blockUs;
      found.blocks++;
      foldNext(8);
      found.events += 8;
    }
    return found;
  }

  function saving(): BenchFigure[] {
    let text = '';
    let plain: unknown;
    const encodeUs = cpuMicroseconds(() => (text = JSON.stringify(encodeState(state))));
    const parseUs = cpuMicroseconds(() => (plain = JSON.parse(text)));
    const writeUs = cpuMicroseconds(() => void JSON.stringify(plain));
    const decodeUs = cpuMicroseconds(() => void decodeState('bench', plain));
    const hashUs = cpuMicroseconds(() => void hashState(state));
    const meanwhile = savingMeanwhile();
    return [
      {
        name: 'state.encode',
        value: encodeUs / 1000,
        unit: 'ms, once a minute',
        baseline: writeUs / 1000,
        baselineName: 'JSON.stringify of what it gives',
      },
      {
        name: 'state.write-longest-block',
        value: meanwhile.longestUs / 1000,
        unit: `ms of the owner at once while the state is written and folded on, in ${meanwhile.blocks} blocks`,
        baseline: (encodeUs + hashUs) / 1000,
        baselineName: 'encoding and hashing it at once',
        goal: '<= 20',
        met: meanwhile.longestUs <= 20_000,
      },
      {
        name: 'state.write',
        value: meanwhile.totalUs / 1000,
        unit: `ms in all, ${meanwhile.events} events folded meanwhile`,
        baseline: encodeUs / 1000,
        baselineName: 'encoding it at once',
      },
      {
        name: 'state.decode',
        value: (decodeUs + parseUs) / 1000,
        unit: 'ms, once when an owner takes over',
        baseline: parseUs / 1000,
        baselineName: 'JSON.parse of it',
      },
      { name: 'state.hash', value: hashUs / 1000, unit: 'ms' },
      { name: 'state.bytes', value: text.length, unit: 'characters of JSON' },
    ];
  }
}
