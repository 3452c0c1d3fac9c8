import type { DecidedBy } from '../alerts/events.ts';
import type { Contact } from '../floor/contact.ts';
import { contactRow } from '../floor/floor-rows.ts';
import type { FloorState, Queue } from '../floor/floor-state.ts';
import { formatLocalMinute } from '../kit/zone.ts';
import { inWords, settledBy } from '../words/say-notice.ts';
import type { SentenceOf } from '../words/sentences.ts';
import type { NoticeWords, Sentence } from '../words/words.ts';
import type { EscalationState } from './escalation-state.ts';
import type { EscalationAbout, EscalationOrigin, EscalationRequested, Impact } from './events.ts';
import type { EscalationRow } from './rows.ts';
import { escalationId } from './say-decision.ts';

/** What is to be escalated. `highValue` asks for the watch over high-value queues; a policy may be named; else the matrix decides. */
export type Asked = {
  readonly origin: EscalationOrigin;
  readonly about: EscalationAbout;
  readonly title: string;
  readonly body: string;
  /** What says both in any language; absent where a person wrote them. */
  readonly words?: NoticeWords;
  readonly impact: Impact;
  readonly tier: string | null;
  readonly contract: string | null;
  readonly queueId: string | null;
  readonly teamId: string | null;
  readonly skill: string | null;
  readonly language: string | null;
  readonly customerRef: string | null;
  readonly policyId: string | null;
  readonly highValue?: boolean;
  readonly by: DecidedBy | null;
};

/** Something the state of a site asks of escalation. Doing it twice is harmless. */
export type EscalationWork =
  | { readonly kind: 'start'; readonly id: string; readonly asked: Asked }
  | { readonly kind: 'settle'; readonly id: string; readonly reason: string; readonly words?: Sentence }
  | { readonly kind: 'acknowledge'; readonly id: string; readonly by: DecidedBy; readonly note: string | null };

/** What is asked of an alert, of whatever else it holds. */
type SeenAlert = {
  readonly id: string;
  readonly ruleName: string;
  readonly severity: 'warning' | 'critical';
  readonly subjectTable: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly subjectQueueId: string | null;
  readonly subjectTeamId: string | null;
  readonly state: string;
  readonly firedAt: number | null;
  readonly paged: boolean;
  readonly acknowledgedBy: DecidedBy | null;
  readonly acknowledgedNote: string | null;
};
type Seen = {
  readonly floor: FloorState;
  readonly alerts: { readonly alerts: ReadonlyMap<string, SeenAlert> };
  readonly escalation: EscalationState;
};

/** A contact that seems to wait longer than so many thresholds (an hour at least) is one of a past being told, or lost by its source. */
const MOST_THRESHOLDS = 20;
const LEAST_LOST_MS = 3_600_000;

/**
 * What a site's state asks of escalation at a moment of its clock (epoch ms): escalations to begin for alerts that page, for requests on the log, for
 * contacts of high-value queues near or past their service level; those to end because what they are about has ended; and acknowledgements of alerts,
 * which count for their escalations too.
 */
export function escalationWork(siteId: string, state: Seen, siteTime: number): EscalationWork[] {
  return [
    ...settledWork(state),
    ...alertWork(siteId, state),
    ...requestWork(siteId, state),
    ...contactWork(siteId, state, siteTime),
  ];
}

/** Whether contacts wait in a queue that is watched on its own: then time alone may soon ask for something. */
export function isContactWatched({ floor, escalation }: Seen): boolean {
  if (escalation.matrix === null || escalation.matrix.matrix.highValue === null) return false;
  for (const queue of floor.queues.values()) if (queue.highValue && queue.waitingContacts.size > 0) return true;
  return false;
}

function* settledWork({ floor, alerts, escalation }: Seen): Iterable<EscalationWork> {
  for (const row of escalation.escalations.values()) {
    if (row.state === 'resolved') continue;
    const { origin, id } = row;
    if (origin.kind === 'alert') {
      const alert = alerts.alerts.get(origin.alertId);
      if (alert === undefined || alert.firedAt !== origin.firedAt || alert.state === 'resolved')
        yield settle(id, { key: 'settled.alert-ended', values: {} });
      else if (isNewToEscalation(alert, row))
        yield { kind: 'acknowledge', id, by: alert.acknowledgedBy, note: alert.acknowledgedNote };
    } else if (origin.kind === 'request') {
      const withdrawn = escalation.withdrawn.get(origin.requestId);
      if (withdrawn === undefined) continue;
      const { reason, words } = withdrawn;
      yield { kind: 'settle', id, reason, ...(words !== undefined && { words }) };
    } else if (origin.kind === 'contact') {
      const visit = floor.contacts.get(origin.contactId)?.visit;
      if (visit?.outcome !== 'waiting' || visit.offeredAt !== origin.queuedAt)
        yield settle(id, { key: 'settled.contact-gone', values: {} });
    }
  }
}

function settle(id: string, because: SentenceOf): EscalationWork {
  return { kind: 'settle', id, ...settledBy(because) };
}

/** Who took the alert takes its escalation, once: if they then forget it, it comes back. */
function isNewToEscalation(
  alert: SeenAlert,
  row: EscalationRow,
): alert is SeenAlert & { readonly acknowledgedBy: DecidedBy } {
  const by = alert.acknowledgedBy;
  if (by === null || row.acknowledgedAt !== null || row.lap > 1) return false;
  return row.state !== 'acknowledged' && row.acknowledgements.every((one) => one.by.id !== by.id);
}

function* alertWork(siteId: string, { floor, alerts, escalation }: Seen): Iterable<EscalationWork> {
  for (const alert of alerts.alerts.values()) {
    if (alert.state !== 'firing' || !alert.paged || alert.firedAt === null || alert.acknowledgedBy !== null) continue;
    const origin = { kind: 'alert', alertId: alert.id, firedAt: alert.firedAt } as const;
    const id = escalationId(siteId, origin);
    if (escalation.escalations.has(id)) continue;
    const queueId = alert.subjectTable === 'queues' ? alert.subjectId : alert.subjectQueueId;
    const queue = queueId === null ? undefined : floor.queues.get(queueId);
    const asked: Asked = {
      ...NOTHING_MORE,
      origin,
      about: { kind: 'alert', id: alert.id },
      ...inWords({ key: 'labelled', values: { label: alert.ruleName, text: alert.subjectName } }, [
        { key: 'escalation.fires-since', values: { at: formatLocalMinute(floor.zone, alert.firedAt) } },
      ]),
      impact: impactOf(alert, queue),
      queueId,
      teamId: alert.subjectTable === 'teams' ? alert.subjectId : (alert.subjectTeamId ?? queue?.teamId ?? null),
    };
    yield { kind: 'start', id, asked };
  }
}

function impactOf(alert: SeenAlert, queue: Queue | undefined): Impact {
  if (alert.severity === 'warning') return 'medium';
  if (alert.subjectTable === 'sites' || alert.subjectTable === 'groups') return 'critical';
  return queue?.highValue === true ? 'critical' : 'high';
}

function* requestWork(siteId: string, { floor, escalation }: Seen): Iterable<EscalationWork> {
  for (const request of escalation.requests.values()) {
    const origin = { kind: 'request', requestId: request.requestId } as const;
    yield { kind: 'start', id: escalationId(siteId, origin), asked: askedBy(request, origin, floor) };
  }
}

function askedBy(request: EscalationRequested, origin: EscalationOrigin, floor: FloorState): Asked {
  const queueId = request.queueId ?? null;
  return {
    origin,
    about: request.about,
    title: request.title,
    body: request.body ?? '',
    ...(request.words !== undefined && { words: request.words }),
    impact: request.impact,
    tier: request.tier ?? null,
    contract: request.contract ?? null,
    queueId,
    teamId: request.teamId ?? (queueId === null ? null : (floor.queues.get(queueId)?.teamId ?? null)),
    skill: request.skill ?? null,
    language: request.language ?? null,
    customerRef: request.customerRef ?? null,
    policyId: request.policyId ?? null,
    by: null,
  };
}

const NOTHING_MORE = {
  tier: null,
  contract: null,
  queueId: null,
  teamId: null,
  skill: null,
  language: null,
  customerRef: null,
  policyId: null,
  by: null,
} as const;

function* contactWork(siteId: string, { floor, escalation }: Seen, siteTime: number): Iterable<EscalationWork> {
  const watch = escalation.matrix?.matrix.highValue ?? null;
  if (watch === null) return;
  const busy = new Set<string>();
  for (const row of escalation.escalations.values()) {
    if (row.origin.kind === 'contact' && row.state !== 'resolved' && row.queueId !== null) busy.add(row.queueId);
  }
  for (const queue of floor.queues.values()) {
    if (!queue.highValue || busy.has(queue.id)) continue;
    const last = escalation.contactStarts.get(queue.id);
    if (last !== undefined && siteTime < last + watch.leastGapMs) continue;
    const thresholdMs = Math.max(1_000, queue.serviceLevelThresholdMs);
    const oldest = longestWaiting(queue, siteTime - Math.max(LEAST_LOST_MS, MOST_THRESHOLDS * thresholdMs));
    const queuedAt = oldest?.visit?.offeredAt;
    if (oldest === null || queuedAt === undefined || siteTime < queuedAt + watch.nearShare * thresholdMs) continue;
    const origin = { kind: 'contact', contactId: oldest.id, queuedAt } as const;
    const { tier, language, customerRef } = contactRow(oldest);
    const seconds = Math.round((siteTime - queuedAt) / 1_000);
    const asked: Asked = {
      ...NOTHING_MORE,
      origin,
      about: { kind: 'contact', id: oldest.id },
      ...inWords({ key: 'escalation.contact-waits', values: { queue: queue.name, seconds } }, [
        { key: 'escalation.promised-within', values: { seconds: Math.round(thresholdMs / 1_000) } },
      ]),
      impact: 'high',
      tier,
      language,
      customerRef,
      queueId: queue.id,
      teamId: queue.teamId,
      highValue: true,
    };
    yield { kind: 'start', id: escalationId(siteId, origin), asked };
  }
}

function longestWaiting(queue: Queue, sinceAt: number): Contact | null {
  let oldest: Contact | null = null;
  for (const contact of queue.waitingContacts) {
    const queuedAt = contact.visit?.offeredAt;
    if (queuedAt === undefined || queuedAt < sinceAt) continue;
    if (oldest === null || queuedAt < (oldest.visit?.offeredAt ?? Infinity)) oldest = contact;
  }
  return oldest;
}
