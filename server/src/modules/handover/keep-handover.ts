import { and, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { EventData, EventType } from '@floorwalk/shared/events';
import type { Offer } from '@floorwalk/shared/handover/decide-round';
import type { HandoverRefusal } from '@floorwalk/shared/handover/handover-machine';
import {
  GRACE_MS,
  moveHandover,
  type HandoverCommand,
  type HandoverRecord,
} from '@floorwalk/shared/handover/move-handover';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { asText, inWords, settledBy } from '@floorwalk/shared/words/say-notice';
import type { SentenceOf } from '@floorwalk/shared/words/sentences';
import type { Transaction } from '../../db/database.ts';
import { handover } from './tables.ts';

export type KeptHandover = typeof handover.$inferSelect;

export type Kept =
  | { readonly kind: 'kept'; readonly record: HandoverRecord; readonly events: readonly NewEvent[] }
  | { readonly kind: 'refused'; readonly refusal: HandoverRefusal; readonly record: HandoverRecord }
  | { readonly kind: 'unknown' };

/** An event for the log with an id of its own. */
export function eventOf<T extends EventType>(source: string, type: T, time: number, data: EventData[T]): NewEvent {
  return { id: randomUUID(), source, type, time, data } as NewEvent; // type and data belong together by the signature
}

/**
 * Writes a new handover's row, and answers what goes onto the log with it; `null` where there is this handover already, so that two who offer it at
 * once offer it once.
 */
export async function keepOffer(
  transaction: Transaction,
  siteId: string,
  offer: Offer,
  source: string,
  time: number,
): Promise<{ readonly record: HandoverRecord; readonly events: readonly NewEvent[] } | null> {
  const { offered, policy } = offer;
  const begun: HandoverRecord = {
    id: offered.handoverId,
    sessionId: offered.sessionId,
    botId: offered.botId,
    state: 'offered',
    offeredAt: time,
    giveUpAt: offered.giveUpAt,
    answerWithinMs: policy.answerWithinMs,
    fallBack: policy.fallBack,
    ...(policy.fallBackMessage !== undefined && { fallBackMessage: policy.fallBackMessage }),
    presentedTo: null,
    attempt: 0,
    agentIds: [],
    owner: null,
    acceptedAt: null,
    endedAt: null,
    dueAt: offered.giveUpAt + GRACE_MS,
    isEscalated: false,
  };
  const events = [eventOf(source, 'handover.offered', time, offered)];
  let record = begun;
  if (offer.fallsBack !== null) {
    const move = moveHandover(begun, { kind: 'give-up', ...offer.fallsBack }, time);
    if (move.kind === 'moved') {
      record = move.record;
      events.push(eventOf(source, move.said.type, time, move.said.data));
      if (offer.fallsBack.why === 'bot-silent') events.push(...informAgents(record, offered, source, time));
    }
  }
  const inserted = await transaction
    .insert(handover)
    .values({
      site: siteId,
      contactId: offered.contactId,
      queueId: offered.queueId,
      teamId: offer.teamId,
      offeredAt: time,
      offered,
      package: offer.handoverPackage,
      ...columnsOf(record),
    })
    .onConflictDoNothing()
    .returning({ id: handover.id });
  return inserted.length === 0 ? null : { record, events };
}

/**
 * Moves a handover under the lock of its row, so that of two who want it at once one has it and the other is told. Answers what goes onto the log in
 * the same transaction: the move itself, whom to tell, and what need not be told any more.
 */
export async function keepMove(
  transaction: Transaction,
  siteId: string,
  handoverId: string,
  command: HandoverCommand | ((kept: KeptHandover) => HandoverCommand | null),
  source: string,
  time: number,
): Promise<Kept> {
  const ofHandover = and(eq(handover.site, siteId), eq(handover.id, handoverId));
  const [kept] = await transaction.select().from(handover).where(ofHandover).for('update');
  if (kept === undefined) return { kind: 'unknown' };
  const wanted = typeof command === 'function' ? command(kept) : command;
  if (wanted === null) return { kind: 'refused', refusal: 'over', record: kept.record };
  const move = moveHandover(kept.record, wanted, time);
  if (move.kind === 'refused') return { kind: 'refused', refusal: move.refusal, record: kept.record };
  await transaction.update(handover).set(columnsOf(move.record)).where(ofHandover);
  const events = [
    eventOf(source, move.said.type, time, move.said.data),
    ...tellOthers(kept, move.record, wanted, source, time),
  ];
  return { kind: 'kept', record: move.record, events };
}

function columnsOf(record: HandoverRecord) {
  const { id, sessionId, botId, state, dueAt, acceptedAt, endedAt, owner } = record;
  return { id, sessionId, botId, state, dueAt, acceptedAt, endedAt, agentId: owner?.agentId ?? null, record };
}

/** Notices and escalations that belong to a move. */
function tellOthers(
  kept: KeptHandover,
  record: HandoverRecord,
  command: HandoverCommand,
  source: string,
  time: number,
): NewEvent[] {
  const { offered } = kept;
  const about = { kind: 'handover', id: record.id } as const;
  const events: NewEvent[] = [];
  if (command.kind === 'present') {
    const data: EventData['notice.requested'] = {
      noticeId: `handover-${record.id}-${record.attempt}`,
      about,
      to: [{ kind: 'agent', agentId: command.agentId }],
      urgency: 'page',
      ...inWords(titleOf(offered), [asText(offered.summary.slice(0, 500))]),
      path: 'inbox',
      ...(record.dueAt !== null && { until: record.dueAt }),
    };
    events.push(eventOf(source, 'notice.requested', time, data));
    return events;
  }
  if (kept.record.state === 'presented' || kept.record.state === 'fallen-back')
    events.push(
      eventOf(source, 'notice.withdrawn', time, {
        about,
        ...settledBy({ key: 'settled.handover', values: { state: record.state } }),
      }),
    );
  if (command.kind === 'give-up' && command.why === 'unanswered') {
    events.push(...informAgents(record, offered, source, time));
    const data: EventData['escalation.requested'] = {
      requestId: `handover-${record.id}`,
      about,
      ...inWords(titleOf(offered), [
        { key: 'handover.nobody-took', values: { fallBack: record.fallBack ?? '' } },
        asText(offered.summary.slice(0, 1_500)),
      ]),
      impact: kept.package.customer.isHighValue ? 'high' : 'medium',
      ...(offered.tier !== null && { tier: offered.tier }),
      ...(offered.queueId !== null && { queueId: offered.queueId }),
      ...(kept.teamId !== null && { teamId: kept.teamId }),
      ...(offered.skill !== null && { skill: offered.skill }),
      ...(offered.language !== null && { language: offered.language }),
      ...(offered.customerRef !== null && { customerRef: offered.customerRef }),
    };
    events.push(eventOf(source, 'escalation.requested', time, data));
  }
  const isSettled = kept.record.isEscalated && kept.record.state === 'fallen-back' && command.kind !== 'expire';
  if (isSettled) {
    const why = settledBy({ key: 'settled.handover', values: { state: record.state } });
    events.push(eventOf(source, 'escalation.request-withdrawn', time, { requestId: `handover-${record.id}`, ...why }));
  }
  return events;
}

function informAgents(
  record: HandoverRecord,
  offered: KeptHandover['offered'],
  source: string,
  time: number,
): NewEvent[] {
  if (record.agentIds.length === 0) return [];
  const data: EventData['notice.requested'] = {
    noticeId: `handover-${record.id}-open`,
    about: { kind: 'handover', id: record.id },
    to: record.agentIds.map((agentId) => ({ kind: 'agent', agentId })),
    urgency: 'inform',
    ...inWords(titleOf(offered), [asText(offered.summary.slice(0, 500))]),
    path: 'inbox',
  };
  return [eventOf(source, 'notice.requested', time, data)];
}

function titleOf({ botName, intent, tier }: KeptHandover['offered']): SentenceOf {
  return { key: 'handover.from', values: { bot: botName, intent: intent ?? '', tier: tier ?? '' } };
}
