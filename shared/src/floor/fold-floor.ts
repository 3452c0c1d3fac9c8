import type { EventType } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
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
  state.latestRecordedAt = event.recordedAt;
  noteSource(state, event);
  if (event.type === 'site.clock-set') {
    foldClockSet(state, event);
    return;
  }
  const time = event.time;
  if (SETTINGS.has(event.type)) return fold(state, event);
  if (time > state.latestEventAt) state.latestEventAt = time;
  else if (time < state.latestEventAt - ALLOWED_LATENESS_MS) {
    state.tooLateCount++;
    markArea(state, state.site);
    return;
  }
  fold(state, event);
  if (state.latestEventAt - state.sweptAt >= SWEEP_EVERY_MS) {
    state.sweptAt = state.latestEventAt;
    sweepContacts(state);
    sweepSessions(state);
    if (state.latestEventAt - state.expiredAt >= EXPIRE_EVERY_MS) {
      state.expiredAt = state.latestEventAt;
      expireContacts(state);
      expireSessions(state);
    }
  }
}

/**
 * Settings hold however old they are, which of two is newer is decided by their times, and they do not move the floor's time: they are
 * made by people, whose moment need not be the floor's.
 */
const SETTINGS: ReadonlySet<EventType> = new Set<EventType>([
  'queue.configured',
  'team.configured',
  'site.configured',
  'bot.configured',
  'agent.configured',
  'agent.skills-changed',
  'source.heartbeat',
]);

function fold(state: FloorState, event: LoggedEvent): void {
  switch (event.type) {
    case 'contact.queued':
    case 'contact.presented':
    case 'contact.not-answered':
    case 'contact.answered':
    case 'contact.connected':
    case 'contact.held':
    case 'contact.resumed':
    case 'contact.transferred':
    case 'contact.abandoned':
    case 'contact.flowed-out':
    case 'contact.completed':
    case 'contact.wrapped-up':
      return foldContactEvent(state, event);
    case 'agent.signed-in':
    case 'agent.state-changed':
    case 'agent.signed-out':
    case 'agent.skills-changed':
    case 'agent.configured':
      return foldAgentEvent(state, event);
    case 'bot.session-started':
    case 'bot.turned':
    case 'bot.handed-off':
    case 'bot.contained':
    case 'bot.abandoned':
    case 'bot.failed':
    case 'bot.configured':
      return foldBotEvent(state, event);
    case 'queue.configured':
      return foldQueueConfigured(state, event);
    case 'team.configured':
      return foldTeamConfigured(state, event);
    case 'site.configured':
      return foldSiteConfigured(state, event);
    case 'survey.answered':
      return foldSurvey(state, event);
    case 'source.heartbeat':
    case 'site.clock-set':
      return;
  }
}

/** Lowest score that counts as top-box, by scale. */
const TOP_SCORE = { csat: 4, ces: 6, nps: 9 } as const;

function foldSurvey(state: FloorState, event: LoggedEvent<'survey.answered'>): void {
  const { contactId, queueId, scale, score } = event.data;
  const contact = contactId === undefined ? undefined : state.contacts.get(contactId);
  const home = queueId ?? contact?.visits.at(-1)?.queueId;
  if (home === undefined || home === '') return;
  const queue = ensureQueue(state, home);
  for (const tally of [tallyAt(queue.rolling, event.time), tallyAt(queue.day, event.time)]) {
    if (tally === null) continue;
    tally.surveyCount++;
    if (score >= TOP_SCORE[scale]) tally.surveyTopCount++;
  }
  queue.version++;
  markQueue(state, queue);
}

/** A source that never said how often it is heard counts as silent after a minute. */
const DEFAULT_HEARTBEAT_MS = 60_000;

function noteSource(state: FloorState, event: LoggedEvent): void {
  let source = state.sources.get(event.source);
  if (source === undefined) {
    source = createSource(event.source);
    state.sources.set(event.source, source);
  }
  source.eventCount++;
  source.lastRecordedAt = event.recordedAt;
  if (event.time > source.lastEventAt) source.lastEventAt = event.time;
  if (event.type === 'source.heartbeat') {
    source.lastHeartbeatAt = event.time;
    source.everyMs = event.data.everyMs ?? DEFAULT_HEARTBEAT_MS;
  }
  markSource(state, source);
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
