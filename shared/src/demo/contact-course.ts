import type { EventData } from '../events.ts';
import type { AgentCourse } from './agent-course.ts';
import { canTake, letGo, takeInHand, type DemoAgent } from './demo-agent.ts';
import { QUEUE_PLANS, type QueuePlan } from './floor-plan.ts';
import type { Incidents } from './incidents.ts';
import type { World } from './world.ts';

/** Who a contact is from, as its first event says it. */
export type ContactFacts = Omit<EventData['contact.queued'], 'contactId' | 'queueId' | 'channel'>;

type Phase = 'waiting' | 'presented' | 'talking' | 'wrapping-up' | 'over';

type DemoContact = {
  readonly contactId: string;
  readonly facts: ContactFacts;
  plan: QueuePlan;
  phase: Phase;
  agent: DemoAgent | null;
  queuedAt: number;
  /** Counts the queues it has been in; what was planned for an earlier one is off. */
  visit: number;
  /** Counts presentations; a ring planned for an earlier one is off. */
  rings: number;
};

export type ContactCourse = {
  /** A contact enters a queue. */
  readonly enter: (queueId: string, contactId: string, facts: ContactFacts) => void;
  /** The agent may have a free hand: gives it what waits longest. */
  readonly serve: (agent: DemoAgent) => void;
};

/** What the courses of contacts need of the rest of the floor. */
export type ContactCourseParts = {
  readonly world: World;
  readonly incidents: Incidents;
  readonly agents: AgentCourse;
  /** A new id for a contact that begins inside (a call back). */
  readonly newContactId: () => string;
  readonly onServed: (contact: {
    contactId: string;
    queueId: string;
    agentId: string;
    waitMs: number;
    facts: ContactFacts;
  }) => void;
};

const SECOND = 1000;
const MINUTE = 60_000;
const MISSED_SHARE = 0.02;
const MISSED_AFTER_MS = 18 * SECOND;
const HOLD_SHARE = 0.16;
const TRANSFER_SHARE = 0.05;
const RESOLVED_SHARE = 0.76;
const TAGGED_SHARE = 0.7;
const CALL_BACK_AFTER_MS = 100 * SECOND;
const CALL_BACK_SHARE = 0.25;

export function createContactCourse(parts: ContactCourseParts): ContactCourse {
  const { world, incidents, agents } = parts;
  const random = world.random.fork('contacts');
  const plans = new Map(QUEUE_PLANS.map((plan) => [plan.queueId, plan]));
  const waiting = new Map<string, DemoContact[]>(QUEUE_PLANS.map((plan) => [plan.queueId, []]));
  const servers = new Map<string, DemoAgent[]>();
  for (const plan of QUEUE_PLANS) {
    servers.set(
      plan.queueId,
      agents.agents.filter((agent) => agent.plan.queueIds.includes(plan.queueId)),
    );
  }

  function planOf(queueId: string): QueuePlan {
    const plan = plans.get(queueId);
    if (plan === undefined) throw new Error(`no queue ${queueId}`);
    return plan;
  }

  function queue(contact: DemoContact): void {
    const { contactId, plan, facts } = contact;
    contact.phase = 'waiting';
    contact.agent = null;
    contact.queuedAt = world.now();
    contact.visit += 1;
    world.emit('contact.queued', { contactId, queueId: plan.queueId, channel: plan.channel, ...facts });
    const { visit } = contact;
    if (Number.isFinite(plan.patienceMs)) {
      // A few hang up at once; who has waited long already waits a little longer.
      const patienceMs = random.chance(0.02)
        ? random.between(1, 6) * SECOND
        : 5 * SECOND + random.logNormal(plan.patienceMs, 0.9);
      world.after(patienceMs, () => giveUp(contact, visit));
    }
    if (plan.channel === 'voice' && plan.queueId !== 'call-backs' && random.chance(CALL_BACK_SHARE)) {
      world.after(CALL_BACK_AFTER_MS, () => askForCallBack(contact, visit));
    }
    lineUp(contact);
    const agent = bestAgent(plan);
    if (agent !== undefined) serve(agent);
  }

  /** Important customers stand before others, who stand in order of coming. */
  function lineUp(contact: DemoContact): void {
    const line = waiting.get(contact.plan.queueId);
    if (line === undefined) return;
    const priority = contact.facts.priority ?? 0;
    let index = line.length;
    while (index > 0) {
      const before = line[index - 1];
      if (before === undefined) break;
      const theirs = before.facts.priority ?? 0;
      if (theirs > priority || (theirs === priority && before.queuedAt <= contact.queuedAt)) break;
      index -= 1;
    }
    line.splice(index, 0, contact);
  }

  function leaveLine(contact: DemoContact): void {
    const line = waiting.get(contact.plan.queueId);
    const index = line?.indexOf(contact) ?? -1;
    if (index >= 0) line?.splice(index, 1);
  }

  function over(contact: DemoContact): void {
    contact.phase = 'over';
  }

  /** Leaves the queue unserved; a phone that rings for it falls silent. */
  function leaveUnserved(contact: DemoContact): void {
    leaveLine(contact);
    const { agent, phase, plan } = contact;
    over(contact);
    contact.agent = null;
    if (phase !== 'presented' || agent === null) return;
    letGo(agent, plan.channel, world.now());
    if (agents.settle(agent)) serve(agent);
  }

  function stillWaits(contact: DemoContact, visit: number): boolean {
    return contact.visit === visit && (contact.phase === 'waiting' || contact.phase === 'presented');
  }

  function giveUp(contact: DemoContact, visit: number): void {
    if (!stillWaits(contact, visit)) return;
    world.emit('contact.abandoned', { contactId: contact.contactId });
    leaveUnserved(contact);
  }

  function askForCallBack(contact: DemoContact, visit: number): void {
    if (!stillWaits(contact, visit)) return;
    world.emit('contact.flowed-out', { contactId: contact.contactId, to: 'Call-back', toQueueId: 'call-backs' });
    leaveUnserved(contact);
    world.after(random.between(3, 12) * MINUTE, () => {
      enter('call-backs', parts.newContactId(), { ...contact.facts, touchpoint: 'call-back' });
    });
  }

  /** Of those who can take it: whose own queue it is, then who has least in hand, then who has been idle longest. */
  function bestAgent(plan: QueuePlan): DemoAgent | undefined {
    let best: DemoAgent | undefined;
    let bestRank: readonly [number, number, number] = [0, 0, 0];
    for (const agent of servers.get(plan.queueId) ?? []) {
      if (!canTake(agent, plan.channel)) continue;
      const rank = [agent.plan.queueIds[0] === plan.queueId ? 0 : 1, agent.load, agent.idleSince] as const;
      if (best === undefined || isLess(rank, bestRank)) {
        best = agent;
        bestRank = rank;
      }
    }
    return best;
  }

  function serve(agent: DemoAgent): void {
    for (;;) {
      const contact = mostUrgent(agent);
      if (contact === undefined) return;
      present(contact, agent);
    }
  }

  /** The head of one of the agent's queues, by how much of its threshold it has waited; its own queue counts more. */
  function mostUrgent(agent: DemoAgent): DemoContact | undefined {
    let best: DemoContact | undefined;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (const [position, queueId] of agent.plan.queueIds.entries()) {
      const head = waiting.get(queueId)?.[0];
      if (head === undefined || !canTake(agent, head.plan.channel)) continue;
      const score =
        (world.now() - head.queuedAt) / head.plan.serviceLevelThresholdMs +
        (position === 0 ? 1.5 : 0) +
        (head.facts.priority ?? 0) / 2;
      if (score > bestScore) {
        best = head;
        bestScore = score;
      }
    }
    return best;
  }

  function present(contact: DemoContact, agent: DemoAgent): void {
    leaveLine(contact);
    contact.phase = 'presented';
    contact.agent = agent;
    contact.rings += 1;
    takeInHand(agent, contact.plan.channel);
    world.emit('contact.presented', { contactId: contact.contactId, agentId: agent.plan.agentId });
    const { rings } = contact;
    const isStill = () => contact.phase === 'presented' && contact.rings === rings;
    if (random.chance(MISSED_SHARE)) {
      world.after(MISSED_AFTER_MS, () => {
        if (isStill()) miss(contact, agent);
      });
      return;
    }
    const ringMs = contact.plan.channel === 'voice' ? random.between(1.2, 6) : random.between(1, 8);
    world.after(ringMs * SECOND, () => {
      if (isStill()) answer(contact, agent);
    });
  }

  function miss(contact: DemoContact, agent: DemoAgent): void {
    const { contactId, plan } = contact;
    world.emit('contact.not-answered', { contactId, agentId: agent.plan.agentId, reason: 'no answer' });
    letGo(agent, plan.channel, world.now());
    contact.phase = 'waiting';
    contact.agent = null;
    agents.goAway(agent, 'Missed contact', random.between(40, 120) * SECOND);
    lineUp(contact);
    const other = bestAgent(plan);
    if (other !== undefined) serve(other);
  }

  function answer(contact: DemoContact, agent: DemoAgent): void {
    const { contactId, plan } = contact;
    contact.phase = 'talking';
    const waitMs = world.now() - contact.queuedAt;
    world.emit('contact.answered', { contactId, agentId: agent.plan.agentId });
    const factor = agent.plan.pace * incidents.handlingFactor(plan.groupId);
    const talkMs = Math.max(8 * SECOND, random.logNormal(plan.talkMs * factor, 0.65));
    if (plan.channel !== 'voice' || talkMs < 60 * SECOND || !random.chance(HOLD_SHARE)) {
      world.after(talkMs, () => finish(contact, agent, waitMs));
      return;
    }
    const holdMs = random.logNormal(45 * SECOND, 0.5);
    const heldAfterMs = talkMs * random.between(0.2, 0.7);
    world.after(heldAfterMs, () => {
      if (contact.phase === 'talking') world.emit('contact.held', { contactId });
    });
    world.after(heldAfterMs + holdMs, () => {
      if (contact.phase === 'talking') world.emit('contact.resumed', { contactId });
    });
    world.after(talkMs + holdMs, () => finish(contact, agent, waitMs));
  }

  function finish(contact: DemoContact, agent: DemoAgent, waitMs: number): void {
    if (contact.phase !== 'talking') return;
    const { contactId, plan, facts } = contact;
    const to =
      plan.channel === 'voice' && contact.visit < 3 && random.chance(TRANSFER_SHARE) ? transferTo(plan) : undefined;
    if (to !== undefined) {
      world.emit('contact.transferred', { contactId, toQueueId: to.queueId, toDepartment: to.department });
      letGo(agent, plan.channel, world.now());
      contact.plan = to;
      queue(contact);
      if (agents.settle(agent)) serve(agent);
      return;
    }
    contact.phase = 'wrapping-up';
    world.emit('contact.completed', { contactId, wrapsUp: true });
    parts.onServed({ contactId, queueId: plan.queueId, agentId: agent.plan.agentId, waitMs, facts });
    const workMs = random.logNormal(plan.afterContactWorkMs * agent.plan.pace, 0.6);
    world.after(workMs, () => wrapUp(contact, agent));
  }

  function wrapUp(contact: DemoContact, agent: DemoAgent): void {
    if (contact.phase !== 'wrapping-up') return;
    const { contactId, plan } = contact;
    world.emit('contact.wrapped-up', {
      contactId,
      resolvedAtFirstContact: random.chance(RESOLVED_SHARE),
      ...(random.chance(TAGGED_SHARE) ? { tags: [random.pick(plan.tags)] } : {}),
    });
    over(contact);
    letGo(agent, plan.channel, world.now());
    if (agents.settle(agent)) serve(agent);
  }

  function transferTo(from: QueuePlan): QueuePlan {
    const targets = QUEUE_PLANS.filter(
      (plan) =>
        plan.channel === 'voice' && plan.staffShare > 0 && plan.queueId !== from.queueId && plan.queueId !== 'premium',
    );
    return random.weighted(targets.map((plan) => [plan, plan.staffShare] as const));
  }

  function enter(queueId: string, contactId: string, facts: ContactFacts): void {
    queue({
      contactId,
      facts,
      plan: planOf(queueId),
      phase: 'waiting',
      agent: null,
      queuedAt: world.now(),
      visit: 0,
      rings: 0,
    });
  }

  return {
    enter,
    serve,
  };
}

function isLess(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other;
  }
  return false;
}
