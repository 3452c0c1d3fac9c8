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

/** How often, in event time, the state is looked through for what can be forgotten, and for what was lost. */
const SWEEP_EVERY_MS = 5_000;
const EXPIRE_EVERY_MS = 3_600_000;

/**
 * Folds one event into the live floor (decision D3): mutates `state` and depends on nothing but `(state, event)`. Total: an impossible
 * event is counted and changes nothing else; one later than allowed is counted and left out of the live numbers.
 */
export function foldFloor(state: FloorState, event: LoggedEvent): void {
  state.position = event.position;
  state.latestRecordedAt = Math.max(state.latestRecordedAt, event.recordedAt);
  // What was decided about the floor is no fact of it, and says nothing about a source.
  if (isDecidedType(event.type)) return;
  noteSource(state, event);
  const kind = KINDS.get(event.type);
  if (kind === undefined) return;
  if (kind.isSetting) {
    kind.fold(state, event);
    return;
  }
  const time = event.time;
  if (time > state.latestEventAt) state.latestEventAt = time;
  else if (time < state.latestEventAt - ALLOWED_LATENESS_MS) {
    state.tooLateCount++;
    markArea(state, state.site);
    return;
  }
  if (kind.contactRank === undefined) kind.fold(state, event);
  else foldContactEvent(state, event as LoggedEvent<ContactEventType>, kind.contactRank); // only contact events have a rank
  if (state.latestEventAt - state.sweptAt >= SWEEP_EVERY_MS) sweep(state);
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

/** What to do with a type of event. */
type Kind = {
  readonly isSetting: boolean;
  readonly contactRank: number | undefined;
  readonly fold: (state: FloorState, event: LoggedEvent) => void;
};

/**
 * A map, because the texts of parsed events are new strings each: comparing one with every type, or looking it up as a property, costs more
 * than the rest of the fold.
 */
const KINDS: ReadonlyMap<string, Kind> = new Map(
  EVENT_TYPES.map((type): [EventType, Kind] => [
    type,
    {
      // Plans and pasts hold like settings: a day of last month is not late, and next week's shift is not now.
      isSetting: SETTINGS.has(type) || isPlanType(type),
      contactRank: (CONTACT_RANK as Partial<Record<EventType, number>>)[type],
      // Called with events of its own type only, and not at all for contacts.
      fold: (FOLDS as unknown as Partial<Record<EventType, Kind['fold']>>)[type] ?? (() => undefined),
    },
  ]),
);

/** Lowest score that counts as top-box, by scale. */
const TOP_SCORE = { csat: 4, ces: 6, nps: 9 } as const;

function foldSurvey(state: FloorState, event: LoggedEvent<'survey.answered'>): void {
  const { contactId, queueId, scale, score } = event.data;
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

/** A source that never said how often it is heard counts as silent after a minute. */
const DEFAULT_HEARTBEAT_MS = 60_000;

function noteSource(state: FloorState, event: LoggedEvent): void {
  const source = ensureSource(state, event.source);
  source.eventCount++;
  source.lastRecordedAt = Math.max(source.lastRecordedAt, event.recordedAt);
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
