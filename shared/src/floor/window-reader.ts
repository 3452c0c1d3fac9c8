import { CELL_FIELDS, type Cell } from './cell.ts';
import { AGENT_STATES } from '../agents/events.ts';
import { AgentTimes } from './agent-times.ts';
import type { Agent } from './agent.ts';
import { BinnedWaits, percentilesOf } from './binned-waits.ts';
import type { FloorState, Queue } from './floor-state.ts';
import { dayStart, nextDayStart } from '../kit/zone.ts';
import { tallyOf, type Ring } from './ring.ts';
import type { Tally } from './tally.ts';
import { BUCKET_MS, DAY_BUCKET_MS, ROLLING_SPAN, WINDOW_KEYS, type WindowKey } from './window.ts';

const FIELD = Object.fromEntries(CELL_FIELDS.map((field, index) => [field, index])) as Record<
  (typeof CELL_FIELDS)[number],
  number
>;
const ANSWERED = FIELD.answeredCount;
const WAITING_PAST = FIELD.waitingPastCount;
const BUSY = FIELD.busyMs;
const AVAILABLE = FIELD.availableMs;
const SUMS = FIELD.surveyTopCount + 1;

/** Which buckets a window spans at an `asOf`, both ends included. */
export type WindowSpan = {
  readonly ring: 'rolling' | 'day';
  readonly first: number;
  readonly last: number;
  readonly startAt: number;
};

/** The windows at `asOf` for a site, with the start of its day and current interval; epoch ms. */
export type WindowSpans = {
  readonly asOf: number;
  readonly todayStartAt: number;
  readonly intervalStartAt: number;
  readonly key: string;
  /** Where the windows begin, in the order of `WINDOW_KEYS`. */
  readonly starts: readonly number[];
  readonly spans: Record<WindowKey, WindowSpan>;
};

type DayCache = { zone: string; dayStartsAt: string; from: number; to: number };

/** Local days are costly to find; the last one answers nearly every question. */
function todayStart(state: FloorState, asOf: number, cache: DayCache): number {
  const holds =
    cache.zone === state.zone && cache.dayStartsAt === state.dayStartsAt && asOf >= cache.from && asOf < cache.to;
  if (!holds) {
    const from = dayStart(state.zone, state.dayStartsAt, asOf);
    const to = nextDayStart(state.zone, state.dayStartsAt, from);
    Object.assign(cache, { zone: state.zone, dayStartsAt: state.dayStartsAt, from, to });
  }
  return cache.from;
}

export function windowSpans(state: FloorState, asOf: number, cache: DayCache): WindowSpans {
  const todayStartAt = todayStart(state, asOf, cache);
  const rollingLast = Math.floor(asOf / BUCKET_MS);
  const dayLast = Math.floor(asOf / DAY_BUCKET_MS);
  const intervalMs = state.intervalMinutes * 60_000;
  // Intervals are counted from the start of the local day, so that they begin at the quarter or half hour of the site's own clock.
  const intervalStartAt = todayStartAt + Math.floor((asOf - todayStartAt) / intervalMs) * intervalMs;
  const rolling = (buckets: number): WindowSpan => ({
    ring: 'rolling',
    first: rollingLast - buckets + 1,
    last: rollingLast,
    startAt: (rollingLast - buckets + 1) * BUCKET_MS,
  });
  const day = (startAt: number): WindowSpan => ({
    ring: 'day',
    first: Math.floor(startAt / DAY_BUCKET_MS),
    last: dayLast,
    startAt,
  });
  const spans: Record<WindowKey, WindowSpan> = {
    last5m: rolling(ROLLING_SPAN.last5m),
    last15m: rolling(ROLLING_SPAN.last15m),
    last30m: rolling(ROLLING_SPAN.last30m),
    interval: day(intervalStartAt),
    today: day(todayStartAt),
  };
  return {
    asOf,
    todayStartAt,
    intervalStartAt,
    key: `${rollingLast}/${intervalStartAt}/${todayStartAt}`,
    starts: WINDOW_KEYS.map((window) => spans[window].startAt),
    spans,
  };
}

export function createDayCache(): DayCache {
  return { zone: '', dayStartsAt: '', from: 0, to: 0 };
}

/** Buckets of one window that no shorter one has, with what they add up to and what that was added up from. */
type Segment = {
  readonly sums: Float64Array;
  first: number;
  last: number;
  version: number;
  takenOverCount: number;
};

/** The waits of a window, and what they were gathered from. */
type WindowWaits = {
  readonly binned: BinnedWaits;
  first: number;
  last: number;
  takenBackCount: number;
  takenOverCount: number;
  /** Raised with every change of the waits. */
  changeCount: number;
};

/** Percentiles of several queues' waits over one window, and how often these had changed when they were found. */
type FoundPercentiles = { changeCount: number; values: readonly (number | null)[] };

/** What one queue adds to the windows, each in the order of `WINDOW_KEYS`. */
type QueueSums = {
  version: number;
  key: string;
  readonly sums: Float64Array;
  readonly segments: readonly Segment[];
  readonly waits: readonly WindowWaits[];
  readonly percentiles: FoundPercentiles[];
  /** When the contacts that wait were offered, epoch ms. */
  waitingSince: readonly number[];
  /** What the waits of today were gathered from. */
  readonly today: { first: number; last: number; takenBackCount: number; readonly counts: Map<number, number> };
};

const TODAY = WINDOW_KEYS.indexOf('today');
const PERCENTILES = [0.5, 0.9, 0.95] as const;

/**
 * Reads windows of queues and agents, keeping per-queue and per-agent sums between reads while neither their tallies nor the buckets
 * changed. It holds no truth: dropping it changes no number.
 */
export class WindowReader {
  private readonly queues = new WeakMap<Queue, QueueSums>();
  private readonly percentiles = new WeakMap<readonly Queue[], FoundPercentiles[]>();
  private readonly agentTimes = new AgentTimes();

  /** The cells of all windows for these queues and agents together; agents count once, and in `states` by their state. */
  cells(
    queues: readonly Queue[],
    agents: readonly Agent[],
    spans: WindowSpans,
    states: number[] = AGENT_STATES.map(() => 0),
  ): Record<WindowKey, Cell> {
    const totals = new Float64Array(WINDOW_KEYS.length * SUMS);
    const found: QueueSums[] = [];
    for (const queue of queues) {
      const own = this.queueSums(queue, spans);
      found.push(own);
      for (let at = 0; at < totals.length; at++) add(totals, at, own.sums[at] as number); // as long
      for (const offeredAt of own.waitingSince) {
        if (spans.asOf - offeredAt <= queue.serviceLevelThresholdMs) continue;
        for (let window = 0; window < WINDOW_KEYS.length; window++)
          if (offeredAt >= (spans.starts[window] as number)) add(totals, window * SUMS + WAITING_PAST, 1); // one a window
      }
    }
    const times = new Float64Array(2 * WINDOW_KEYS.length);
    this.agentTimes.begin(spans);
    this.agentTimes.add(agents, times, states);
    const known = found.length === 1 ? (found[0] as QueueSums).percentiles : this.percentilesOf(queues);
    const cells: Partial<Record<WindowKey, Cell>> = {};
    WINDOW_KEYS.forEach((key, window) => {
      add(totals, window * SUMS + BUSY, times[2 * window] as number); // two a window
      add(totals, window * SUMS + AVAILABLE, times[2 * window + 1] as number);
      const cell: (number | null)[] = [];
      for (let field = 0; field < SUMS; field++) cell.push(totals[window * SUMS + field] as number); // so many a window
      cell.push(...percentilesIn(found, window, known));
      cells[key] = cell;
    });
    return cells as Record<WindowKey, Cell>;
  }

  /** What was found for several queues together; a list of them is never changed, and lives as long as its members do. */
  private percentilesOf(queues: readonly Queue[]): FoundPercentiles[] {
    let known = this.percentiles.get(queues);
    if (known === undefined) this.percentiles.set(queues, (known = createPercentiles()));
    return known;
  }

  private queueSums(queue: Queue, spans: WindowSpans): QueueSums {
    let own = this.queues.get(queue);
    if (own !== undefined && own.version === queue.version && own.key === spans.key) return own;
    if (own === undefined) {
      own = {
        version: -1,
        key: '',
        sums: new Float64Array(WINDOW_KEYS.length * SUMS),
        segments: WINDOW_KEYS.map(() => ({
          sums: new Float64Array(SUMS),
          first: 0,
          last: -1,
          version: -1,
          takenOverCount: -1,
        })),
        waits: WINDOW_KEYS.map(() => ({
          binned: new BinnedWaits(),
          first: 0,
          last: -1,
          takenBackCount: -1,
          takenOverCount: -1,
          changeCount: 0,
        })),
        percentiles: createPercentiles(),
        waitingSince: [],
        today: { first: -1, last: -1, takenBackCount: -1, counts: new Map() },
      };
      this.queues.set(queue, own);
    }
    own.version = queue.version;
    own.key = spans.key;
    own.waitingSince = [...queue.waitingContacts].map((contact) => contact.visit?.offeredAt ?? spans.asOf);
    const { last5m, last15m, last30m, interval, today } = spans.spans;
    readNested(queue, queue.rolling, [last5m, last15m, last30m], own, 0);
    readNested(queue, queue.day, [interval, today], own, 3);
    updateToday(queue, today, own);
    return own;
  }
}

/**
 * Sums and waits of windows that end with one bucket and of which each holds the one before, into the windows from `place` on: only what was
 * counted in since is added up anew. The waits of today are too many to be gathered each time.
 */
function readNested(queue: Queue, ring: Ring, spans: readonly WindowSpan[], own: QueueSums, place: number): void {
  let last = spans[0]?.last ?? 0;
  spans.forEach((span, index) => {
    const window = place + index;
    const from = window * SUMS;
    const segment = own.segments[window] as Segment; // one a window
    readSegment(ring, span.first, last, segment);
    if (index === 0) own.sums.set(segment.sums, from);
    else
      for (let field = 0; field < SUMS; field++)
        own.sums[from + field] = (own.sums[from - SUMS + field] as number) + (segment.sums[field] as number); // both have as many fields
    last = span.first - 1;
    if (window !== TODAY) readWaits(queue, ring, span, own.waits[window] as WindowWaits, own.sums[from + ANSWERED]);
  });
}

function readSegment(ring: Ring, first: number, last: number, segment: Segment): void {
  let version = 0;
  for (let bucket = first; bucket <= last; bucket++) {
    const tally = tallyOf(ring, bucket);
    if (tally !== null && tally.version > version) version = tally.version;
  }
  const { takenOverCount } = ring;
  const isKnown = segment.first === first && segment.last === last && segment.version === version;
  if (isKnown && segment.takenOverCount === takenOverCount) return;
  Object.assign(segment, { first, last, version, takenOverCount });
  segment.sums.fill(0);
  for (let bucket = first; bucket <= last; bucket++) {
    const tally = tallyOf(ring, bucket);
    if (tally !== null) addTally(segment.sums, tally);
  }
}

/** Gathers a window's waits, unless it has as many as before: while none is taken back and no bucket goes, they only grow in number. */
function readWaits(queue: Queue, ring: Ring, span: WindowSpan, waits: WindowWaits, count: number | undefined): void {
  const { first, last } = span;
  const { takenBackCount } = queue;
  const { takenOverCount } = ring;
  const isSame = waits.first === first && waits.last === last && waits.binned.length === count;
  if (isSame && waits.takenBackCount === takenBackCount && waits.takenOverCount === takenOverCount) return;
  Object.assign(waits, { first, last, takenBackCount, takenOverCount });
  const lists: (readonly number[])[] = [];
  for (let bucket = first; bucket <= last; bucket++) {
    const tally = tallyOf(ring, bucket);
    if (tally !== null && tally.answeredWaits.length > 0) lists.push(tally.answeredWaits);
  }
  waits.binned.replace(lists);
  waits.changeCount++;
}

function createPercentiles(): FoundPercentiles[] {
  return WINDOW_KEYS.map(() => ({ changeCount: -1, values: [] }));
}

/** Percentiles of one window for these queues together, found anew when the waits of one of them changed. */
function percentilesIn(
  found: readonly QueueSums[],
  window: number,
  known: FoundPercentiles[],
): readonly (number | null)[] {
  const own = known[window] as FoundPercentiles; // one a window
  let changeCount = 0;
  for (const { waits } of found) changeCount += (waits[window] as WindowWaits).changeCount;
  if (own.changeCount !== changeCount) {
    own.changeCount = changeCount;
    own.values = percentilesOf(
      found.map(({ waits }) => (waits[window] as WindowWaits).binned),
      PERCENTILES,
    );
  }
  return own.values;
}

/** Takes in the waits that came since; all of them anew where one was taken back, or the day is another. */
function updateToday(queue: Queue, span: WindowSpan, own: QueueSums): void {
  const { today } = own;
  const ofToday = own.waits[TODAY] as WindowWaits; // one a window
  const waits = ofToday.binned;
  const isNew = span.first !== today.first || span.last < today.last || queue.takenBackCount !== today.takenBackCount;
  today.first = span.first;
  today.last = span.last;
  today.takenBackCount = queue.takenBackCount;
  const lists: (readonly number[])[] = [];
  for (let bucket = span.first; bucket <= span.last; bucket++) {
    const list = tallyOf(queue.day, bucket)?.answeredWaits;
    if (list === undefined) continue;
    const known = today.counts.get(bucket) ?? 0;
    if (isNew) lists.push(list);
    else for (let index = known; index < list.length; index++) waits.insert(list[index] as number); // within the list
    if (list.length === known) continue;
    today.counts.set(bucket, list.length);
    ofToday.changeCount++;
  }
  if (!isNew) return;
  ofToday.changeCount++;
  waits.replace(lists);
  for (const bucket of today.counts.keys()) if (bucket < span.first || bucket > span.last) today.counts.delete(bucket);
}

/** Adds a tally to sums in cell order. Field by field, because a loop over their names takes ten times as long. */
export function addTally(sums: Float64Array, tally: Tally): void {
  add(sums, FIELD.offeredCount, tally.offeredCount);
  add(sums, FIELD.answeredCount, tally.answeredCount);
  add(sums, FIELD.abandonedCount, tally.abandonedCount);
  add(sums, FIELD.shortAbandonedCount, tally.shortAbandonedCount);
  add(sums, FIELD.flowedOutCount, tally.flowedOutCount);
  add(sums, FIELD.endedBeforeQueueCount, tally.endedBeforeQueueCount);
  add(sums, FIELD.transferredCount, tally.transferredCount);
  add(sums, FIELD.answeredWithinCount, tally.answeredWithinCount);
  add(sums, FIELD.abandonedWithinCount, tally.abandonedWithinCount);
  add(sums, FIELD.flowedOutWithinCount, tally.flowedOutWithinCount);
  add(sums, FIELD.answeredWaitMs, tally.answeredWaitMs);
  add(sums, FIELD.abandonedWaitMs, tally.abandonedWaitMs);
  add(sums, FIELD.handledCount, tally.handledCount);
  add(sums, FIELD.talkMs, tally.talkMs);
  add(sums, FIELD.holdMs, tally.holdMs);
  add(sums, FIELD.afterContactWorkMs, tally.afterContactWorkMs);
  add(sums, FIELD.presentedCount, tally.presentedCount);
  add(sums, FIELD.notAnsweredCount, tally.notAnsweredCount);
  add(sums, FIELD.resolvedCount, tally.resolvedCount);
  add(sums, FIELD.resolutionKnownCount, tally.resolutionKnownCount);
  add(sums, FIELD.surveyCount, tally.surveyCount);
  add(sums, FIELD.surveyTopCount, tally.surveyTopCount);
}

function add(sums: Float64Array, field: number, value: number): void {
  sums[field] = (sums[field] as number) + value; // a field of a cell
}

/** A tally alone as a cell's sums, in cell order; for reports. */
export function tallySums(tally: Tally): Float64Array {
  const sums = new Float64Array(SUMS);
  addTally(sums, tally);
  return sums;
}
