import type { ContactEventType } from '../contacts/events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { addHandled, type Agent } from './agent.ts';
import {
  compareFacts,
  createContact,
  noteAgent,
  resetContact,
  type Contact,
  type ContactSteps,
  type Fact,
  type Visit,
} from './contact.ts';
import { runFacts, takeFact } from './take-fact.ts';
import { CONTACT_RANK } from './contact-machine.ts';
import { ensureQueue } from './ensure-queue.ts';
import { ensureAgent, takeAgentFact, withdrawContact } from './fold-agent.ts';
import { ALLOWED_LATENESS_MS, FORGET_CONTACT_MS, trackWaiting, type FloorState, type Queue } from './floor-state.ts';
import { markContact, markQueue } from './mark-changed.ts';
import { tallyAt } from './ring.ts';
import { tallyLeft, tallyServed, tallyVisit, type Tally } from './tally.ts';

/**
 * Folds one contact event; `rank` is its type's. Events of a contact count by their own time, not by their arrival: one that comes late is put in its place and
 * the contact is run again, its former contribution taken back first.
 */
export function foldContactEvent(state: FloorState, event: LoggedEvent<ContactEventType>, rank: number): void {
  const contactId = event.data.contactId;
  let contact = state.contacts.get(contactId);
  if (contact === undefined) {
    contact = createContact(contactId);
    state.contacts.set(contactId, contact);
  }
  // The event itself is the fact: it is immutable, and a copy of each would cost more than the rest of the fold.
  const fact: Fact = event;
  if (comesNext(contact, fact, rank)) {
    contact.facts.push(fact);
    contact.latestAt = fact.time;
    if (!takeFact(contact, fact, rank, floorSteps, state)) {
      contact.anomalyCount++;
      contact.anomalyAt = fact.time;
      state.anomalyCount++;
    }
  } else if (!insertFact(state, contact, fact)) return;
  markContact(state, contact);
  if (contact.phase === 'ended' || contact.phase === 'new') state.ending.push({ contact, at: event.time });
}

/** Whether the fact can be taken after the last one without running the contact again. */
function comesNext(contact: Contact, fact: Fact, rank: number): boolean {
  if (fact.time !== contact.latestAt) return fact.time > contact.latestAt;
  const last = contact.facts.at(-1);
  return last !== undefined && contact.anomalyAt !== last.time && rank > CONTACT_RANK[last.type];
}

/** Puts a fact in its place and runs the contact again; false for one that is there already. */
function insertFact(state: FloorState, contact: Contact, fact: Fact): boolean {
  let place = contact.facts.length;
  while (place > 0) {
    const order = compareFacts(contact.facts[place - 1] as Fact, fact); // place is within facts
    if (order === 0) return false;
    if (order < 0) break;
    place--;
  }
  takeBack(state, contact);
  contact.facts.splice(place, 0, fact);
  resetContact(contact);
  runFacts(contact, floorSteps, state);
  state.anomalyCount += contact.anomalyCount;
  return true;
}

/** Undoes everything the contact has contributed. */
function takeBack(state: FloorState, contact: Contact): void {
  state.anomalyCount -= contact.anomalyCount;
  for (const visit of contact.visits) {
    if (visit.queueId === '') continue;
    const queue = ensureQueue(state, visit.queueId);
    for (const tally of tallies(queue, visit.offeredAt)) tallyVisit(tally, visit, queue, -1);
    if (visit.outcome === 'waiting') endWaiting(state, queue, contact, state.latestEventAt);
    if (visit.outcome === 'answered' && visit.endedAt >= 0) countHandled(state, visit, -1);
    queue.version++;
    markQueue(state, queue);
  }
  if (contact.servedQueueId !== null) floorSteps.disconnected(state, contact);
  for (const agentId of contact.agentIds) withdrawContact(state, ensureAgent(state, agentId), contact.id);
}

function tallies(queue: Queue, time: number): Tally[] {
  const found: Tally[] = [];
  const rolling = tallyAt(queue.rolling, time);
  const day = tallyAt(queue.day, time);
  if (rolling !== null) found.push(rolling);
  if (day !== null) found.push(day);
  return found;
}

function endWaiting(state: FloorState, queue: Queue, contact: Contact, time: number): void {
  if (!queue.waitingContacts.delete(contact)) return;
  trackWaiting(queue.waiting, Math.max(time, state.latestEventAt), -1);
  for (const area of queue.areas) trackWaiting(area.waiting, Math.max(time, state.latestEventAt), -1);
}

function countHandled(state: FloorState, visit: Visit, sign: 1 | -1): void {
  if (visit.agentId === null) return;
  const agent: Agent = ensureAgent(state, visit.agentId);
  addHandled(agent.rolling, visit.endedAt, sign);
  addHandled(agent.day, visit.endedAt, sign);
  agent.version++;
}

/** The floor's side of every step: counts by the moment the contact was offered. */
const floorSteps: ContactSteps<FloorState> = {
  offered(state, contact, visit) {
    const queue = ensureQueue(state, visit.queueId, visit.channel);
    const rolling = tallyAt(queue.rolling, visit.offeredAt);
    const day = tallyAt(queue.day, visit.offeredAt);
    if (rolling !== null) rolling.offeredCount++;
    if (day !== null) day.offeredCount++;
    queue.waitingContacts.add(contact);
    trackWaiting(queue.waiting, visit.offeredAt, 1);
    for (const area of queue.areas) trackWaiting(area.waiting, visit.offeredAt, 1);
    touch(state, queue);
  },
  presented(state, _contact, visit) {
    const queue = ensureQueue(state, visit.queueId);
    const rolling = tallyAt(queue.rolling, visit.offeredAt);
    const day = tallyAt(queue.day, visit.offeredAt);
    if (rolling !== null) rolling.presentedCount++;
    if (day !== null) day.presentedCount++;
    touch(state, queue);
  },
  missed(state, _contact, visit) {
    const queue = ensureQueue(state, visit.queueId);
    const rolling = tallyAt(queue.rolling, visit.offeredAt);
    const day = tallyAt(queue.day, visit.offeredAt);
    if (rolling !== null) rolling.notAnsweredCount++;
    if (day !== null) day.notAnsweredCount++;
    touch(state, queue);
  },
  left(state, contact, visit) {
    if (visit.queueId === '') return;
    const queue = ensureQueue(state, visit.queueId, visit.channel);
    if (visit.outcome !== 'ended-before-queue') endWaiting(state, queue, contact, visit.leftAt);
    const waitMs = visit.leftAt - visit.offeredAt;
    const rolling = tallyAt(queue.rolling, visit.offeredAt);
    const day = tallyAt(queue.day, visit.offeredAt);
    if (rolling !== null) tallyLeft(rolling, visit.outcome, waitMs, queue, 1);
    if (day !== null) tallyLeft(day, visit.outcome, waitMs, queue, 1);
    touch(state, queue);
  },
  connected(state, contact) {
    if (contact.servedQueueId === null) return;
    const queue = ensureQueue(state, contact.servedQueueId, contact.channel);
    queue.servedContacts.add(contact);
    touch(state, queue);
  },
  disconnected(state, contact) {
    if (contact.servedQueueId === null) return;
    const queue = ensureQueue(state, contact.servedQueueId);
    queue.servedContacts.delete(contact);
    touch(state, queue);
  },
  served(state, _contact, visit) {
    const queue = ensureQueue(state, visit.queueId);
    const rolling = tallyAt(queue.rolling, visit.offeredAt);
    const day = tallyAt(queue.day, visit.offeredAt);
    if (rolling !== null) tallyService(rolling, visit);
    if (day !== null) tallyService(day, visit);
    countHandled(state, visit, 1);
    touch(state, queue);
  },
  wrappedUp(state, _contact, visit, resolvedNow) {
    const queue = ensureQueue(state, visit.queueId);
    for (const tally of tallies(queue, visit.offeredAt)) {
      tally.afterContactWorkMs += visit.wrappedUpAt - visit.endedAt;
      if (resolvedNow) {
        tally.resolutionKnownCount++;
        if (visit.resolved === true) tally.resolvedCount++;
      }
    }
    touch(state, queue);
  },
  engage(state, contact, agentId, phase, time) {
    noteAgent(contact, agentId);
    contact.engagedCount++;
    takeAgentFact(state, ensureAgent(state, agentId), {
      kind: 'contact',
      time,
      order: contact.engagedCount,
      key: contact.id,
      queueId: contact.visit?.queueId ?? contact.visits.at(-1)?.queueId ?? contact.servedQueueId,
      channel: contact.channel,
      phase,
    });
  },
};

function tallyService(tally: Tally, visit: Visit): void {
  tallyServed(tally, visit.talkMs, visit.holdMs, 1);
  if (visit.transferred) tally.transferredCount++;
  if (visit.resolved !== null) {
    tally.resolutionKnownCount++;
    if (visit.resolved) tally.resolvedCount++;
  }
}

function touch(state: FloorState, queue: Queue): void {
  queue.version++;
  markQueue(state, queue);
}

/**
 * Forgets contacts that can change no more: ended longer ago than the allowed lateness with no after-contact work open, or silent for so
 * long that their source must have lost them. Called as event time moves on, so that the state stays as small as the floor.
 */
export function sweepContacts(state: FloorState): void {
  const horizon = state.latestEventAt - ALLOWED_LATENESS_MS;
  let passed = 0;
  for (const { contact, at } of state.ending) {
    if (at >= horizon) break;
    passed++;
    if (state.contacts.get(contact.id) !== contact || !isFinished(contact)) continue;
    if (contact.latestAt < horizon) forgetContact(state, contact);
  }
  if (passed > 0) state.ending.splice(0, passed);
}

/** Gives up contacts whose source has been silent about them for very long. */
export function expireContacts(state: FloorState): void {
  const horizon = state.latestEventAt - FORGET_CONTACT_MS;
  for (const contact of state.contacts.values()) {
    if (contact.latestAt >= horizon) continue;
    state.expiredCount++;
    if (contact.visit?.outcome === 'waiting')
      endWaiting(state, ensureQueue(state, contact.visit.queueId), contact, state.latestEventAt);
    floorSteps.disconnected(state, contact);
    for (const agentId of contact.agentIds) withdrawContact(state, ensureAgent(state, agentId), contact.id);
    forgetContact(state, contact);
  }
}

function isFinished(contact: Contact): boolean {
  if (contact.phase === 'new') return true;
  return contact.phase === 'ended' && contact.visits.every((visit) => !visit.wrapsUp || visit.wrappedUpAt >= 0);
}

/** Lets go of a contact, telling its visits to whoever collects them. */
export function forgetContact(state: FloorState, contact: Contact): void {
  state.contacts.delete(contact.id);
  if (state.settled !== null) for (const visit of contact.visits) state.settled.visit(visit);
  if (contact.shown && state.changes.on) {
    contact.shown = false;
    state.changes.removedContacts.push(contact.id);
  }
}
