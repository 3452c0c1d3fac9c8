import { Temporal } from 'temporal-polyfill';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { TRAITS_BY_KIND } from './activity-kind.ts';
import { DEFAULT_GRACE_MS, DEFAULT_REASONS } from './adherence-defaults.ts';
import { isScheduleType, type ScheduleEventData, type ScheduleEventType } from './events.ts';
import { layActivities } from './lay-activities.ts';
import { presenceAfter, type PresenceEvent } from './presence.ts';
import type { Presence, ScheduleDay, ScheduleException } from './rows.ts';

/** Days kept of an agent: from the day before yesterday, six weeks ahead. */
export const KEPT_DAYS = 45;
/** Exceptions kept of an agent, the latest of them. */
export const KEPT_EXCEPTIONS = 50;
/** Activities and queues whose settings are kept. */
export const KEPT_SETTINGS = 2_000;

export type AgentSchedule = {
  readonly id: string;
  readonly days: Map<string, ScheduleDay>;
  exceptions: ScheduleException[];
  leftOutDayCount: number;
};

/** What was ever configured, field by field, and when it was last. */
export type Configured<T extends 'schedule.activity-configured' | 'schedule.queue-configured'> = {
  readonly data: Omit<ScheduleEventData[T], 'by'>;
  readonly time: number;
};

export type AdherenceState = {
  graceMs: number;
  reasons: ScheduleEventData['schedule.adherence-configured']['reasons'] & {};
  time: number;
};

/** Everything the log says about a site's schedules. */
export type ScheduleState = {
  readonly siteId: string;
  zone: string;
  zoneAt: number;
  readonly agents: Map<string, AgentSchedule>;
  /** Of every agent, because a schedule may come after the agent did. */
  readonly presences: Map<string, Presence>;
  readonly activities: Map<string, Configured<'schedule.activity-configured'>>;
  readonly queues: Map<string, Configured<'schedule.queue-configured'>>;
  readonly adherence: AdherenceState;
  /** Touched since the last cut, and the local date the last timed rows were of; no part of the state proper. */
  readonly changed: {
    readonly agents: Set<string>;
    readonly activities: Set<string>;
    readonly queues: Set<string>;
    adherence: boolean;
  };
  shownDate: string | null;
};

export function createScheduleState(siteId: string): ScheduleState {
  return {
    siteId,
    zone: 'UTC',
    zoneAt: 0,
    agents: new Map(),
    presences: new Map(),
    activities: new Map(),
    queues: new Map(),
    adherence: { graceMs: DEFAULT_GRACE_MS, reasons: [...DEFAULT_REASONS], time: 0 },
    changed: { agents: new Set(), activities: new Set(), queues: new Set(), adherence: true },
    shownDate: null,
  };
}

/** Folds what is about schedules, and the site's zone; leaves everything else aside. Total: what does not fit what stands changes nothing. */
export function foldSchedule(state: ScheduleState, event: LoggedEvent): void {
  const initial = event.type.charCodeAt(0);
  // Most events are about contacts: they are told apart by one character.
  if (initial !== A && initial !== S) return;
  if (isPresenceEvent(event)) {
    foldPresence(state, event);
    return;
  }
  if (event.type === 'site.configured') {
    const { zone } = event.data;
    if (zone === undefined || event.time < state.zoneAt) return;
    state.zoneAt = event.time;
    if (zone === state.zone) return;
    state.zone = zone;
    for (const id of state.agents.keys()) state.changed.agents.add(id);
    return;
  }
  if (isScheduleType(event.type)) FOLDS[event.type](state, event as never);
}

const A = 97;
const S = 115;

function isPresenceEvent(event: LoggedEvent): event is PresenceEvent {
  return event.type === 'agent.state-changed' || event.type === 'agent.signed-in' || event.type === 'agent.signed-out';
}

function foldPresence(state: ScheduleState, event: PresenceEvent): void {
  const { agentId } = event.data;
  const before = state.presences.get(agentId) ?? null;
  const after = presenceAfter(before, event);
  if (after === before) return;
  state.presences.set(agentId, after);
  if (state.agents.has(agentId)) state.changed.agents.add(agentId);
}

type Fold<T extends ScheduleEventType> = (state: ScheduleState, event: LoggedEvent<T>) => void;

const FOLDS: { readonly [T in ScheduleEventType]: Fold<T> } = {
  'schedule.day-set': foldDaySet,
  'schedule.activity-configured': foldActivity,
  'schedule.queue-configured': foldQueue,
  'schedule.adherence-configured': foldAdherence,
  'schedule.exception-requested': foldRequested,
  'schedule.exception-approved': (state, event) => decide(state, event, 'approved'),
  'schedule.exception-declined': (state, event) => decide(state, event, 'declined'),
};

function foldDaySet(state: ScheduleState, { data, time, position }: LoggedEvent<'schedule.day-set'>): void {
  const agent = agentOf(state, data.agentId);
  const before = agent.days.get(data.date);
  if (before !== undefined && before.setAt > time) return;
  agent.days.set(data.date, {
    date: data.date,
    activities: layActivities(data.activities),
    setAt: time,
    position,
    setBy: data.by ?? null,
  });
  // A week back, because labour rules count hours from Monday on.
  forgetDays(agent, dateAt(state.zone, time, -7));
  state.changed.agents.add(data.agentId);
}

/** What is over, and what is further ahead than can be kept. */
function forgetDays(agent: AgentSchedule, firstDate: string): void {
  for (const date of agent.days.keys()) if (date < firstDate) agent.days.delete(date);
  if (agent.days.size <= KEPT_DAYS) return;
  const last = [...agent.days.keys()].reduce((left, right) => (right > left ? right : left));
  agent.days.delete(last);
  agent.leftOutDayCount++;
}

function foldActivity(state: ScheduleState, { data, time }: LoggedEvent<'schedule.activity-configured'>): void {
  const { by: _, ...given } = data;
  const before = state.activities.get(data.activityId);
  if (before === undefined && state.activities.size >= KEPT_SETTINGS) return;
  if (before !== undefined && before.time > time) return;
  state.activities.set(data.activityId, { data: { ...before?.data, ...given }, time });
  state.changed.activities.add(data.activityId);
}

function foldQueue(state: ScheduleState, { data, time }: LoggedEvent<'schedule.queue-configured'>): void {
  const { by: _, ...given } = data;
  const before = state.queues.get(data.queueId);
  if (before === undefined && state.queues.size >= KEPT_SETTINGS) return;
  if (before !== undefined && before.time > time) return;
  state.queues.set(data.queueId, { data: { ...before?.data, ...given }, time });
  state.changed.queues.add(data.queueId);
}

function foldAdherence(state: ScheduleState, { data, time }: LoggedEvent<'schedule.adherence-configured'>): void {
  if (time < state.adherence.time) return;
  state.adherence.time = time;
  if (data.graceMs !== undefined) state.adherence.graceMs = data.graceMs;
  if (data.reasons !== undefined) state.adherence.reasons = data.reasons;
  state.changed.adherence = true;
}

function foldRequested(state: ScheduleState, { data, time }: LoggedEvent<'schedule.exception-requested'>): void {
  const { exceptionId, agentId, startAt, endAt, reason, by } = data;
  if (endAt <= startAt) return;
  const agent = agentOf(state, agentId);
  if (agent.exceptions.some((known) => known.exceptionId === exceptionId)) return;
  const oldest = time - 2 * 86_400_000;
  agent.exceptions = [
    ...agent.exceptions.filter((known) => known.endAt >= oldest),
    {
      exceptionId,
      startAt,
      endAt,
      reason,
      state: 'requested' as const,
      requestedAt: time,
      requestedBy: by ?? null,
      decidedAt: null,
      decidedBy: null,
      note: null,
    },
  ]
    .toSorted((a, b) => a.startAt - b.startAt || (a.exceptionId < b.exceptionId ? -1 : 1))
    .slice(-KEPT_EXCEPTIONS);
  state.changed.agents.add(agentId);
}

/** A decision may be changed by a later one; one that was made before the one that stands changes nothing. */
function decide(
  state: ScheduleState,
  { data, time }: LoggedEvent<'schedule.exception-approved' | 'schedule.exception-declined'>,
  to: 'approved' | 'declined',
): void {
  const agent = state.agents.get(data.agentId);
  const index = agent?.exceptions.findIndex(({ exceptionId }) => exceptionId === data.exceptionId) ?? -1;
  const known = agent?.exceptions[index];
  if (agent === undefined || known === undefined || (known.decidedAt ?? 0) > time) return;
  agent.exceptions = agent.exceptions.with(index, {
    ...known,
    state: to,
    decidedAt: time,
    decidedBy: data.by ?? null,
    note: data.note ?? null,
  });
  state.changed.agents.add(data.agentId);
}

function agentOf(state: ScheduleState, agentId: string): AgentSchedule {
  let agent = state.agents.get(agentId);
  if (agent === undefined) {
    agent = { id: agentId, days: new Map(), exceptions: [], leftOutDayCount: 0 };
    state.agents.set(agentId, agent);
  }
  return agent;
}

/** Local date of a zone at a moment (epoch ms), `days` later; ISO. UTC where the zone is not known. */
export function dateAt(zone: string, time: number, days = 0): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(time));
  const zoned = (name: string) => instant.toZonedDateTimeISO(name).toPlainDate().add({ days }).toString();
  try {
    return zoned(zone);
  } catch {
    return zoned('UTC');
  }
}

/** What holds for a configured activity: its own fields, else those of its kind. */
export function traitsOf({ kind = 'other', ...given }: Omit<ScheduleEventData['schedule.activity-configured'], 'by'>) {
  const standard = TRAITS_BY_KIND[kind];
  return {
    kind,
    isProductive: given.isProductive ?? standard.isProductive,
    isPaid: given.isPaid ?? standard.isPaid,
    isPlannedShrinkage: given.isPlannedShrinkage ?? standard.isPlannedShrinkage,
  };
}
