import type { Addressee } from '../access/addressee.ts';
import type { DecidedBy } from '../alerts/events.ts';
import type { EventData } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { createConversations, foldConversation, type ConversationEvent, type Conversations } from './conversations.ts';
import type { HandoverEventType, SilenceCause } from './events.ts';
import { isOpenState } from './handover-machine.ts';
import { ANY_BOT, DEFAULT_POLICY, type BotThresholds, type HandoverPolicy } from './policy.ts';
import type { BotPolicyRow, HandoverRow } from './rows.ts';

/** Ended handovers kept, the newest, and for how long after the newest event; the history has all. */
export const KEPT_ENDED = 200;
const KEEP_ENDED_MS = 10 * 60_000;
/** Failures in a row looked at, whatever a policy says. */
const MOST_FAILURES = 1_000;

export type PolicyInForce = {
  readonly policy: HandoverPolicy;
  readonly version: number;
  readonly by: DecidedBy;
  readonly at: number;
};

/** What is known of a bot, for deciding about its sessions. */
export type KnownBot = BotThresholds & {
  readonly id: string;
  name: string;
  teamId: string | null;
  queueId: string | null;
  confidenceThreshold: number;
  intentThresholds: Readonly<Record<string, number>>;
  lastTurnAt: number;
  /** The source of its latest turn or session. */
  source: string | null;
  failuresInARow: number;
  lastFailureAt: number;
  silent: { readonly cause: SilenceCause; readonly since: number } | null;
  drift: BotPolicyRow['drift'];
};

/** Everything the log says about handovers of a site, and what of bot sessions is needed to decide about them. */
export type HandoversState = {
  readonly siteId: string;
  readonly conversations: Conversations;
  readonly bots: Map<string, KnownBot>;
  readonly policies: Map<string, PolicyInForce>;
  readonly handovers: Map<string, HandoverRow>;
  latestAt: number;
  /** Touched since the last cut; no part of the state proper. */
  readonly changed: { readonly handovers: Set<string>; readonly policies: Set<string> };
};

export function createHandoversState(siteId: string): HandoversState {
  return {
    siteId,
    conversations: createConversations(),
    bots: new Map(),
    policies: new Map(),
    handovers: new Map(),
    latestAt: 0,
    changed: { handovers: new Set(), policies: new Set() },
  };
}

/** The policy that holds for a bot. */
export function policyOf(state: HandoversState, botId: string): HandoverPolicy {
  return (state.policies.get(botId) ?? state.policies.get(ANY_BOT))?.policy ?? DEFAULT_POLICY;
}

/** Folds bot sessions and handovers, and leaves everything else aside. Total: what does not fit what stands changes nothing. */
export function foldHandovers(state: HandoversState, event: LoggedEvent): void {
  if (event.type.startsWith('bot.')) foldBot(state, event);
  else if (isHandoverEvent(event)) FOLDS[event.type](state, event as never);
}

function isHandoverEvent(event: LoggedEvent): event is LoggedEvent<HandoverEventType> {
  return event.type.startsWith('handover.');
}

function foldBot(state: HandoversState, event: LoggedEvent): void {
  if (event.type === 'bot.configured') {
    const { botId, name, teamId, queueId, confidenceThreshold, intentThresholds } = event.data;
    const bot = ensureBot(state, botId);
    bot.name = name ?? bot.name;
    bot.teamId = teamId ?? bot.teamId;
    bot.queueId = queueId ?? bot.queueId;
    bot.confidenceThreshold = confidenceThreshold ?? bot.confidenceThreshold;
    bot.intentThresholds = intentThresholds ?? bot.intentThresholds;
    return;
  }
  const told = event as ConversationEvent;
  const session = foldConversation(state.conversations, told);
  const bot = ensureBot(state, session.botId);
  bot.source = told.source;
  state.latestAt = Math.max(state.latestAt, told.time);
  if (told.type === 'bot.turned' && told.time >= bot.lastTurnAt) {
    bot.lastTurnAt = told.time;
    bot.failuresInARow = 0;
  }
  if (told.type === 'bot.failed' && told.time >= bot.lastTurnAt) {
    bot.failuresInARow = Math.min(MOST_FAILURES, bot.failuresInARow + 1);
    bot.lastFailureAt = Math.max(bot.lastFailureAt, told.time);
  }
}

function ensureBot(state: HandoversState, id: string): KnownBot {
  let bot = state.bots.get(id);
  if (bot === undefined) {
    bot = {
      id,
      name: id,
      teamId: null,
      queueId: null,
      confidenceThreshold: 0.85,
      intentThresholds: {},
      lastTurnAt: 0,
      source: null,
      failuresInARow: 0,
      lastFailureAt: 0,
      silent: null,
      drift: null,
    };
    state.bots.set(id, bot);
    state.changed.policies.add(id);
  }
  return bot;
}

type Fold<T extends HandoverEventType> = (state: HandoversState, event: LoggedEvent<T>) => void;

const FOLDS: { readonly [T in HandoverEventType]: Fold<T> } = {
  'handover.policy-set': (state, { data, time }) => {
    state.policies.set(data.policy.botId, { policy: data.policy, version: data.version, by: data.by, at: time });
    state.changed.policies.add(data.policy.botId);
  },
  'handover.clarification-requested': (state, { data, position }) => {
    const session = state.conversations.sessions.get(data.sessionId);
    if (session === undefined) return;
    session.clarifiedTurnCount = data.turnCount;
    session.position = position;
  },
  'handover.bot-went-silent': (state, { data }) => {
    const bot = ensureBot(state, data.botId);
    bot.silent = { cause: data.cause, since: data.since };
    bot.failuresInARow = 0;
    state.changed.policies.add(bot.id);
  },
  'handover.bot-answers-again': (state, { data }) => {
    ensureBot(state, data.botId).silent = null;
    state.changed.policies.add(data.botId);
  },
  'handover.offered': foldOffered,
  'handover.presented': (state, { data, time }) =>
    change(state, data.handoverId, (row) => ({
      state: 'presented',
      presentedTo: { id: data.agentId, name: data.agentName },
      presentedAt: time,
      deadlineAt: data.deadlineAt,
      attempt: data.attempt,
      why: data.why,
      targets: withAgents(row.targets, [data.agentId]),
    })),
  'handover.declined': (state, { data }) => change(state, data.handoverId, () => ({ ...FREE, state: 'offered' })),
  'handover.timed-out': (state, { data }) => change(state, data.handoverId, () => ({ ...FREE, state: 'offered' })),
  'handover.accepted': (state, { data, time }) =>
    change(state, data.handoverId, (row) => ({
      ...FREE,
      state: 'accepted',
      owner: { ...data.by, agentId: data.agentId },
      acceptedAt: time,
      targets: data.agentId === null ? row.targets : withAgents(row.targets, [data.agentId]),
    })),
  'handover.fell-back': (state, { data }) =>
    change(state, data.handoverId, (row) => ({
      ...FREE,
      state: 'fallen-back',
      fallBack: data.fallBack,
      fallBackWhy: data.why,
      targets: withAgents(row.targets, data.agentIds),
    })),
  'handover.handed-back': (state, { data, time }) => {
    change(state, data.handoverId, () => ({ ...FREE, state: 'handed-back', endedAt: time }));
    release(state, data.sessionId, false);
  },
  'handover.completed': (state, { data, time }) => end(state, data.handoverId, 'completed', time),
  'handover.left': (state, { data, time }) => end(state, data.handoverId, 'left', time),
  'handover.expired': (state, { data, time }) => end(state, data.handoverId, 'expired', time),
  'handover.drift-found': (state, { data, time }) => {
    const { statistic, pValue, recentMean, referenceMean } = data;
    ensureBot(state, data.botId).drift = { at: time, statistic, pValue, recentMean, referenceMean };
    state.changed.policies.add(data.botId);
  },
  'handover.drift-settled': (state, { data }) => {
    ensureBot(state, data.botId).drift = null;
    state.changed.policies.add(data.botId);
  },
};

const FREE = { presentedTo: null, presentedAt: null, deadlineAt: null } as const;

function foldOffered(state: HandoversState, { data, time, position }: LoggedEvent<'handover.offered'>): void {
  const { handoverId, by: _, ...offered } = data;
  const session = state.conversations.sessions.get(data.sessionId);
  if (session !== undefined) {
    session.handoverId = handoverId;
    session.handoverCount++;
    session.decidedTurnCount = session.turnCount;
    session.position = position;
  }
  put(state, {
    ...offered,
    id: handoverId,
    state: 'offered',
    offeredAt: time,
    presentedTo: null,
    presentedAt: null,
    deadlineAt: null,
    attempt: 0,
    why: [],
    targets: [],
    fallBack: null,
    fallBackWhy: null,
    owner: null,
    acceptedAt: null,
    endedAt: null,
  });
  state.latestAt = Math.max(state.latestAt, time);
  forgetEnded(state);
}

function change(state: HandoversState, id: string, how: (row: HandoverRow) => Partial<HandoverRow>): void {
  const row = state.handovers.get(id);
  if (row === undefined || !isOpenState(row.state)) return;
  put(state, { ...row, ...how(row) });
}

function end(
  state: HandoversState,
  id: EventData['handover.left']['handoverId'],
  to: 'completed' | 'left' | 'expired',
  time: number,
): void {
  const row = state.handovers.get(id);
  if (row === undefined) return;
  change(state, id, () => ({ ...FREE, state: to, endedAt: time }));
  release(state, row.sessionId, true);
  state.latestAt = Math.max(state.latestAt, time);
  forgetEnded(state);
}

/** Nobody has the session any more: it is over, or the bot's again. */
function release(state: HandoversState, sessionId: string, isOver: boolean): void {
  const session = state.conversations.sessions.get(sessionId);
  if (session === undefined) return;
  session.handoverId = null;
  session.isSettled = isOver || session.outcome !== null;
  session.decidedTurnCount = session.turnCount;
  session.clarifiedTurnCount = null;
  session.waitingSince = null;
}

function put(state: HandoversState, row: HandoverRow): void {
  // Anew at the end, so that the order of the map is the order of the last move.
  state.handovers.delete(row.id);
  state.handovers.set(row.id, row);
  state.changed.handovers.add(row.id);
}

function withAgents(targets: readonly Addressee[], agentIds: readonly string[]): readonly Addressee[] {
  const known = new Set(targets.map((target) => (target.kind === 'agent' ? target.agentId : '')));
  const more = agentIds.filter((agentId) => !known.has(agentId));
  return more.length === 0 ? targets : [...targets, ...more.map((agentId) => ({ kind: 'agent' as const, agentId }))];
}

function forgetEnded(state: HandoversState): void {
  const ended = [...state.handovers.values()].filter((row) => !isOpenState(row.state));
  const tooMany = ended.length - KEPT_ENDED;
  ended.forEach((row, index) => {
    if (index >= tooMany && (row.endedAt ?? 0) >= state.latestAt - KEEP_ENDED_MS) return;
    state.handovers.delete(row.id);
    state.changed.handovers.add(row.id);
  });
}
