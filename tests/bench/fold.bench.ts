import { PerformanceObserver } from 'node:perf_hooks';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { clearChanged, createLiveState, type LiveState } from '@floorwalk/shared/live/live-state';
import { cpuMicroseconds, type BenchFigure, type BenchOptions } from './bench-figure.ts';
import { createFloorTraffic, type FloorTraffic } from './floor-traffic.ts';

const GOAL = 500_000;
const BATCHES = [1, 10, 100, 1_000, 10_000] as const;
/** Events made at once, outside what is measured. No more, or the generator's garbage would be the fold's. */
const CHUNK = 1_000;

/**
 * Events a second of processor time on one core at 200 queues and 5,000 agents, by how many are folded before a cut. Every event is parsed
 * from text of its own. Garbage collection that falls into folding counts; `fold.from-text` counts all of it.
 */
export async function figures(options: BenchOptions = {}): Promise<BenchFigure[]> {
  const rounds = options.quick === true ? 2 : 8;
  const traffic = createFloorTraffic();
  const state = createLiveState('bench');
  const collected = watchCollections();
  // Until the oldest contacts are forgotten and the code is compiled, in batches of every size: the first one measured would pay for that.
  for (let count = 0; count < 160_000; count += CHUNK) {
    const batch = Math.min(CHUNK, BATCHES[(count / CHUNK) % BATCHES.length] ?? CHUNK);
    fold(state, parse(traffic.next(CHUNK)), batch);
  }
  const perBatch = BATCHES.map((batch) => ({ batch, ...measureBatch(traffic, state, batch, rounds) }));
  const parsing = sum(perBatch.map((measured) => measured.parseUs)) / sum(perBatch.map((measured) => measured.events));
  const fromText = measureFromText(traffic, state, rounds);
  const copying = measureCopying(traffic, options.quick === true ? 400 : 2_000);
  const late = measureLate(rounds);
  await collected.settle();
  return [
    ...perBatch.map(({ batch, events, foldUs }): BenchFigure => {
      const value = perSecond(events, foldUs);
      return {
        name: `fold.batch-${batch}`,
        value,
        unit: 'events/s',
        baseline: 1e6 / parsing,
        baselineName: 'JSON.parse of the same events',
        goal: `>= ${GOAL}`,
        met: value >= GOAL,
      };
    }),
    {
      name: 'fold.from-text',
      value: fromText.both,
      unit: 'events/s parsed and folded',
      baseline: fromText.parsing,
      baselineName: 'only parsed',
    },
    {
      name: 'fold.late-1-percent',
      value: late.late,
      unit: 'events/s, one in a hundred up to 10 s late',
      baseline: late.inOrder,
      baselineName: 'none late',
    },
    {
      name: 'fold.against-copying',
      value: perSecond(sum(perBatch.map((one) => one.events)), sum(perBatch.map((one) => one.foldUs))),
      unit: 'events/s',
      baseline: copying,
      baselineName: 'counts of the same events in a state that is copied, not changed',
    },
    {
      name: 'fold.collecting-share',
      value: collected.ms() / performance.now(),
      unit: 'share of the whole bench spent collecting garbage',
    },
  ];
}

function parse(texts: readonly string[]): LoggedEvent[] {
  return texts.map((text) => JSON.parse(text) as LoggedEvent);
}

function fold(state: LiveState, events: readonly LoggedEvent[], batch: number): void {
  for (let from = 0; from < events.length; from += batch) {
    const parked = foldBatch(state, batch === events.length ? events : events.slice(from, from + batch));
    if (parked.length > 0) throw new Error(parked[0]?.stack);
    clearChanged(state);
  }
}

function measureBatch(traffic: FloorTraffic, state: LiveState, batch: number, rounds: number) {
  let foldUs = 0;
  let parseUs = 0;
  let events = 0;
  const size = Math.max(CHUNK, batch);
  for (let count = 0; count < rounds * 20_000; count += size) {
    const texts = traffic.next(size);
    let parsed: LoggedEvent[] = [];
    parseUs += cpuMicroseconds(() => (parsed = parse(texts)));
    foldUs += cpuMicroseconds(() => fold(state, parsed, batch));
    events += size;
  }
  return { foldUs, parseUs, events };
}

/** Parsing alone and parsing with folding by turns, so that all collecting is in one of the two. */
function measureFromText(traffic: FloorTraffic, state: LiveState, rounds: number) {
  let bothUs = 0;
  let parseUs = 0;
  let events = 0;
  for (let count = 0; count < rounds * 20_000; count += CHUNK) {
    const texts = traffic.next(CHUNK);
    bothUs += cpuMicroseconds(() => fold(state, parse(texts), 100));
    parseUs += cpuMicroseconds(() => void parse(texts));
    events += CHUNK;
  }
  return { both: perSecond(events, bothUs), parsing: perSecond(events, parseUs) };
}

function measureLate(rounds: number) {
  const measured = [0, 0.01].map((lateShare) => {
    const traffic = createFloorTraffic({ seed: 2, lateShare });
    const state = createLiveState('bench');
    for (let count = 0; count < 60_000; count += CHUNK) fold(state, parse(traffic.next(CHUNK)), 100);
    const { foldUs, events } = measureBatch(traffic, state, 100, rounds);
    return perSecond(events, foldUs);
  });
  return { inOrder: measured[0] ?? 0, late: measured[1] ?? 0 };
}

type Counts = { readonly [id: string]: number };
type Copied = { readonly queues: Counts; readonly agents: Counts; readonly contacts: Counts };

/** The plainest fold that never changes a state but makes a new one: events per queue, agent and contact, nothing else. */
function measureCopying(traffic: FloorTraffic, events: number): number {
  let state: Copied = {
    queues: Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`queue-of-products-${index}`, 0])),
    agents: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`agent-at-the-desk-${index}`, 0])),
    contacts: {},
  };
  const add = (counts: Counts, id: string | undefined): Counts =>
    id === undefined ? counts : { ...counts, [id]: (counts[id] ?? 0) + 1 };
  const parsed = parse(traffic.next(events));
  const us = cpuMicroseconds(() => {
    for (const { data } of parsed) {
      const named = data as { queueId?: string; agentId?: string; contactId?: string };
      state = {
        queues: add(state.queues, named.queueId),
        agents: add(state.agents, named.agentId),
        contacts: add(state.contacts, named.contactId),
      };
    }
  });
  return perSecond(events, us);
}

function watchCollections(): { ms(): number; settle(): Promise<void> } {
  let total = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) total += entry.duration;
  });
  observer.observe({ entryTypes: ['gc'] });
  return {
    ms: () => total,
    settle: async () => {
      // Collections are told only when nothing else runs.
      await new Promise((resolve) => setTimeout(resolve, 50));
      observer.disconnect();
    },
  };
}

function perSecond(events: number, us: number): number {
  return (1e6 * events) / us;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
