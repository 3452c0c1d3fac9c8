import { isDecidedType, isPlanType, type DecidedType, type PlanType } from '../kit/decided-type.ts';
import type { ContactEventType } from '../contacts/events.ts';
import { EVENT_TYPES, type EventType } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { CONTACT_RANK } from './contact-machine.ts';
import { ensureQueue } from './ensure-queue.ts';
import { foldAgentEvent } from './fold-agent.ts';
import { expireSessions, foldBotEvent, sweepSessions } from './fold-bot.ts';
import { foldClockSet, foldQueueConfigured, foldSiteConfigured, foldTeamConfigured } from './fold-configured.ts';
import { expireContacts, foldContactEvent, sweepContacts } from './fold-contact.ts';
import { ALLOWED_LATENESS_MS, type FloorState, type SourceState } from './floor-state.ts';
import { markArea, markQueue, markSource } from './mark-changed.ts';
import { tallyAt } from './ring.ts';
import { countTags } from './tag-counts.ts';

/** How often, in event time, the state is looked through for what can be forgotten, and for what was lost. */
const SWEEP_EVERY_MS = 5_000;
const EXPIRE_EVERY_MS = 3_600_000;

/**
 * Folds one event into the live floor (decision D3): mutates `state` and depends on nothing but `(state, event)`. Total: an impossible
 * event is counted and changes nothing else; one later than allowed is counted and left out of the live numbers.
 */
export function foldFloor(state: FloorState, event: LoggedEvent): void {
  floorFoldOf(event.type)(state, event);
}

type Fold = (state: FloorState, event: LoggedEvent) => void;

/** The same for events of one type alone; of one that is not known only the position is noted. */
export function floorFoldOf(type: EventType): Fold {
  // A map, because the texts of parsed events are new strings each, with which a property is slow to find.
  return FOLD_OF.get(type) ?? notePosition;
}

function makeFold(type: EventType): Fold {
  // What was decided about the floor is no fact of it, and says nothing about a source.
  if (isDecidedType(type)) return notePosition;
  const rank = (CONTACT_RANK as Partial<Record<EventType, number>>)[type];
  if (rank !== undefined) {
    return (state, event) => {
      noteSource(state, event);
      if (!isInTime(state, event.time)) return;
      foldContactEvent(state, event as LoggedEvent<ContactEventType>, rank); // only contact events have a rank
      if (state.latestEventAt - state.sweptAt >= SWEEP_EVERY_MS) sweep(state);
    };
  }
  const fold = (FOLDS as unknown as Partial<Record<EventType, Fold>>)[type] ?? (() => undefined); // called with events of this type only
  // Plans and pasts hold like settings: a day of last month is not late, and next week's shift is not now.
  if (SETTINGS.has(type) || isPlanType(type)) {
    return (state, event) => {
      noteSource(state, event);
      fold(state, event);
    };
  }
  return (state, event) => {
    noteSource(state, event);
    if (!isInTime(state, event.time)) return;
    fold(state, event);
    if (state.latestEventAt - state.sweptAt >= SWEEP_EVERY_MS) sweep(state);
  };
}

/** Moves the floor's time on; false, and counted, for an event later than allowed. */
function isInTime(state: FloorState, time: number): boolean {
  if (time > state.latestEventAt) state.latestEventAt = time;
  else if (time < state.latestEventAt - ALLOWED_LATENESS_MS) {
    state.tooLateCount++;
    markArea(state, state.site);
    return false;
  }
  return true;
}

function sweep(state: FloorState): void {
  state.sweptAt = state.latestEventAt;
  sweepContacts(state);
  sweepSessions(state);
  if (state.latestEventAt - state.expiredAt < EXPIRE_EVERY_MS) return;
  state.expiredAt = state.latestEventAt;
  expireContacts(state);
  expireSessions(state);
}

/**
 * Settings hold however old they are, which of two is newer is decided by their times, and they do not move the floor's time: they are
 * made by people, whose moment need not be the floor's.
 */
const SETTINGS: ReadonlySet<EventType> = new Set<EventType>([
  'queue.configured',
  'team.configured',
  'site.configured',
  'site.clock-set',
  'bot.configured',
  'agent.configured',
  'agent.skills-changed',
  'source.heartbeat',
]);

const FOLDS: {
  readonly [T in Exclude<EventType, ContactEventType | DecidedType | PlanType>]: (
    state: FloorState,
    event: LoggedEvent<T>,
  ) => void;
} = {
  'agent.signed-in': foldAgentEvent,
  'agent.state-changed': foldAgentEvent,
  'agent.signed-out': foldAgentEvent,
  'agent.skills-changed': foldAgentEvent,
  'agent.configured': foldAgentEvent,
  'bot.session-started': foldBotEvent,
  'bot.turned': foldBotEvent,
  'bot.asked': foldBotEvent,
  'bot.handed-off': foldBotEvent,
  'bot.contained': foldBotEvent,
  'bot.abandoned': foldBotEvent,
  'bot.failed': foldBotEvent,
  'bot.configured': foldBotEvent,
  'queue.configured': foldQueueConfigured,
  'team.configured': foldTeamConfigured,
  'site.configured': foldSiteConfigured,
  'site.clock-set': foldClockSet,
  'survey.answered': foldSurvey,
  'source.heartbeat': foldHeartbeat,
};

const FOLD_OF: ReadonlyMap<string, Fold> = new Map(EVENT_TYPES.map((type) => [type, makeFold(type)]));

/** Lowest score that counts as top-box, by scale. */
const TOP_SCORE = { csat: 4, ces: 6, nps: 9 } as const;

function foldSurvey(state: FloorState, event: LoggedEvent<'survey.answered'>): void {
  const { contactId, queueId, scale, score, tags } = event.data;
  if (tags !== undefined) countTags(state.toldTags, tags);
  const contact = contactId === undefined ? undefined : state.contacts.get(contactId);
  const home = queueId ?? contact?.visits.at(-1)?.queueId;
  if (home === undefined || home === '') return;
  const queue = ensureQueue(state, home);
  queue.version++;
  for (const ring of [queue.rolling, queue.day]) {
    const tally = tallyAt(ring, event.time, queue.version);
    if (tally === null) continue;
    tally.surveyCount++;
    if (score >= TOP_SCORE[scale]) tally.surveyTopCount++;
  }
  markQueue(state, queue);
}

function notePosition(state: FloorState, event: LoggedEvent): void {
  state.position = event.position;
  if (event.recordedAt > state.latestRecordedAt) state.latestRecordedAt = event.recordedAt;
}

/** A source that never said how often it is heard counts as silent after a minute. */
const DEFAULT_HEARTBEAT_MS = 60_000;

function noteSource(state: FloorState, event: LoggedEvent): void {
  notePosition(state, event);
  const source = ensureSource(state, event.source);
  source.eventCount++;
  if (event.recordedAt > source.lastRecordedAt) source.lastRecordedAt = event.recordedAt;
  if (event.time > source.lastEventAt) source.lastEventAt = event.time;
  markSource(state, source);
}

/** Most events come from the source of the one before, and comparing two texts is cheaper than looking one up. */
function ensureSource(state: FloorState, id: string): SourceState {
  if (state.latestSource?.id === id) return state.latestSource;
  let source = state.sources.get(id);
  if (source === undefined) {
    source = createSource(id);
    state.sources.set(id, source);
  }
  state.latestSource = source;
  return source;
}

function foldHeartbeat(state: FloorState, event: LoggedEvent<'source.heartbeat'>): void {
  const source = ensureSource(state, event.source);
  source.lastHeartbeatAt = event.time;
  source.everyMs = event.data.everyMs ?? DEFAULT_HEARTBEAT_MS;
}

export function createSource(id: string): SourceState {
  return {
    id,
    lastEventAt: 0,
    lastRecordedAt: 0,
    lastHeartbeatAt: null,
    everyMs: DEFAULT_HEARTBEAT_MS,
    eventCount: 0,
    changed: false,
  };
}
