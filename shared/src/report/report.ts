import type { Agent } from '../floor/agent.ts';
import { BUSY, kindAt, markTime, NEITHER, type TimeKind } from '../floor/activity.ts';
import type { Visit } from '../floor/contact.ts';
import { settleAgent } from '../floor/fold-agent.ts';
import { foldFloor } from '../floor/fold-floor.ts';
import { createFloorState, createQueue, type FloorState, type Queue } from '../floor/floor-state.ts';
import { createTally, tallyVisit, type Tally } from '../floor/tally.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { isZone } from '../kit/zone.ts';
import { IntervalStarts, parseEvery } from './interval-starts.ts';
import { peaksByInterval, type Peak, type Stay } from './peaks.ts';
import { makeReportRow } from './make-report-row.ts';
import type { ReportBy, ReportRow } from './report-row.ts';

/** What to report. */
export type ReportOptions = {
  /** `30m`, `15m`, `1h`, `day`: minutes or hours that divide 24 hours, or local days. `all` is one row for everything. */
  readonly every: string;
  readonly by: ReportBy;
  /** Whether a contact belongs to the interval it was offered in, or the one it left the queue in. */
  readonly attribution: 'offered' | 'ended';
  /** Local time is this zone's; without it the site's, as its `site.configured` says. */
  readonly zone?: string;
  readonly dayStartsAt?: string;
  /** Seconds for `answeredWithin`; 10, 20, 30, 60, 90, 120, 180 and 300 unless given. */
  readonly thresholdsSeconds?: readonly number[];
  /** Only intervals that start in [from, to), epoch ms. */
  readonly from?: number;
  readonly to?: number;
  /** Up to when the last known state of agents is taken to have lasted, epoch ms; the time of the newest event unless given. */
  readonly until?: number;
};

/** Bad options: `field` names the one, `message` says what would do. */
export class ReportOptionsError extends Error {
  constructor(
    readonly field: keyof ReportOptions,
    message: string,
  ) {
    super(message);
    this.name = 'ReportOptionsError';
  }
}

export type Report = {
  /** Events in order of their time, disorder up to the allowed lateness. */
  readonly fold: (event: LoggedEvent) => void;
  /** Call once, after the last event. Rows by start, then by group. */
  readonly rows: () => ReportRow[];
  /** Every stay of a contact in a queue that the rows were made of, once they were: for a cut that they do not have. */
  readonly visits: readonly Visit[];
  /** The folded floor, for what stands beside the rows: anomalies, names. */
  readonly state: FloorState;
};

const THRESHOLDS_SECONDS = [10, 20, 30, 60, 90, 120, 180, 300];
/** Beyond this many rows empty intervals are left out, so that a fine cut of a long span stays answerable. */
const FILL_LIMIT = 250_000;

/** One interval of one group while it is being added up. */
type Slot = { readonly tally: Tally; busyMs: number; availableMs: number };
/** One group (a queue, a team, the site …): its intervals and who was waiting and served when. */
type Line = { readonly slots: Map<number, Slot>; readonly waiting: Stay[]; readonly served: Stay[] };
type Span = { readonly agent: Agent; readonly kind: TimeKind; readonly from: number; readonly to: number };

/**
 * Folds a log into intervals (decision D3: by the same fold as the live board). Holds the finished visits, not the events. Throws
 * {@link ReportOptionsError}.
 */
export function createReport(options: ReportOptions): Report {
  const every = parseEvery(options.every);
  if (every === undefined) {
    throw new ReportOptionsError(
      'every',
      `“${options.every}” is no interval; use minutes or hours that divide a day (15m, 30m, 1h), day or all`,
    );
  }
  if (every.kind === 'all' && (options.from !== undefined || options.to !== undefined)) {
    throw new ReportOptionsError('every', 'all is the whole log; it goes with no from and no to');
  }
  if (options.zone !== undefined && !isZone(options.zone)) {
    throw new ReportOptionsError('zone', `“${options.zone}” is no time zone; use an IANA name such as Europe/Berlin`);
  }
  const state = createFloorState('report');
  const visits: Visit[] = [];
  const spans: Span[] = [];
  state.changes.on = false;
  state.settled = {
    visit: (visit) => visits.push(visit),
    agentSpan: (agent, kind, from, to) => spans.push({ agent, kind, from, to }),
  };
  return {
    state,
    visits,
    fold: (event) => foldFloor(state, event),
    rows() {
      for (const contact of state.contacts.values()) visits.push(...contact.visits);
      for (const agent of state.agents.values()) {
        settleAgent(state, agent, Infinity);
        const running = runningSpan(agent, Math.max(options.until ?? 0, state.latestEventAt));
        if (running !== null) spans.push(running);
      }
      const zone = options.zone ?? state.zone;
      const earliest = visits.reduce((least, visit) => Math.min(least, momentOf(visit, options)), Infinity);
      const starts = new IntervalStarts(every, zone, options.dayStartsAt ?? state.dayStartsAt, earliest);
      return makeRows(state, visits, spans, starts, zone, options);
    },
  };
}

/** The state an agent is still in, as far as it counts in occupancy. */
function runningSpan(agent: Agent, until: number): Span | null {
  const { activity } = agent;
  const last = activity.length - 1;
  const kind = kindAt(activity, last);
  const from = last < 0 ? until : markTime(activity, last);
  return kind === NEITHER || from >= until ? null : { agent, kind, from, to: until };
}

function makeRows(
  state: FloorState,
  visits: readonly Visit[],
  spans: readonly Span[],
  starts: IntervalStarts,
  zone: string,
  options: ReportOptions,
): ReportRow[] {
  const lines = new Map<string, Line>();
  const unknownQueue = createQueue('');
  for (const visit of visits) {
    const queue = state.queues.get(visit.queueId) ?? unknownQueue;
    const key = groupOf(queue, options.by);
    if (key === null || (visit.queueId === '' && options.by !== 'site')) continue;
    const line = lineOf(lines, key);
    const moment = momentOf(visit, options);
    if (moment !== Infinity) tallyVisit(slotOf(line, starts.startOf(moment)).tally, visit, queue, 1);
    if (visit.outcome === 'ended-before-queue') continue;
    line.waiting.push({ from: visit.offeredAt, to: visit.leftAt < 0 ? Infinity : visit.leftAt });
    if (visit.connectedAt >= 0)
      line.served.push({ from: visit.connectedAt, to: visit.endedAt < 0 ? Infinity : visit.endedAt });
  }
  // Whoever is known has rows, without contacts too: whether they had any outside this span must not matter.
  for (const queue of state.queues.values()) {
    const key = groupOf(queue, options.by);
    if (key !== null && queue.id !== '') lineOf(lines, key);
  }
  for (const span of spans) {
    for (const key of groupsOfAgent(state, span.agent, options.by)) {
      const line = lines.get(key);
      if (line !== undefined) spreadSpan(line, span, starts);
    }
  }
  const [from, to] = extent(lines, options);
  const intervals = intervalsBetween(starts, from, to, lines.size);
  const thresholds = options.thresholdsSeconds ?? THRESHOLDS_SECONDS;
  const rows: ReportRow[] = [];
  for (const [key, line] of lines) {
    const next = (start: number): number => starts.next(start);
    const startOf = (time: number): number => starts.startOf(time);
    const waiting = peaksByInterval(line.waiting, startOf, next);
    const served = peaksByInterval(line.served, startOf, next);
    for (const startAt of intervals ?? [...line.slots.keys()].sort((a, b) => a - b)) {
      if (startAt < from || startAt >= to) continue;
      const slot = line.slots.get(startAt) ?? createSlot();
      const peaks: { waiting: Peak | undefined; served: Peak | undefined } = {
        waiting: waiting.get(startAt),
        served: served.get(startAt),
      };
      rows.push(makeReportRow({ startAt, zone, by: options.by, key, ...slot, peaks, thresholds }));
    }
  }
  return rows.sort((a, b) => a.startAt - b.startAt);
}

/** The moment whose interval a visit counts in; infinite while it has none. */
function momentOf(visit: Visit, options: ReportOptions): number {
  const moment = options.attribution === 'offered' ? visit.offeredAt : visit.leftAt;
  return moment < 0 ? Infinity : moment;
}

function groupOf(queue: Queue, by: ReportBy): string | null {
  switch (by) {
    case 'queue':
      return queue.id;
    case 'site':
      return '';
    case 'group':
      return queue.groupId;
    case 'team':
      return queue.teamId;
  }
}

function groupsOfAgent(state: FloorState, agent: Agent, by: ReportBy): readonly string[] {
  switch (by) {
    case 'queue':
      return agent.queueIds;
    case 'site':
      return [''];
    case 'group':
      return [...new Set(agent.queueIds.flatMap((id) => state.queues.get(id)?.groupId ?? []))];
    case 'team':
      return agent.teamId === null ? [] : [agent.teamId];
  }
}

function lineOf(lines: Map<string, Line>, key: string): Line {
  let line = lines.get(key);
  if (line === undefined) lines.set(key, (line = { slots: new Map(), waiting: [], served: [] }));
  return line;
}

function slotOf(line: Line, startAt: number): Slot {
  let slot = line.slots.get(startAt);
  if (slot === undefined) line.slots.set(startAt, (slot = createSlot()));
  return slot;
}

function createSlot(): Slot {
  return { tally: createTally(), busyMs: 0, availableMs: 0 };
}

function spreadSpan(line: Line, span: Span, starts: IntervalStarts): void {
  for (let start = starts.startOf(span.from); start < span.to; start = starts.next(start)) {
    const piece = Math.min(span.to, starts.next(start)) - Math.max(span.from, start);
    const slot = slotOf(line, start);
    if (span.kind === BUSY) slot.busyMs += piece;
    else slot.availableMs += piece;
  }
}

/** First and last-but-one moment of the rows: as asked, else from the first to the last interval with contacts. */
function extent(lines: ReadonlyMap<string, Line>, options: ReportOptions): readonly [from: number, to: number] {
  let first = Infinity;
  let last = -Infinity;
  for (const line of lines.values()) {
    for (const [start, slot] of line.slots) {
      if (slot.tally.offeredCount + slot.tally.endedBeforeQueueCount === 0) continue;
      first = Math.min(first, start);
      last = Math.max(last, start);
    }
  }
  return [options.from ?? first, options.to ?? last + 1];
}

/** All interval starts in the extent, or `null` when filling it would make too many rows. */
function intervalsBetween(starts: IntervalStarts, from: number, to: number, lineCount: number): number[] | null {
  if (!Number.isFinite(from) || !Number.isFinite(to)) return [];
  const intervals: number[] = [];
  let start = starts.startOf(from);
  if (start < from) start = starts.next(start);
  while (start < to) {
    intervals.push(start);
    if (intervals.length * Math.max(1, lineCount) > FILL_LIMIT) return null;
    start = starts.next(start);
  }
  return intervals;
}
