import type { Contact } from '../floor/contact.ts';
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
  const metric = decidingEvidence(evidence)?.metric;
  if (metric === undefined) return [];
  if (subject.table === 'agents') {
    return (subject.agents[0]?.posture.contacts ?? []).slice(0, MAX_EVIDENCE_CONTACTS).map((fact) => fact.key);
  }
  if (subject.queues.length === 0) return [];
  const outcome = OUTCOMES[metric];
  if (outcome === undefined) return waitingOf(subject, now);
  const queueIds = new Set(subject.queues.map((queue) => queue.id));
  const found: { readonly id: string; readonly at: number }[] = [];
  let looked = 0;
  for (const contact of floor.contacts.values()) {
    if (looked++ >= MOST_LOOKED_AT) break;
    const at = cameTo(contact, queueIds, outcome, subject.table === 'sites');
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
