import { CELL_FIELDS, type Cell } from './cell.ts';
import { availableMsAt, busyMsAt, changeAt } from './activity.ts';
import { DAY_BUCKET_MS, handledIn, type Agent } from './agent.ts';
import type { FloorState, Queue } from './floor-state.ts';
import { dayStart, nextDayStart } from '../kit/zone.ts';
import { nearestRank } from '../kit/nearest-rank.ts';
import { tallyOf, type Ring } from './ring.ts';
import type { Tally } from './tally.ts';
import { BUCKET_MS, ROLLING_SPAN, WINDOW_KEYS, type WindowKey } from './window.ts';

const FIELD = Object.fromEntries(CELL_FIELDS.map((field, index) => [field, index])) as Record<
  (typeof CELL_FIELDS)[number],
  number
>;
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
  return {
    asOf,
    todayStartAt,
    intervalStartAt,
    key: `${rollingLast}/${intervalStartAt}/${todayStartAt}`,
    spans: {
      last5m: rolling(ROLLING_SPAN.last5m),
      last15m: rolling(ROLLING_SPAN.last15m),
      last30m: rolling(ROLLING_SPAN.last30m),
      interval: {
        ring: 'day',
        first: Math.floor(intervalStartAt / DAY_BUCKET_MS),
        last: dayLast,
        startAt: intervalStartAt,
      },
      today: { ring: 'day', first: Math.floor(todayStartAt / DAY_BUCKET_MS), last: dayLast, startAt: todayStartAt },
    },
  };
}

export function createDayCache(): DayCache {
  return { zone: '', dayStartsAt: '', from: 0, to: 0 };
}

/** The sums of one queue over one window, with the arrays its waits are in. */
type QueueSums = { readonly sums: Float64Array; readonly waits: readonly number[][] };
type CachedQueue = { version: number; key: string; readonly windows: Record<WindowKey, QueueSums> };

/**
 * Reads windows of queues and agents, keeping per-queue and per-agent sums between reads while neither their tallies nor the buckets
 * changed. It holds no truth: dropping it changes no number.
 */
export class WindowReader {
  private readonly queues = new WeakMap<Queue, CachedQueue>();
  private readonly agentTimes = new AgentTimes();
  private scratch = new Float64Array(4096);

  /** The cells of all windows for these queues and agents together; agents count once. */
  cells(queues: readonly Queue[], agents: Iterable<Agent>, spans: WindowSpans): Record<WindowKey, Cell> {
    const totals = WINDOW_KEYS.map(() => new Float64Array(SUMS));
    const waits: number[][][] = WINDOW_KEYS.map(() => []);
    for (const queue of queues) {
      const cached = this.queueSums(queue, spans);
      WINDOW_KEYS.forEach((key, index) => {
        const sums = cached.windows[key];
        const total = totals[index] as Float64Array; // one a window
        for (let field = 0; field < SUMS; field++)
          total[field] = (total[field] as number) + (sums.sums[field] as number);
        (waits[index] as number[][]).push(...sums.waits);
      });
      for (const contact of queue.waitingContacts) {
        const offeredAt = contact.visit?.offeredAt ?? spans.asOf;
        if (spans.asOf - offeredAt <= queue.serviceLevelThresholdMs) continue;
        WINDOW_KEYS.forEach((key, index) => {
          if (offeredAt < spans.spans[key].startAt) return;
          const total = totals[index] as Float64Array; // one a window
          total[WAITING_PAST] = (total[WAITING_PAST] as number) + 1;
        });
      }
    }
    this.agentTimes.add(agents, spans, totals);
    const cells: Partial<Record<WindowKey, Cell>> = {};
    WINDOW_KEYS.forEach((key, index) => {
      cells[key] = this.cell(totals[index] as Float64Array, waits[index] as number[][]); // one a window
    });
    return cells as Record<WindowKey, Cell>;
  }

  /** Handled contacts, busy and available time of one agent today, the running state not included. */
  agentDay(agent: Agent, spans: WindowSpans): { handledCount: number; busyMs: number; availableMs: number } {
    const { first, last, startAt } = spans.spans.today;
    let handledCount = 0;
    for (let quarter = first; quarter <= last; quarter++) handledCount += handledIn(agent.handled, quarter);
    const { activity } = agent;
    const until = Math.max(startAt, agent.posture.since);
    const [from, to] = [changeAt(activity, startAt), changeAt(activity, until)];
    return {
      handledCount,
      busyMs: busyMsAt(activity, to, until) - busyMsAt(activity, from, startAt),
      availableMs: availableMsAt(activity, to, until) - availableMsAt(activity, from, startAt),
    };
  }

  private cell(sums: Float64Array, waits: readonly number[][]): Cell {
    let length = 0;
    for (const list of waits) length += list.length;
    if (length > this.scratch.length) this.scratch = new Float64Array(length * 2);
    let offset = 0;
    let longest: number | null = null;
    for (const list of waits) {
      for (const wait of list) {
        this.scratch[offset++] = wait;
        if (longest === null || wait > longest) longest = wait;
      }
    }
    const cell: (number | null)[] = Array.from(sums);
    cell.push(
      nearestRank(this.scratch, length, 0.5),
      nearestRank(this.scratch, length, 0.9),
      nearestRank(this.scratch, length, 0.95),
      longest,
    );
    return cell;
  }

  private queueSums(queue: Queue, spans: WindowSpans): CachedQueue {
    const former = this.queues.get(queue);
    if (former !== undefined && former.version === queue.version && former.key === spans.key) return former;
    const windows: Partial<Record<WindowKey, QueueSums>> = {};
    for (const key of WINDOW_KEYS) windows[key] = sumWindow(queue[spans.spans[key].ring], spans.spans[key]);
    const cached: CachedQueue = {
      version: queue.version,
      key: spans.key,
      windows: windows as Record<WindowKey, QueueSums>,
    };
    this.queues.set(queue, cached);
    return cached;
  }
}

/** Busy and available time of agents by window, found once for each agent and reading, however many queues and teams it counts in. */
class AgentTimes {
  /** Busy and available ms of each window by turns, agent by agent. */
  private times = new Float64Array(0);
  /** The reading that found an agent's times. */
  private readAt = new Uint32Array(0);
  private reading = 0;
  private spans: WindowSpans | undefined;

  /** Adds the agents' times to the windows' totals. */
  add(agents: Iterable<Agent>, spans: WindowSpans, totals: readonly Float64Array[]): void {
    if (spans !== this.spans) {
      this.spans = spans;
      this.reading++;
    }
    const sums = new Float64Array(2 * WINDOW_KEYS.length);
    for (const agent of agents) {
      const at = this.find(agent, spans);
      for (let index = 0; index < sums.length; index++)
        sums[index] = (sums[index] as number) + (this.times[at + index] as number); // both hold two a window
    }
    totals.forEach((total, index) => {
      total[BUSY] = (total[BUSY] as number) + (sums[2 * index] as number); // one a window
      total[AVAILABLE] = (total[AVAILABLE] as number) + (sums[2 * index + 1] as number);
    });
  }

  /** Where the agent's times are. */
  private find(agent: Agent, spans: WindowSpans): number {
    const { index, activity } = agent;
    const at = index * 2 * WINDOW_KEYS.length;
    if (index >= this.readAt.length) this.grow(index);
    if (this.readAt[index] === this.reading) return at;
    this.readAt[index] = this.reading;
    const now = changeAt(activity, spans.asOf);
    const busyMs = busyMsAt(activity, now, spans.asOf);
    const availableMs = availableMsAt(activity, now, spans.asOf);
    for (let window = 0; window < WINDOW_KEYS.length; window++) {
      const { startAt } = spans.spans[WINDOW_KEYS[window] as WindowKey]; // window is within
      const from = changeAt(activity, startAt);
      this.times[at + 2 * window] = busyMs - busyMsAt(activity, from, startAt);
      this.times[at + 2 * window + 1] = availableMs - availableMsAt(activity, from, startAt);
    }
    return at;
  }

  private grow(index: number): void {
    const size = Math.max(64, 2 * index);
    const times = new Float64Array(size * 2 * WINDOW_KEYS.length);
    const readAt = new Uint32Array(size);
    times.set(this.times);
    readAt.set(this.readAt);
    this.times = times;
    this.readAt = readAt;
  }
}

function sumWindow(ring: Ring, span: WindowSpan): QueueSums {
  const sums = new Float64Array(SUMS);
  const waits: number[][] = [];
  for (let bucket = span.first; bucket <= span.last; bucket++) {
    const tally = tallyOf(ring, bucket);
    if (tally === null) continue;
    addTally(sums, tally);
    if (tally.answeredWaits.length > 0) waits.push(tally.answeredWaits);
  }
  return { sums, waits };
}

const ADDED = [
  'offeredCount',
  'answeredCount',
  'abandonedCount',
  'shortAbandonedCount',
  'flowedOutCount',
  'endedBeforeQueueCount',
  'transferredCount',
  'answeredWithinCount',
  'abandonedWithinCount',
  'flowedOutWithinCount',
  'answeredWaitMs',
  'abandonedWaitMs',
  'handledCount',
  'talkMs',
  'holdMs',
  'afterContactWorkMs',
  'presentedCount',
  'notAnsweredCount',
  'resolvedCount',
  'resolutionKnownCount',
  'surveyCount',
  'surveyTopCount',
] as const satisfies readonly (keyof Tally)[];

/** Adds a tally to sums in cell order. */
export function addTally(sums: Float64Array, tally: Tally): void {
  for (const field of ADDED) {
    const index = FIELD[field];
    sums[index] = (sums[index] as number) + tally[field];
  }
}

/** A tally alone as a cell's sums, in cell order; for reports. */
export function tallySums(tally: Tally): Float64Array {
  const sums = new Float64Array(SUMS);
  addTally(sums, tally);
  return sums;
}
