import { CONTACT_RANK } from '../floor/contact-machine.ts';
import { factsOf, type Contact } from '../floor/contact.ts';
import type { FloorState } from '../floor/floor-state.ts';
import { decidingEvidence } from './deciding-evidence.ts';
import { MAX_EVIDENCE_CONTACTS } from './events.ts';
import type { Evidence } from './evidence.ts';
import type { Subject } from './subject.ts';

/** Contacts looked through for one transition at most. */
const MOST_LOOKED_AT = 50_000;

/**
 * The contacts that made the number which decided: those that wait, the longest first; where it counts what became of contacts, those it became of,
 * the newest first. Only contacts the floor still knows: what ended is forgotten a quarter of an hour later.
 */
export function contributors(
  floor: FloorState,
  subject: Subject,
  evidence: readonly Evidence[],
  now: number,
): readonly string[] {
  if (subject.contact !== undefined) return [subject.contact.id];
  const deciding = decidingEvidence(evidence);
  if (deciding === null) return [];
  const metric = deciding.of ?? deciding.metric;
  if (subject.table === 'agents') return contactsOfAgent(floor, subject, metric);
  if (subject.queues.length === 0) return [];
  const outcome = OUTCOMES[metric];
  if (outcome === undefined) return waitingOf(subject, now);
  const queueIds = new Set(subject.queues.map((queue) => queue.id));
  return newest(floor, (contact) => cameTo(contact, queueIds, outcome, subject.table === 'sites'));
}

/** Of an agent: what he served lately, or did not take, where that is what was counted; else what he has in hand. */
function contactsOfAgent(floor: FloorState, { id, agents }: Subject, metric: string): readonly string[] {
  if (AGENT_SERVED.has(metric)) return newest(floor, (contact) => servedBy(contact, id));
  if (metric === 'not-answered' || metric === 'not-answered-rate')
    return newest(floor, (contact) => missedBy(contact, id));
  return (agents[0]?.posture.contacts ?? []).slice(0, MAX_EVIDENCE_CONTACTS).map((fact) => fact.key);
}

const AGENT_SERVED: ReadonlySet<string> = new Set([
  'contacts-handled',
  'transferred',
  'average-handle-time',
  'average-talk-time',
  'average-hold-time',
  'average-after-contact-work',
  'first-contact-resolution',
]);

function servedBy(contact: Contact, agentId: string): number | null {
  const visit = contact.visits.findLast((one) => one.agentId === agentId && one.endedAt >= 0);
  return visit?.endedAt ?? null;
}

function missedBy(contact: Contact, agentId: string): number | null {
  const fact = factsOf(contact).findLast(
    (one) => one.rank === CONTACT_RANK['contact.not-answered'] && one.agentId === agentId,
  );
  return fact?.time ?? null;
}

/** The contacts for which `momentOf` has an answer, those of the latest first. */
function newest(floor: FloorState, momentOf: (contact: Contact) => number | null): readonly string[] {
  const found: { readonly id: string; readonly at: number }[] = [];
  let looked = 0;
  for (const contact of floor.contacts.values()) {
    if (looked++ >= MOST_LOOKED_AT) break;
    const at = momentOf(contact);
    if (at !== null) found.push({ id: contact.id, at });
  }
  return found
    .sort((left, right) => right.at - left.at || (left.id < right.id ? -1 : 1))
    .slice(0, MAX_EVIDENCE_CONTACTS)
    .map(({ id }) => id);
}

type Outcome = 'answered' | 'abandoned' | 'flowed-out' | 'ended-before-queue' | 'offered';
const OUTCOMES: { readonly [metric: string]: Outcome } = {
  offered: 'offered',
  'forecast-deviation': 'offered',
  'weeks-anomaly': 'offered',
  answered: 'answered',
  abandoned: 'abandoned',
  'short-abandoned': 'abandoned',
  'abandon-rate': 'abandoned',
  'abandon-rate-without-short': 'abandoned',
  'average-abandon-time': 'abandoned',
  'flowed-out': 'flowed-out',
  'ended-before-queue': 'ended-before-queue',
  'average-speed-of-answer': 'answered',
  'average-handle-time': 'answered',
  'average-talk-time': 'answered',
  'average-hold-time': 'answered',
};

function cameTo(contact: Contact, queueIds: ReadonlySet<string>, outcome: Outcome, isSite: boolean): number | null {
  for (const visit of contact.visits) {
    if (!queueIds.has(visit.queueId) && !(isSite && visit.queueId === '')) continue;
    if (outcome === 'offered' ? visit.outcome !== 'ended-before-queue' : visit.outcome === outcome)
      return outcome === 'offered' ? visit.offeredAt : visit.leftAt;
  }
  return null;
}

function waitingOf(subject: Subject, now: number): readonly string[] {
  return subject.queues
    .flatMap((queue) => [...queue.waitingContacts])
    .map((contact) => ({ id: contact.id, at: contact.visit?.offeredAt ?? now }))
    .sort((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1))
    .slice(0, MAX_EVIDENCE_CONTACTS)
    .map(({ id }) => id);
}
