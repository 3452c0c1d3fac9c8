import { effectiveState, type Agent } from '../floor/agent.ts';
import type { FloorState } from '../floor/floor-state.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { agentsAround, chooseAgent, type Candidate } from './choose-agent.ts';
import { decidingSession, type Conversation } from './conversations.ts';
import { decideHandover, type HandoverReason } from './decide-handover.ts';
import type { HandoverOffered } from './events.ts';
import { findSilentBots } from './find-silent-bots.ts';
import { makeHandoverPackage, skillOf, type HandoverPackage } from './handover-package.ts';
import { isOpenState } from './handover-machine.ts';
import { policyOf, type HandoversState, type KnownBot } from './handovers-state.ts';
import type { HandoverCommand, HandoverSaying } from './move-handover.ts';
import { thresholdOf, type HandoverPolicy } from './policy.ts';
import type { HandoverRow } from './rows.ts';

/** Sessions without any event for this long are not handed over any more: whoever was there is gone; ms. */
export const STALE_MS = 30 * 60_000;
/** The same for what the bot itself ended, by a failure or by giving it to a queue; ms. */
export const STALE_ENDING_MS = 60_000;
/** Most decisions in one round; the next takes the rest. */
export const MOST_DECISIONS = 500;
/** Agents who are shown what nobody answered. */
const MOST_AROUND = 20;
/** A person should have answered within this where nothing says how soon; ms. */
const RESPOND_WITHIN_MS = 60_000;
/** The contact system's clock and the bot's differ a little; ms. */
const CLOCKS_APART_MS = 2_000;

/** A new handover, with all that is kept of it. `fallsBack` is set where it goes the site's way at once. */
export type Offer = {
  readonly offered: HandoverOffered;
  readonly handoverPackage: HandoverPackage;
  readonly policy: Pick<HandoverPolicy, 'answerWithinMs' | 'fallBack' | 'fallBackMessage'>;
  readonly teamId: string | null;
  readonly isHighValue: boolean;
  readonly fallsBack: { readonly why: 'bot-silent' | 'in-queue'; readonly agentIds: readonly string[] } | null;
};

export type RoundDecision =
  | { readonly kind: 'offer'; readonly offer: Offer }
  | { readonly kind: 'move'; readonly handoverId: string; readonly command: HandoverCommand }
  | { readonly kind: 'say'; readonly said: HandoverSaying };

export type Round = { readonly siteId: string; readonly handovers: HandoversState; readonly floor: FloorState };

/**
 * What is to be done about handovers at a moment of the site's clock, epoch ms: bots that stopped answering, sessions whose bot is unsure, agents to
 * ask next, and what the contacts themselves settled. Pure: the same state at the same moment gives the same decisions. `after` is the position up
 * to which sessions were decided on already.
 */
export function decideRound({ siteId, handovers, floor }: Round, after: number, now: number): RoundDecision[] {
  const decisions: RoundDecision[] = [];
  const agents = new AgentPool(floor, handovers);
  const wentSilent = new Set<string>();
  const { sessions } = handovers.conversations;
  for (const { botId, cause, since } of findSilentBots(handovers, floor.sources, now)) {
    wentSilent.add(botId);
    const open = [...sessions.values()].filter((session) => session.botId === botId && isOpen(session, now));
    const { fallBack } = policyOf(handovers, botId);
    const data = { botId, cause, since, sessionCount: open.length, fallBack };
    decisions.push({ kind: 'say', said: { type: 'handover.bot-went-silent', data } });
  }
  for (const { id: botId, silent, lastTurnAt } of handovers.bots.values()) {
    if (silent === null || lastTurnAt <= silent.since) continue;
    decisions.push({ kind: 'say', said: { type: 'handover.bot-answers-again', data: { botId, since: silent.since } } });
  }
  for (const session of sessions.values()) {
    if (decisions.length >= MOST_DECISIONS) break;
    const bot = handovers.bots.get(session.botId);
    if (bot === undefined || isStale(session, now)) continue;
    const isBotSilent = wentSilent.has(bot.id) || (bot.silent !== null && bot.lastTurnAt <= bot.silent.since);
    if (session.position <= after && !isBotSilent) continue;
    const policy = policyOf(handovers, bot.id);
    const { action, reasons } = decideHandover(decidingSession(session, isBotSilent), policy, bot);
    if (action === 'clarify') {
      const { id: sessionId, botId, turnCount } = session;
      const data = { sessionId, botId, turnCount, reasons: [...reasons] };
      decisions.push({ kind: 'say', said: { type: 'handover.clarification-requested', data } });
    } else if (action === 'hand-over') {
      const offer = makeOffer({ siteId, floor, session, bot, policy, reasons, now });
      decisions.push({ kind: 'offer', offer: withFallBack(offer, session, isBotSilent, agents) });
    }
  }
  for (const row of handovers.handovers.values()) {
    if (!isOpenState(row.state)) continue;
    if (decisions.length >= MOST_DECISIONS) break;
    const command = settledBy(row, floor, sessions.get(row.sessionId)) ?? nextStep(row, floor, agents, now);
    if (command !== null) decisions.push({ kind: 'move', handoverId: row.id, command });
  }
  return decisions;
}

function isStale({ outcome, latestAt }: Conversation, now: number): boolean {
  return now - latestAt > (outcome === null ? STALE_MS : STALE_ENDING_MS);
}

function isOpen(session: Conversation, now: number): boolean {
  return session.outcome === null && session.handoverId === null && now - session.latestAt <= STALE_MS;
}

export type OfferInput = {
  readonly siteId: string;
  readonly floor: Pick<FloorState, 'queues'>;
  readonly session: Conversation;
  readonly bot: KnownBot;
  readonly policy: HandoverPolicy;
  readonly reasons: readonly HandoverReason[];
  readonly by?: HandoverOffered['by'];
  readonly now: number;
};

/** The handover of a session as it is offered. */
export function makeOffer({ siteId, floor, session, bot, policy, reasons, by = null, now }: OfferInput): Offer {
  const handoverId = stableHash(JSON.stringify([siteId, session.id, session.handoverCount]));
  const queueId = policy.queueId ?? session.queueId ?? bot.queueId;
  const queue = queueId === null ? undefined : floor.queues.get(queueId);
  const respondWithinMs = policy.respondWithinMs ?? queue?.serviceLevelThresholdMs ?? RESPOND_WITHIN_MS;
  const respondBy = now + respondWithinMs;
  const handoverPackage = makeHandoverPackage({
    conversation: session,
    bot,
    policy,
    siteId,
    handoverId,
    reasons,
    now,
    respondBy,
    respondWithinMs,
  });
  const latest = session.turns.at(-1);
  const intent = latest?.intent ?? null;
  return {
    offered: {
      handoverId,
      sessionId: session.id,
      botId: bot.id,
      botName: bot.name,
      contactId: session.contactId,
      queueId,
      channel: session.channel,
      language: session.language,
      customerRef: session.customerRef,
      tier: session.tier,
      reasons: [...reasons],
      confidence: latest?.confidence ?? null,
      threshold: latest === undefined ? null : thresholdOf(policy, bot, intent, session.language),
      intent,
      runnerUp: latest?.runnerUp ?? null,
      turnCount: session.turnCount,
      sentiment: latest?.sentiment ?? null,
      summary: handoverPackage.summary.text,
      promise: handoverPackage.promise === null ? null : { ...handoverPackage.promise },
      skill: skillOf(policy, intent),
      respondBy,
      giveUpAt: now + policy.giveUpAfterMs,
      by,
    },
    handoverPackage,
    policy,
    teamId: queue?.teamId ?? bot.teamId,
    isHighValue: handoverPackage.customer.isHighValue || queue?.highValue === true,
    fallsBack: null,
  };
}

/** A bot that is down has nobody to wait with the customer; a contact in a queue is routed by the contact system. Both need no ringing. */
function withFallBack(offer: Offer, session: Conversation, isBotSilent: boolean, agents: AgentPool): Offer {
  if (session.outcome === 'handed-off' && (session.queueId !== null || session.contactId !== null))
    return { ...offer, fallsBack: { why: 'in-queue', agentIds: [] } };
  if (!isBotSilent) return offer;
  return { ...offer, fallsBack: { why: 'bot-silent', agentIds: agents.around(offer.offered.queueId) } };
}

/** What the contact or the bot itself settled. */
function settledBy(row: HandoverRow, floor: FloorState, session: Conversation | undefined): HandoverCommand | null {
  if (session?.outcome === 'abandoned') return { kind: 'leave', why: 'customer-left' };
  if (session?.outcome === 'contained' && row.state !== 'accepted') return { kind: 'leave', why: 'served-by-bot' };
  const contact = row.contactId === null ? undefined : floor.contacts.get(row.contactId);
  // What the contact did before the bot had it says nothing of who took it over.
  const since = session?.startedAt ?? row.offeredAt - CLOCKS_APART_MS;
  if (contact === undefined || contact.since < since) return null;
  const visit = contact.visit ?? contact.visits.at(-1) ?? null;
  const agentId = contact.agentId ?? visit?.agentId ?? null;
  const isServed = contact.phase === 'talking' || contact.phase === 'on-hold';
  const isOver = contact.phase === 'ended' || contact.phase === 'after-contact-work';
  if (row.state !== 'accepted') {
    if ((isServed || isOver) && agentId !== null) {
      const name = floor.agents.get(agentId)?.name ?? agentId;
      return { kind: 'accept', by: { id: agentId, name }, agentId, how: 'contact' };
    }
    return contact.phase === 'ended' ? { kind: 'leave', why: 'customer-left' } : null;
  }
  return isOver ? { kind: 'complete', by: null, note: null } : null;
}

function nextStep(row: HandoverRow, floor: FloorState, agents: AgentPool, now: number): HandoverCommand | null {
  if (row.state !== 'offered') return null;
  const contact = row.contactId === null ? undefined : floor.contacts.get(row.contactId);
  if (contact?.phase === 'waiting') return { kind: 'give-up', why: 'in-queue', agentIds: [] };
  if (now >= row.giveUpAt) return { kind: 'give-up', why: 'unanswered', agentIds: agents.around(row.queueId) };
  const chosen = agents.choose(row);
  return chosen === null ? null : { kind: 'present', ...chosen };
}

/** The agents of the floor as candidates; whoever is asked in this round is not asked twice. Made when first needed. */
class AgentPool {
  readonly #floor: FloorState;
  readonly #handovers: HandoversState;
  #candidates: Map<string, Candidate> | undefined;

  constructor(floor: FloorState, handovers: HandoversState) {
    this.#floor = floor;
    this.#handovers = handovers;
  }

  choose(row: HandoverRow) {
    const { queueId, channel, language, skill, targets } = row;
    const triedAgentIds = targets.flatMap((target) => (target.kind === 'agent' ? [target.agentId] : []));
    const candidates = this.#all();
    const chosen = chooseAgent(candidates.values(), { queueId, channel, language, skill, triedAgentIds });
    const candidate = chosen === null ? undefined : candidates.get(chosen.agentId);
    if (candidate !== undefined) candidates.set(candidate.id, { ...candidate, isRung: true });
    return chosen;
  }

  around(queueId: string | null): string[] {
    return agentsAround(this.#all().values(), queueId, MOST_AROUND);
  }

  #all(): Map<string, Candidate> {
    if (this.#candidates !== undefined) return this.#candidates;
    const rung = new Set<string>();
    const owned = new Map<string, number>();
    for (const { state, presentedTo, owner } of this.#handovers.handovers.values()) {
      if (state === 'presented' && presentedTo !== null) rung.add(presentedTo.id);
      if (state === 'accepted' && owner?.agentId != null) owned.set(owner.agentId, (owned.get(owner.agentId) ?? 0) + 1);
    }
    this.#candidates = new Map(
      [...this.#floor.agents.values()].map((agent) => [
        agent.id,
        candidateOf(this.#floor, agent, rung.has(agent.id), owned.get(agent.id) ?? 0),
      ]),
    );
    return this.#candidates;
  }
}

function candidateOf(floor: FloorState, agent: Agent, isRung: boolean, handoverCount: number): Candidate {
  const { id, name, posture, queueIds, skills, capacity } = agent;
  return {
    id,
    name,
    state: effectiveState(posture),
    since: posture.since,
    queueIds,
    skills,
    capacity,
    inHand: posture.contacts.map(({ key }) => floor.contacts.get(key)?.channel ?? 'voice'),
    handoverCount,
    isRung,
  };
}
