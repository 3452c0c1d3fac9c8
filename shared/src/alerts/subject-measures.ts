import {
  addTally,
  createDayCache,
  WindowReader,
  windowSpans,
  type WindowSpan,
  type WindowSpans,
} from '../floor/window-reader.ts';
import { CELL_FIELDS, readCell, type Cell, type Readings } from '../floor/cell.ts';
import type { Agent } from '../floor/agent.ts';
import { STATE_INDEX } from '../floor/agent.ts';
import type { FloorState, Queue } from '../floor/floor-state.ts';
import { tallyOf } from '../floor/ring.ts';
import { BUCKET_MS, type WindowKey } from '../floor/window.ts';
import { measure, METRICS } from '../metrics/registry.ts';
import type { MetricId, NowReadings } from '../metrics/metric.ts';
import type { MeasureOf } from './evaluate-condition.ts';
import type { AlertRule } from './rule.ts';

/** Something a rule watches, with the queues and agents that make its numbers. */
export type Subject = {
  readonly key: string;
  readonly table: AlertRule['subject']['table'];
  readonly id: string;
  readonly queues: readonly Queue[];
  readonly agents: readonly Agent[];
};

/** Metrics that need agents' time or merged waits; the others come from counts alone, which are far cheaper to add up. */
const COSTLY: ReadonlySet<MetricId> = new Set<MetricId>([
  'occupancy',
  'wait-p50',
  'wait-p90',
  'wait-p95',
  'wait-max',
  'wait-estimate',
]);

type QueueSums = {
  readonly version: number;
  readonly first: number;
  readonly last: number;
  readonly sums: Float64Array;
  readonly empty: boolean;
};
type Known = { readonly version: number; readonly first: number; readonly last: number; readonly readings: Readings };

/**
 * Reads metrics of subjects of a floor at moments that only go forward, as rules need them: the same formulas and the same buckets as the
 * rows on the glass, but only the asked window of the asked subject. Keeps sums while a queue and its buckets stay the same.
 */
export class SubjectMeasures {
  private readonly dayCache = createDayCache();
  private readonly reader = new WindowReader();
  private readonly subjects = new Map<AlertRule, Subject[]>();
  private shape = '';
  private readonly sums = new WeakMap<Queue, Partial<Record<WindowKey, QueueSums>>>();
  private readonly known = new WeakMap<Subject, Partial<Record<WindowKey, Known>>>();

  constructor(private readonly state: FloorState) {}

  /** All subjects a rule watches now; found anew only when the floor gained or regrouped some. */
  subjectsOf(rule: AlertRule): readonly Subject[] {
    const { queues, agents, groups, teams } = this.state;
    const shape = `${queues.size}/${agents.size}/${groups.size}/${teams.size}/${this.state.regroupedCount}`;
    if (shape !== this.shape) {
      this.shape = shape;
      this.subjects.clear();
    }
    let found = this.subjects.get(rule);
    if (found === undefined) this.subjects.set(rule, (found = this.findSubjects(rule)));
    return found;
  }

  private findSubjects(rule: AlertRule): Subject[] {
    const { state } = this;
    const wanted = rule.subject.ids === undefined ? null : new Set(rule.subject.ids);
    const keep = (subject: Subject): boolean => wanted === null || wanted.has(subject.id);
    const queues = [...state.queues.values()];
    switch (rule.subject.table) {
      case 'sites':
        return [{ ...this.subject('sites', state.siteId, queues), agents: [...state.agents.values()] }].filter(keep);
      case 'queues':
        return queues.map((queue) => this.subject('queues', queue.id, [queue])).filter(keep);
      case 'groups':
        return [...state.groups.keys()]
          .map((id) =>
            this.subject(
              'groups',
              id,
              queues.filter((queue) => queue.groupId === id),
            ),
          )
          .filter(keep);
      case 'teams':
        return [...state.teams.keys()]
          .map((id): Subject => ({
            ...this.subject(
              'teams',
              id,
              queues.filter((queue) => queue.teamId === id),
            ),
            agents: [...state.agents.values()].filter((agent) => agent.teamId === id),
          }))
          .filter(keep);
    }
  }

  private subject(table: Subject['table'], id: string, queues: readonly Queue[]): Subject {
    const agents = new Set<Agent>();
    for (const queue of queues) {
      for (const agentId of queue.agentIds) {
        const agent = this.state.agents.get(agentId);
        if (agent !== undefined) agents.add(agent);
      }
    }
    return { key: `${table}/${id}`, table, id, queues, agents: [...agents] };
  }

  /**
   * What the subject's numbers depend on, or `null` while someone waits: waits then grow with every moment. Equal stamps mean equal
   * numbers.
   */
  stampOf(subject: Subject, asOf: number): string | null {
    let version = 0;
    for (const queue of subject.queues) {
      if (queue.waitingContacts.size > 0) return null;
      version += queue.version;
    }
    let agents = 0;
    for (const agent of subject.agents) agents += agent.version;
    return `${version}/${agents}/${Math.floor(asOf / BUCKET_MS)}`;
  }

  /** The numbers of a subject at `asOf`. */
  at(subject: Subject, asOf: number): MeasureOf {
    const spans = windowSpans(this.state, asOf, this.dayCache);
    let now: NowReadings | undefined;
    let cells: Record<WindowKey, Cell> | undefined;
    return (metric, window) => {
      now ??= nowOf(subject);
      if (METRICS[metric].span === 'now') return measure(metric, { now, readings: NOTHING, asOf });
      if (COSTLY.has(metric)) {
        cells ??= this.reader.cells(subject.queues, subject.agents, spans);
        return measure(metric, { now, readings: readCell(cells[window]), asOf });
      }
      return measure(metric, { now, readings: this.readings(subject, window, spans), asOf });
    };
  }

  /** Counts of a subject in a window, added up anew only when a queue or the window's buckets changed. */
  private readings(subject: Subject, window: WindowKey, spans: WindowSpans): Readings {
    const span = spans.spans[window];
    let version = 0;
    for (const queue of subject.queues) version += queue.version;
    let kept = this.known.get(subject);
    if (kept === undefined) this.known.set(subject, (kept = {}));
    let known = kept[window];
    if (known === undefined || known.version !== version || known.first !== span.first || known.last !== span.last) {
      const total = new Float64Array(CELL_FIELDS.length);
      for (const queue of subject.queues) {
        const { sums, empty } = this.queueSums(queue, window, span);
        if (!empty)
          for (let index = 0; index < total.length; index++) total[index] = (total[index] ?? 0) + (sums[index] ?? 0);
      }
      known = { version, first: span.first, last: span.last, readings: readCell(Array.from(total)) };
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

const NOTHING = readCell(undefined);

function nowOf(subject: Subject): NowReadings {
  let waitingCount = 0;
  let inServiceCount = 0;
  let oldestQueuedAt: number | null = null;
  for (const queue of subject.queues) {
    waitingCount += queue.waitingContacts.size;
    inServiceCount += queue.servedContacts.size;
    for (const contact of queue.waitingContacts) {
      const queuedAt = contact.visit?.offeredAt ?? null;
      if (queuedAt !== null && (oldestQueuedAt === null || queuedAt < oldestQueuedAt)) oldestQueuedAt = queuedAt;
    }
  }
  const agents: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  for (const agent of subject.agents) {
    const index = STATE_INDEX[agent.posture.state];
    agents[index] = (agents[index] ?? 0) + 1;
  }
  return { waitingCount, inServiceCount, oldestQueuedAt, agents, estimateP50Ms: null, estimateP80Ms: null };
}
