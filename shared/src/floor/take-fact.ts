import { factsOf, NONE, withOne, type Contact, type ContactSteps, type Fact, type Visit } from './contact.ts';
import { CONTACT_STEPS } from './contact-machine.ts';
import type { ContactPhase } from './contact-phase.ts';

/**
 * Runs all facts of a reset contact. Among those of one moment the first possible one is taken next; what stays impossible is an anomaly.
 * Returns the impossible facts.
 */
export function runFacts<C>(contact: Contact, steps: ContactSteps<C>, context: C): Fact[] {
  const impossible: Fact[] = [];
  const facts = factsOf(contact);
  let index = 0;
  while (index < facts.length) {
    const time = (facts[index] as Fact).time; // index is within facts
    const moment: Fact[] = [];
    while (index < facts.length && (facts[index] as Fact).time === time) {
      moment.push(facts[index] as Fact);
      index++;
    }
    while (moment.length > 0) {
      const taken = moment.findIndex((fact) => takeFact(contact, fact, steps, context));
      if (taken < 0) break;
      moment.splice(taken, 1);
    }
    contact.anomalyCount += moment.length;
    if (moment.length > 0) contact.anomalyAt = time;
    impossible.push(...moment);
  }
  return impossible;
}

/** Takes one step of the machine. False, and nothing changed, when the step is impossible here. */
export function takeFact<C>(contact: Contact, fact: Fact, steps: ContactSteps<C>, context: C): boolean {
  const step = CONTACT_STEPS[contact.phase][fact.rank];
  if (step === undefined || step === 'impossible') return false;
  const time = fact.time;
  let to = step.to;
  switch (step.does) {
    case 'offer': {
      if (contact.visit !== null || fact.queueId === null) return false;
      contact.channel = fact.entry?.channel ?? contact.channel;
      const visit = openVisit(contact, fact.queueId, time, 'waiting');
      if (contact.connectedAt >= 0) {
        visit.connectedAt = contact.connectedAt;
        visit.agentId = contact.agentId;
        visit.endedAt = contact.servedAt ?? -1;
      }
      if (contact.phase === 'serving-early' && contact.servedQueueId !== visit.queueId) {
        steps.disconnected(context, contact);
        contact.servedQueueId = visit.queueId;
        steps.connected(context, contact);
      }
      contact.visit = visit;
      steps.offered(context, contact, visit);
      break;
    }
    case 'present': {
      const visit = contact.visit;
      if (visit === null) return false;
      visit.presentedCount++;
      const { agentId } = fact;
      steps.presented(context, contact, visit, agentId, time);
      if (agentId !== null && !contact.presentedTo.includes(agentId)) {
        contact.presentedTo = withOne(contact.presentedTo, agentId);
        steps.engage(context, contact, agentId, 'presented', time);
      }
      break;
    }
    case 'miss': {
      const visit = contact.visit;
      if (visit === null) return false;
      visit.notAnsweredCount++;
      const agentIds = fact.agentId === null ? contact.presentedTo : [fact.agentId];
      steps.missed(context, contact, visit, agentIds, time);
      withdraw(contact, agentIds, time, steps, context);
      if (contact.presentedTo.length > 0) to = 'presented';
      break;
    }
    case 'connect':
      connect(contact, fact, steps, context);
      break;
    case 'answer': {
      const visit = contact.visit;
      if (visit === null) return false;
      to = answer(contact, visit, fact, to, steps, context);
      break;
    }
    case 'hold':
      contact.heldAt = time;
      if (contact.agentId !== null) steps.engage(context, contact, contact.agentId, 'on-hold', time);
      break;
    case 'resume':
      contact.holdMs += time - (contact.heldAt ?? time);
      contact.heldAt = null;
      if (contact.agentId !== null) steps.engage(context, contact, contact.agentId, 'talking', time);
      break;
    case 'transfer':
      endService(contact, fact, false, steps, context);
      break;
    case 'complete':
      if (contact.phase === 'serving-early') {
        contact.servedAt = time;
        steps.disconnected(context, contact);
        contact.servedQueueId = null;
        if (contact.visit !== null) contact.visit.endedAt = time;
        if (contact.agentId !== null) steps.engage(context, contact, contact.agentId, null, time);
      } else if (endService(contact, fact, true, steps, context)) to = 'after-contact-work';
      break;
    case 'abandon':
    case 'flow-out': {
      const visit = contact.visit;
      if (visit === null) return false;
      withdraw(contact, contact.presentedTo, time, steps, context);
      if (contact.phase === 'serving-early') steps.disconnected(context, contact);
      if (contact.agentId !== null) steps.engage(context, contact, contact.agentId, null, time);
      visit.outcome = step.does === 'abandon' ? 'abandoned' : 'flowed-out';
      visit.leftAt = time;
      visit.connectedAt = -1;
      visit.endedAt = -1;
      visit.agentId = null;
      steps.left(context, contact, visit);
      closeVisit(contact);
      break;
    }
    case 'end-before-queue': {
      contact.channel = fact.entry?.channel ?? contact.channel;
      const visit = openVisit(contact, fact.queueId ?? '', time, 'ended-before-queue');
      visit.leftAt = time;
      steps.left(context, contact, visit);
      break;
    }
    case 'wrap-up':
      if (!wrapUp(contact, fact, steps, context)) return false;
      break;
  }
  if (to !== contact.phase) {
    contact.phase = to;
    contact.since = time;
  }
  return true;
}

function openVisit(contact: Contact, queueId: string, time: number, outcome: Visit['outcome']): Visit {
  const visit: Visit = {
    contactId: contact.id,
    queueId,
    channel: contact.channel,
    offeredAt: time,
    outcome,
    leftAt: -1,
    agentId: null,
    connectedAt: -1,
    endedAt: -1,
    talkMs: 0,
    holdMs: 0,
    wrapsUp: false,
    wrappedUpAt: -1,
    presentedCount: 0,
    notAnsweredCount: 0,
    transferred: false,
    resolved: null,
    queueFound: null,
    rollingFound: null,
    dayFound: null,
  };
  contact.visits = withOne(contact.visits, visit);
  return visit;
}

function closeVisit(contact: Contact): void {
  contact.visit = null;
  contact.connectedAt = -1;
  contact.servedAt = null;
  contact.heldAt = null;
  contact.holdMs = 0;
  contact.agentId = null;
  contact.servedQueueId = null;
}

/** Stops ringing at everyone but the agent who has the contact now. */
function withdrawOthers<C>(contact: Contact, time: number, steps: ContactSteps<C>, context: C): void {
  for (const agentId of contact.presentedTo) {
    if (agentId !== contact.agentId) steps.engage(context, contact, agentId, null, time);
  }
}

/** Stops ringing at these agents. */
function withdraw<C>(
  contact: Contact,
  agentIds: readonly string[],
  time: number,
  steps: ContactSteps<C>,
  context: C,
): void {
  for (const agentId of agentIds) {
    if (!contact.presentedTo.includes(agentId)) continue;
    contact.presentedTo = contact.presentedTo.filter((other) => other !== agentId);
    steps.engage(context, contact, agentId, null, time);
  }
}

function connect<C>(contact: Contact, fact: Fact, steps: ContactSteps<C>, context: C): void {
  contact.connectedAt = fact.time;
  contact.agentId = fact.agentId ?? contact.agentId;
  if (contact.visit !== null) {
    contact.visit.connectedAt = fact.time;
    contact.visit.agentId = contact.agentId;
  }
  withdrawOthers(contact, fact.time, steps, context);
  contact.presentedTo = NONE;
  contact.servedQueueId = contact.visit?.queueId ?? fact.queueId;
  steps.connected(context, contact);
  if (contact.agentId !== null) steps.engage(context, contact, contact.agentId, 'talking', fact.time);
}

function answer<C>(
  contact: Contact,
  visit: Visit,
  fact: Fact,
  to: ContactPhase,
  steps: ContactSteps<C>,
  context: C,
): ContactPhase {
  const { time } = fact;
  const early = contact.connectedAt >= 0;
  if (!early)
    contact.agentId = fact.agentId ?? (contact.presentedTo.length === 1 ? (contact.presentedTo[0] ?? null) : null);
  else contact.agentId ??= fact.agentId;
  visit.outcome = 'answered';
  visit.leftAt = time;
  visit.agentId = contact.agentId;
  withdrawOthers(contact, time, steps, context);
  contact.presentedTo = NONE;
  steps.left(context, contact, visit);
  if (contact.phase === 'served-early') {
    visit.talkMs = (contact.servedAt ?? contact.connectedAt) - contact.connectedAt;
    steps.served(context, contact, visit);
    closeVisit(contact);
    return 'ended';
  }
  if (!early && fact.awaitsConnection) return 'connecting';
  if (!early) {
    contact.connectedAt = time;
    visit.connectedAt = time;
    contact.servedQueueId = visit.queueId;
    steps.connected(context, contact);
    if (contact.agentId !== null) steps.engage(context, contact, contact.agentId, 'talking', time);
  }
  return to;
}

/** Ends the service of the open visit; true when the agent wraps up now. */
function endService<C>(contact: Contact, fact: Fact, completed: boolean, steps: ContactSteps<C>, context: C): boolean {
  const visit = contact.visit;
  if (visit === null) return false;
  if (contact.heldAt !== null) contact.holdMs += fact.time - contact.heldAt;
  visit.endedAt = fact.time;
  if (contact.connectedAt >= 0) {
    visit.holdMs = contact.holdMs;
    visit.talkMs = fact.time - contact.connectedAt - contact.holdMs;
  }
  if (contact.connectedAt >= 0) steps.disconnected(context, contact);
  visit.wrapsUp = fact.wrapsUp;
  if (visit.wrapsUp) contact.wrapUpsDueCount++;
  if (completed) visit.resolved = fact.resolved;
  else visit.transferred = true;
  steps.served(context, contact, visit);
  if (visit.agentId !== null) {
    steps.engage(context, contact, visit.agentId, visit.wrapsUp ? 'after-contact-work' : null, fact.time);
  }
  closeVisit(contact);
  return visit.wrapsUp;
}

/** Ends after-contact work on the visit it belongs to: the agent's own open one, else the latest that can still take it. */
function wrapUp<C>(contact: Contact, fact: Fact, steps: ContactSteps<C>, context: C): boolean {
  const visit = findWrappedUp(contact, fact.agentId);
  if (visit === null) return false;
  visit.wrappedUpAt = fact.time;
  if (visit.wrapsUp) contact.wrapUpsDueCount--;
  const resolvedNow = visit.resolved === null && fact.resolved !== null;
  if (resolvedNow) visit.resolved = fact.resolved;
  steps.wrappedUp(context, contact, visit, resolvedNow);
  if (visit.agentId !== null && visit.wrapsUp) steps.engage(context, contact, visit.agentId, null, fact.time);
  return true;
}

/** The newest served visit (of this agent, where one is named) that is not wrapped up yet, before all others one that is said to wrap up. */
function findWrappedUp(contact: Contact, agentId: string | null): Visit | null {
  let found: Visit | null = null;
  for (let index = contact.visits.length - 1; index >= 0; index--) {
    const visit = contact.visits[index] as Visit; // index is within visits
    const isOpen =
      visit.outcome === 'answered' && visit.endedAt >= 0 && visit.wrappedUpAt < 0 && visit !== contact.visit;
    if (!isOpen || (agentId !== null && visit.agentId !== agentId)) continue;
    if (visit.wrapsUp) return visit;
    found ??= visit;
  }
  return found;
}
