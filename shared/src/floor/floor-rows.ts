import type { RowChoice, SliceRows } from '../live/slice.ts';
import type { Agent } from './agent.ts';
import { agentReadings } from './agent-readings.ts';
import { markHomes } from './fold-agent.ts';
import { expectWait } from './expect-wait.ts';
import type { Contact, Entry } from './contact.ts';
import { CONTACT_RANK } from './contact-machine.ts';
import { FloorMembers } from './members.ts';
import { botRow, sessionRow, sessionsByBot } from './bot-rows.ts';
import { WAITING_MINUTES, type Area, type FloorState, type Queue, type WaitingTrack } from './floor-state.ts';
import { undeclaredCount } from './tag-counts.ts';
import type {
  AgentCounts,
  AgentRow,
  ContactRow,
  LiveNumbers,
  LiveTables,
  QueueRow,
  RollUpRow,
  SiteRow,
  SourceRow,
} from './rows.ts';
import { createDayCache, WindowReader, windowSpans, type WindowSpans } from './window-reader.ts';
import { STATE_INDEX } from './agent.ts';

/** Most contacts shown at once; beyond it the longest-waiting are kept and the rest counted as left out. */
export const CONTACT_ROWS_LIMIT = 5_000;

type Hands = {
  readonly version: number;
  readonly oldestQueuedAt: number | null;
  /** Places of the agents serving, see {@link Agent.index}; each once. */
  readonly serving: readonly number[];
};

/** Makes rows of a floor; keeps sums between calls, and no truth. One per state. */
export class FloorRows {
  private readonly reader = new WindowReader();
  private readonly members = new FloorMembers();
  private readonly hands = new WeakMap<Queue, Hands>();
  /** By the place of each agent the last count that counted it. */
  private counted = new Float64Array(0);
  private count = 0;
  private readonly dayCache = createDayCache();

  rows(state: FloorState, asOf: number, which: RowChoice): SliceRows {
    const spans = windowSpans(state, asOf, this.dayCache);
    const { changes } = state;
    // Agents change their states far more often than rows are cut, so their homes are found out only now.
    for (const agent of changes.agents) if (agent.stateChanged) markHomes(state, agent);
    // Time alone changes windows and estimates: only rows without them can wait for events.
    const touched = which !== 'all';
    const changed = which === 'changed';
    const queues = changed ? changes.queues : [...state.queues.values()];
    const groups = changed ? changes.areas.filter((area) => area.kind === 'group') : [...state.groups.values()];
    const teams = changed ? changes.areas.filter((area) => area.kind === 'team') : [...state.teams.values()];
    const tables: { -readonly [K in keyof SliceRows['tables']]: LiveTables[K][] } = {
      sites: [this.siteRow(state, spans)],
      queues: queues.map((queue) => this.queueRow(state, queue, spans)),
      groups: groups.map((group) => this.rollUp(state, group, spans)),
      teams: teams.map((team) => this.rollUp(state, team, spans)),
    };
    const removed: { contacts: string[]; botSessions: string[] } = { contacts: [], botSessions: [] };
    const bots = changed ? changes.bots : [...state.bots.values()];
    const open = sessionsByBot(state);
    tables.bots = bots.map((bot) => botRow(bot, open.get(bot.id) ?? [], spans));
    const agents = touched ? changes.agents : [...state.agents.values()];
    tables.agents = agents.map((agent) => this.agentRow(agent, spans));
    tables.sources = (touched ? changes.sources : [...state.sources.values()]).map(sourceRow);
    const contacts = touched ? changes.contacts : [...state.contacts.values()];
    tables.contacts = [];
    for (const contact of contacts) placeRow(contact, isShown(contact), tables.contacts, removed.contacts, contactRow);
    const sessions = touched ? changes.sessions : [...state.sessions.values()];
    tables.botSessions = [];
    for (const session of sessions) {
      const row = sessionRow(session);
      placeRow(session, row !== null, tables.botSessions, removed.botSessions, () => row as NonNullable<typeof row>);
    }
    removed.contacts.push(...changes.removedContacts);
    removed.botSessions.push(...changes.removedSessions);
    return { tables, removed };
  }

  private siteRow(state: FloorState, spans: WindowSpans): SiteRow {
    let shown = 0;
    for (const queue of state.queues.values()) shown += queue.waitingContacts.size + queue.servedContacts.size;
    return {
      ...this.rollUp(state, state.site, spans),
      zone: state.zone,
      name: state.name,
      dayStartsAt: state.dayStartsAt,
      intervalMinutes: state.intervalMinutes,
      intervalStartAt: spans.intervalStartAt,
      todayStartAt: spans.todayStartAt,
      clock: state.clock,
      serviceLevelFormula: state.serviceLevelFormula,
      tags: state.tags,
      latestEventAt: state.latestEventAt,
      anomalyCount: state.anomalyCount,
      unknownCount: state.unknownCount,
      tooLateCount: state.tooLateCount,
      parkedCount: state.parkedCount,
      undeclaredTagCount: undeclaredCount(state.toldTags, state.tags),
      contactsLeftOutCount: Math.max(0, shown - CONTACT_ROWS_LIMIT),
    };
  }

  private rollUp(state: FloorState, area: Area, spans: WindowSpans): RollUpRow {
    const { queues, agents } = this.members.ofArea(state, area);
    return {
      id: area.id,
      name: area.name,
      queueCount: queues.length,
      serviceLevelTarget: strictestTarget(queues),
      ...this.numbers(state, area.waiting, queues, agents, spans),
    };
  }

  private queueRow(state: FloorState, queue: Queue, spans: WindowSpans): QueueRow {
    return {
      id: queue.id,
      name: queue.name,
      channel: queue.channel,
      groupId: queue.groupId,
      teamId: queue.teamId,
      department: queue.department,
      serviceLevelThresholdMs: queue.serviceLevelThresholdMs,
      shortAbandonThresholdMs: queue.shortAbandonThresholdMs,
      serviceLevelTarget: queue.serviceLevelTarget,
      highValue: queue.highValue,
      ...this.numbers(state, queue.waiting, [queue], this.members.ofQueue(state, queue), spans),
    };
  }

  private numbers(
    state: FloorState,
    track: WaitingTrack,
    queues: readonly Queue[],
    agents: readonly Agent[],
    spans: WindowSpans,
  ): LiveNumbers {
    let waitingCount = 0;
    let oldestQueuedAt: number | null = null;
    let inServiceCount = 0;
    let agentsServingCount = 0;
    this.count++;
    if (this.counted.length < state.agents.size) this.counted = new Float64Array(2 * state.agents.size);
    for (const queue of queues) {
      waitingCount += queue.waitingContacts.size;
      inServiceCount += queue.servedContacts.size;
      const hands = this.handsOf(state, queue);
      if (hands.oldestQueuedAt !== null && (oldestQueuedAt === null || hands.oldestQueuedAt < oldestQueuedAt))
        oldestQueuedAt = hands.oldestQueuedAt;
      for (const place of hands.serving) {
        if (this.counted[place] === this.count) continue;
        this.counted[place] = this.count;
        agentsServingCount++;
      }
    }
    const counts = [0, 0, 0, 0, 0, 0];
    const windows = this.reader.cells(queues, agents, spans, counts);
    return {
      waitingCount,
      oldestQueuedAt,
      inServiceCount,
      agentsServingCount,
      agents: counts as unknown as AgentCounts,
      estimate: expectWait(
        { waitingCount, agentsServing: agentsServingCount, availableAgents: counts[STATE_INDEX.available] ?? 0 },
        windows,
      ),
      waitingByMinute: minutes(track, waitingCount, spans.asOf),
      waitingMinuteAt: Math.floor(spans.asOf / 60_000) * 60_000,
      windows,
    };
  }

  /** Who waits and who serves in a queue, looked through once for all the areas that it belongs to. */
  private handsOf(state: FloorState, queue: Queue): Hands {
    const former = this.hands.get(queue);
    if (former?.version === queue.version) return former;
    let oldestQueuedAt: number | null = null;
    for (const contact of queue.waitingContacts) {
      const queuedAt = contact.visit?.offeredAt ?? null;
      if (queuedAt !== null && (oldestQueuedAt === null || queuedAt < oldestQueuedAt)) oldestQueuedAt = queuedAt;
    }
    const serving = new Set<number>();
    for (const { agentId, agentFound } of queue.servedContacts) {
      if (agentId === null) continue;
      const agent = agentFound?.id === agentId ? agentFound : state.agents.get(agentId);
      if (agent !== undefined) serving.add(agent.index);
    }
    const hands = { version: queue.version, oldestQueuedAt, serving: [...serving] };
    this.hands.set(queue, hands);
    return hands;
  }

  private agentRow(agent: Agent, spans: WindowSpans): AgentRow {
    const { posture } = agent;
    const day = agentReadings(agent, spans.spans.today, posture.since);
    return {
      id: agent.id,
      name: agent.name,
      teamId: agent.teamId,
      queueIds: agent.queueIds,
      skills: agent.skills,
      capacity: agent.capacity,
      state: posture.state,
      reason: posture.saidReason,
      since: posture.since,
      contacts: posture.contacts.map(({ key, queueId, channel, phase, time }) => ({
        contactId: key,
        queueId,
        channel,
        phase: phase ?? 'ended',
        since: time,
      })),
      signedInAt: posture.signedInAt,
      handledTodayCount: day.handledCount,
      handleTodayMs: day.talkMs + day.holdMs + day.afterContactWorkMs,
      notAnsweredTodayCount: day.notAnsweredCount,
      busyTodayMs: day.busyMs,
      availableTodayMs: day.availableMs,
    };
  }
}

/** The target of several queues together is the strictest of them: a mean of promises promises nothing. */
function strictestTarget(queues: readonly Queue[]): number {
  return queues.length === 0 ? 0.8 : Math.max(...queues.map((queue) => queue.serviceLevelTarget));
}

function placeRow<T extends { id: string; shown: boolean }, R>(
  thing: T,
  visible: boolean,
  rows: R[],
  removed: string[],
  make: (thing: T) => R,
): void {
  if (visible && (thing.shown || rows.length < CONTACT_ROWS_LIMIT)) {
    thing.shown = true;
    rows.push(make(thing));
  } else if (thing.shown) {
    thing.shown = false;
    removed.push(thing.id);
  }
}

function isShown(contact: Contact): boolean {
  return contact.visit !== null || contact.servedQueueId !== null;
}

/** A contact as it is shown. */
export function contactRow(contact: Contact): ContactRow {
  let known: Entry = {};
  for (let fact = contact.newest; fact !== null; fact = fact.earlier) {
    if (fact.rank === CONTACT_RANK['contact.queued']) known = { ...fact.entry, ...known };
  }
  return {
    id: contact.id,
    queueId: contact.visit?.queueId ?? contact.servedQueueId,
    channel: contact.channel,
    phase: contact.phase,
    queuedAt: contact.visit?.offeredAt ?? null,
    answeredAt: contact.visit?.outcome === 'answered' ? contact.visit.leftAt : null,
    since: contact.since,
    agentId: contact.agentId ?? contact.presentedTo[0] ?? null,
    customerRef: known.customerRef ?? null,
    tier: known.tier ?? null,
    priority: known.priority ?? null,
    segment: known.segment ?? null,
    touchpoint: known.touchpoint ?? null,
    department: known.department ?? null,
    language: known.language ?? null,
    tags: known.tags ?? [],
    visitCount: contact.visits.length,
  };
}

function sourceRow(source: SourceRow & { changed?: boolean }): SourceRow {
  const { id, lastEventAt, lastRecordedAt, lastHeartbeatAt, everyMs, eventCount } = source;
  return { id, lastEventAt, lastRecordedAt, lastHeartbeatAt, everyMs, eventCount };
}

/** The last hour's maxima, oldest minute first, as seen at `asOf`. */
function minutes(track: WaitingTrack, count: number, asOf: number): number[] {
  const now = Math.floor(asOf / 60_000);
  const peaks: number[] = [];
  for (let minute = now - WAITING_MINUTES + 1; minute <= now; minute++) {
    if (minute > track.minute) peaks.push(count);
    else if (minute > track.minute - WAITING_MINUTES) peaks.push(track.peaks[minute % WAITING_MINUTES] ?? 0);
    else peaks.push(0);
  }
  return peaks;
}
