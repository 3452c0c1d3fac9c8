import type { BotEventType } from '../bots/events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import {
  botTallyAt,
  createBot,
  createSession,
  type Bot,
  type BotSession,
  type BotTally,
  type SessionOutcome,
} from './bot.ts';
import { joinLine, serveLine } from './ending-line.ts';
import { ALLOWED_LATENESS_MS, assignNewer, FORGET_SESSION_MS, type FloorState } from './floor-state.ts';
import { markBot, markSession } from './mark-changed.ts';

export function ensureBot(state: FloorState, botId: string): Bot {
  let bot = state.bots.get(botId);
  if (bot === undefined) {
    bot = createBot(botId);
    state.bots.set(botId, bot);
    markBot(state, bot);
  }
  return bot;
}

/** Folds one bot event. Turns add up by their own time; the earliest ending of a session counts, others are anomalies. */
export function foldBotEvent(state: FloorState, event: LoggedEvent<BotEventType>): void {
  const bot = ensureBot(state, event.data.botId);
  markBot(state, bot);
  switch (event.type) {
    case 'bot.configured': {
      const { name, teamId, queueId, confidenceThreshold, intentThresholds } = event.data;
      assignNewer(bot, { name, teamId, queueId, confidenceThreshold, intentThresholds }, event.time);
      return;
    }
    case 'bot.session-started': {
      const session = ensureSession(state, bot, event.data.sessionId, event.time);
      if (session.startKnown) {
        state.anomalyCount++;
        return;
      }
      session.startKnown = true;
      session.startedAt = event.time;
      session.contactId = event.data.contactId ?? session.contactId;
      session.tier = event.data.tier ?? null;
      session.language = event.data.language ?? null;
      forTallies(bot, event.time, (tally) => {
        tally.sessionCount++;
      });
      break;
    }
    case 'bot.turned':
      takeTurn(state, bot, event);
      break;
    case 'bot.asked':
      // Whether it is answered in time is for handovers to see; the floor counts the bot's turns.
      ensureSession(state, bot, event.data.sessionId, event.time);
      break;
    case 'bot.handed-off': {
      const session = ensureSession(state, bot, event.data.sessionId, event.time);
      session.contactId = event.data.contactId ?? session.contactId;
      endSession(state, bot, session, 'handed-off', event);
      break;
    }
    case 'bot.contained':
      endSession(state, bot, ensureSession(state, bot, event.data.sessionId, event.time), 'contained', event);
      break;
    case 'bot.abandoned':
      endSession(state, bot, ensureSession(state, bot, event.data.sessionId, event.time), 'abandoned', event);
      break;
    case 'bot.failed':
      endSession(state, bot, ensureSession(state, bot, event.data.sessionId, event.time), 'failed', event);
      break;
  }
}

function ensureSession(state: FloorState, bot: Bot, sessionId: string, time: number): BotSession {
  let session = state.sessions.get(sessionId);
  if (session === undefined) {
    session = createSession(sessionId, bot.id, time);
    state.sessions.set(sessionId, session);
  }
  markSession(state, session);
  return session;
}

function takeTurn(state: FloorState, bot: Bot, event: LoggedEvent<'bot.turned'>): void {
  const { data, time } = event;
  const session = ensureSession(state, bot, data.sessionId, time);
  const threshold =
    (data.intent === undefined ? undefined : bot.intentThresholds[data.intent]) ?? bot.confidenceThreshold;
  forTallies(bot, time, (tally) => {
    tally.turnCount++;
    tally.confidenceSum += data.confidence;
    if (data.confidence < threshold) tally.uncertainTurnCount++;
    tally.confidences.push(data.confidence);
  });
  if (time >= bot.lastTurnAt) {
    bot.lastTurnAt = time;
    bot.lastConfidence = data.confidence;
  }
  session.turnCount++;
  session.lowestConfidence = Math.min(session.lowestConfidence, data.confidence);
  if (!session.startKnown) session.startedAt = Math.min(session.startedAt, time);
  if (time < session.lastTurnAt || (time === session.lastTurnAt && event.id < session.lastTurnId)) return;
  session.lastTurnAt = time;
  session.lastTurnId = event.id;
  session.confidence = data.confidence;
  session.threshold = threshold;
  session.intent = data.intent ?? null;
  session.runnerUpIntent = data.runnerUp?.intent ?? null;
  session.runnerUpConfidence = data.runnerUp?.confidence ?? null;
}

function endSession(
  state: FloorState,
  bot: Bot,
  session: BotSession,
  outcome: SessionOutcome,
  event: { readonly id: string; readonly time: number },
): void {
  if (session.outcome !== null) {
    state.anomalyCount++;
    const later = event.time > session.outcomeAt || (event.time === session.outcomeAt && event.id >= session.outcomeId);
    if (later) return;
    countOutcome(bot, session.outcome, session.outcomeAt, -1);
  }
  session.outcome = outcome;
  session.outcomeAt = event.time;
  session.outcomeId = event.id;
  countOutcome(bot, outcome, event.time, 1);
  joinLine(state.endingSessions, session, event.time);
}

function countOutcome(bot: Bot, outcome: SessionOutcome, time: number, sign: 1 | -1): void {
  const field = OUTCOME_FIELD[outcome];
  forTallies(bot, time, (tally) => {
    tally[field] += sign;
  });
}

const OUTCOME_FIELD: Record<SessionOutcome, 'handedOffCount' | 'containedCount' | 'abandonedCount' | 'failedCount'> = {
  'handed-off': 'handedOffCount',
  contained: 'containedCount',
  abandoned: 'abandonedCount',
  failed: 'failedCount',
};

function forTallies(bot: Bot, time: number, change: (tally: BotTally) => void): void {
  const rolling = botTallyAt(bot.rolling, time);
  const day = botTallyAt(bot.day, time);
  if (rolling !== null) change(rolling);
  if (day !== null) change(day);
}

/** Forgets sessions that ended longer ago than the allowed lateness. */
export function sweepSessions(state: FloorState): void {
  serveLine(state.endingSessions, state.latestEventAt - ALLOWED_LATENESS_MS, (session) => {
    if (state.sessions.get(session.id) === session) forgetSession(state, session);
  });
}

/** Gives up open sessions that have been silent for a day. */
export function expireSessions(state: FloorState): void {
  const horizon = state.latestEventAt - FORGET_SESSION_MS;
  for (const session of state.sessions.values()) {
    if (Math.max(session.lastTurnAt, session.startedAt) >= horizon) continue;
    state.expiredCount++;
    forgetSession(state, session);
  }
}

function forgetSession(state: FloorState, session: BotSession): void {
  state.sessions.delete(session.id);
  if (session.shown && state.changes.on) {
    session.shown = false;
    state.changes.removedSessions.push(session.id);
  }
  const bot = state.bots.get(session.botId);
  if (bot !== undefined) markBot(state, bot);
}
