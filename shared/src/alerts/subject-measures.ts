import {
  addTally,
  createDayCache,
  WindowReader,
  windowSpans,
  type WindowSpan,
  type WindowSpans,
} from '../floor/window-reader.ts';
import { CELL_FIELDS, readCell, type Cell, type Readings } from '../floor/cell.ts';
import { STATE_INDEX } from '../floor/agent.ts';
import { expectWait } from '../floor/expect-wait.ts';
import type { FloorState, Queue } from '../floor/floor-state.ts';
import { tallyOf } from '../floor/ring.ts';
import { DAY_BUCKET_MS, WINDOW_KEYS, type WindowKey } from '../floor/window.ts';
import type { PlannedForecast } from './planned-forecast.ts';
import { measure, METRICS } from '../metrics/registry.ts';
import { METRIC_IDS, type MetricId, type NowReadings } from '../metrics/metric.ts';
import { createAlertMemory, type AlertMemory } from './alert-memory.ts';
import { isOwnMetric, type SubjectTable } from './alert-metric.ts';
import type { MeasureOf } from './evaluate-condition.ts';
import { measureAgent, measureBot, measureContact, measureSource } from './own-measures.ts';
import { measureBadDays } from './bad-days.ts';
import { measureMentions, measureNegative } from './feedback-measures.ts';
import { measureDeviation } from './forecast-deviation.ts';
import { NOTHING, type MeasuredPast } from './measured-past.ts';
import { measureAnomaly } from './weeks-anomaly.ts';
import type { Comparison } from './rule.ts';
import { Subjects, type Subject } from './subject.ts';

/** Metrics that need agents' time or merged waits; the others come from counts alone, which are far cheaper to add up. */
const COSTLY: ReadonlySet<MetricId> = new Set<MetricId>(['occupancy', 'wait-p50', 'wait-p90', 'wait-p95', 'wait-max']);
const METRIC_PLACE = Object.fromEntries(METRIC_IDS.map((id, index) => [id, index])) as Record<MetricId, number>;
const WINDOW_PLACE = Object.fromEntries(WINDOW_KEYS.map((key, index) => [key, index])) as Record<WindowKey, number>;
const OF_QUEUES: ReadonlySet<SubjectTable> = new Set<SubjectTable>(['sites', 'groups', 'teams', 'queues']);

type QueueSums = {
  readonly version: number;
  readonly first: number;
  readonly last: number;
  readonly sums: Float64Array;
  readonly empty: boolean;
};
type Known = { readonly version: number; readonly first: number; readonly last: number; readonly readings: Readings };
/** What was measured of a subject at one moment: several rules ask for the same. */
type Round = { readonly asOf: number; readonly version: number; readonly values: (MeasuredPast | undefined)[] };

/** What of the past rules compare with. */
export type MeasuredAgainst = {
  readonly memory?: AlertMemory;
  readonly forecasts?: ReadonlyMap<string, PlannedForecast>;
};

/**
 * Reads metrics of subjects of a floor at moments that mostly go forward, as rules need them: the same formulas and the same buckets as the
 * rows on the glass, but only the asked window of the asked subject. Keeps sums while a queue and its buckets stay the same.
 */
export class SubjectMeasures {
  readonly subjects: Subjects;
  readonly memory: AlertMemory;
  private readonly forecasts: ReadonlyMap<string, PlannedForecast>;
  private readonly dayCache = createDayCache();
  private readonly reader = new WindowReader();
  private readonly sums = new WeakMap<Queue, Partial<Record<WindowKey, QueueSums>>>();
  private readonly known = new WeakMap<Subject, Partial<Record<WindowKey, Known>>>();
  private readonly rounds = new WeakMap<Subject, Round>();
  private spans: WindowSpans | null = null;
  /** Made once: sums are added up with every event. */
  private readonly total = new Float64Array(CELL_FIELDS.length);

  constructor(
    private readonly state: FloorState,
    against: MeasuredAgainst = {},
  ) {
    this.subjects = new Subjects(state);
    this.memory = against.memory ?? createAlertMemory();
    this.forecasts = against.forecasts ?? new Map();
  }

  /** Raised with every change of the subject's queues, and where that is asked of its agents. */
  versionOf(subject: Subject, withAgents: boolean): number {
    let version = 0;
    for (const queue of subject.queues) version += queue.version;
    if (withAgents) for (const agent of subject.agents) version += agent.version;
    return version;
  }

  spansAt(asOf: number): WindowSpans {
    if (this.spans?.asOf !== asOf) this.spans = windowSpans(this.state, asOf, this.dayCache);
    return this.spans;
  }

  /** The numbers of a subject at `asOf`. */
  at(subject: Subject, asOf: number): MeasureOf {
    return this.read(subject, this.spansAt(asOf), this.roundOf(subject, asOf).values);
  }

  /** The numbers of a subject over the quarter hours from `startAt` to `endAt` (epoch ms), whatever window is asked for. */
  over(subject: Subject, startAt: number, endAt: number): MeasureOf {
    const spans = this.spansAt(endAt - 1);
    const span: WindowSpan = {
      ring: 'day',
      first: Math.floor(startAt / DAY_BUCKET_MS),
      last: Math.floor((endAt - 1) / DAY_BUCKET_MS),
      startAt,
    };
    const starts = WINDOW_KEYS.map((key, index) => (key === 'interval' ? startAt : (spans.starts[index] ?? startAt)));
    const asked: WindowSpans = {
      ...spans,
      intervalStartAt: startAt,
      starts,
      key: `${spans.key}/${startAt}`,
      spans: { ...spans.spans, interval: span },
    };
    const measureOf = this.read(subject, asked, []);
    return (comparison) => measureOf({ ...comparison, window: 'interval' });
  }

  private read(subject: Subject, spans: WindowSpans, values: (MeasuredPast | undefined)[]): MeasureOf {
    const { asOf } = spans;
    let now: NowReadings | undefined;
    let cells: Record<WindowKey, Cell> | undefined;
    const cellsOf = () => (cells ??= this.reader.cells(subject.queues, subject.agents, spans));
    return (comparison) => {
      const { metric, window = 'last30m' } = comparison;
      if (isOwnMetric(metric) || !OF_QUEUES.has(subject.table)) return this.own(comparison, subject, spans);
      const place = METRIC_PLACE[metric] * WINDOW_KEYS.length + WINDOW_PLACE[window];
      const known = values[place];
      if (known !== undefined) return known;
      let found: MeasuredPast;
      if (METRICS[metric].span === 'now') {
        now ??= nowOf(subject);
        found = measure(metric, {
          now: metric === 'wait-estimate' ? withEstimate(now, subject, cellsOf()) : now,
          readings: EMPTY,
          asOf,
        });
      } else {
        const readings = COSTLY.has(metric) ? readCell(cellsOf()[window]) : this.readings(subject, window, spans);
        found = measure(metric, { now: NOBODY, readings, asOf });
      }
      values[place] = found;
      return found;
    };
  }

  private roundOf(subject: Subject, asOf: number): Round {
    const version = this.versionOf(subject, true);
    let round = this.rounds.get(subject);
    if (round === undefined || round.asOf !== asOf || round.version !== version) {
      round = { asOf, version, values: [] };
      this.rounds.set(subject, round);
    }
    return round;
  }

  private own(comparison: Comparison, subject: Subject, spans: WindowSpans): MeasuredPast {
    const { metric, window = 'last30m' } = comparison;
    const { asOf } = spans;
    const span = spans.spans[window];
    const [agent] = subject.agents;
    switch (metric) {
      case 'negative-feedback-share':
        return measureNegative(subject, this.memory, span.startAt, asOf);
      case 'feedback-mentions':
        return measureMentions(comparison, subject, this.memory, asOf);
      case 'forecast-deviation':
        return measureDeviation(comparison, subject, this.forecasts, asOf);
      case 'weeks-anomaly':
        return measureAnomaly(comparison, subject, this.memory, this.state.zone, asOf);
      case 'bad-days':
        return measureBadDays(comparison, subject, this.memory, asOf);
      default:
    }
    if (subject.table === 'agents' && agent !== undefined) return measureAgent(comparison, agent, span, asOf);
    if (subject.contact !== undefined) return measureContact(comparison, subject.contact, asOf);
    if (!isOwnMetric(metric)) return NOTHING;
    if (subject.bot !== undefined) return measureBot(metric, subject.bot, this.state, span, asOf);
    return subject.source === undefined ? NOTHING : measureSource(metric, subject.source, asOf);
  }

  /** Counts of a subject in a window, added up anew only when a queue or the window's buckets changed. */
  private readings(subject: Subject, window: WindowKey, spans: WindowSpans): Readings {
    const span = spans.spans[window];
    const version = this.versionOf(subject, false);
    let kept = this.known.get(subject);
    if (kept === undefined) this.known.set(subject, (kept = {}));
    let known = kept[window];
    if (known === undefined || known.version !== version || known.first !== span.first || known.last !== span.last) {
      const total = this.total.fill(0);
      for (const queue of subject.queues) {
        const { sums, empty } = this.queueSums(queue, window, span);
        if (!empty)
          for (let index = 0; index < total.length; index++) total[index] = (total[index] ?? 0) + (sums[index] ?? 0);
      }
      known = { version, first: span.first, last: span.last, readings: readCell(total) };
      kept[window] = known;
    }
    const waitingPastCount = waitingPast(subject, span.startAt, spans.asOf);
    return waitingPastCount === 0 ? known.readings : { ...known.readings, waitingPastCount };
  }

  /** Sums of one queue over a window. A window that was empty stays so until the queue's tallies change: nights cost nothing. */
  private queueSums(queue: Queue, window: WindowKey, span: WindowSpan): QueueSums {
    let kept = this.sums.get(queue);
    if (kept === undefined) this.sums.set(queue, (kept = {}));
    const known = kept[window];
    if (known !== undefined && known.version === queue.version) {
      const forward = span.first >= known.first && span.last >= known.last;
      if ((known.empty && forward) || (known.first === span.first && known.last === span.last)) return known;
    }
    const sums = known?.sums.fill(0) ?? new Float64Array(CELL_FIELDS.length);
    let empty = true;
    const ring = queue[span.ring];
    for (let bucket = span.first; bucket <= span.last; bucket++) {
      const tally = tallyOf(ring, bucket);
      if (tally === null) continue;
      addTally(sums, tally);
      empty = false;
    }
    const found: QueueSums = { version: queue.version, first: span.first, last: span.last, sums, empty };
    kept[window] = found;
    return found;
  }
}

/** Contacts offered in the window that already wait longer than their queue's threshold. */
function waitingPast(subject: Subject, startAt: number, asOf: number): number {
  let count = 0;
  for (const queue of subject.queues) {
    for (const contact of queue.waitingContacts) {
      const offeredAt = contact.visit?.offeredAt ?? asOf;
      if (offeredAt >= startAt && asOf - offeredAt > queue.serviceLevelThresholdMs) count++;
    }
  }
  return count;
}

const EMPTY = readCell(undefined);
const NOBODY: NowReadings = {
  waitingCount: 0,
  oldestQueuedAt: null,
  inServiceCount: 0,
  agents: [0, 0, 0, 0, 0, 0],
  estimateP50Ms: null,
  estimateP80Ms: null,
};

/** When the contact that waits longest was offered, epoch ms. */
export function oldestQueuedAt(subject: Subject): number | null {
  let oldest: number | null = null;
  for (const queue of subject.queues) {
    for (const contact of queue.waitingContacts) {
      const at = contact.visit?.offeredAt ?? null;
      if (at !== null && (oldest === null || at < oldest)) oldest = at;
    }
  }
  return oldest;
}

function nowOf(subject: Subject): NowReadings {
  let waitingCount = 0;
  let inServiceCount = 0;
  for (const queue of subject.queues) {
    waitingCount += queue.waitingContacts.size;
    inServiceCount += queue.servedContacts.size;
  }
  const agents: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  for (const agent of subject.agents) {
    const index = STATE_INDEX[agent.posture.state];
    agents[index] = (agents[index] ?? 0) + 1;
  }
  const oldest = oldestQueuedAt(subject);
  return { ...NOBODY, waitingCount, inServiceCount, oldestQueuedAt: oldest, agents };
}

function withEstimate(now: NowReadings, subject: Subject, windows: Record<WindowKey, Cell>): NowReadings {
  const serving = new Set<string>();
  for (const queue of subject.queues)
    for (const contact of queue.servedContacts) if (contact.agentId !== null) serving.add(contact.agentId);
  const estimate = expectWait(
    {
      waitingCount: now.waitingCount,
      agentsServing: serving.size,
      availableAgents: now.agents[STATE_INDEX.available] ?? 0,
    },
    windows,
  );
  return { ...now, estimateP50Ms: estimate?.p50Ms ?? null, estimateP80Ms: estimate?.p80Ms ?? null };
}
