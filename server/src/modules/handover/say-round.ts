import { and, eq, sql } from 'drizzle-orm';
import type { RoundDecision } from '@floorwalk/shared/handover/decide-round';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { settledBy } from '@floorwalk/shared/words/say-notice';
import type { Database } from '../../db/database.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { eventLog } from '../../log/tables.ts';
import { HANDOVERS_SOURCE } from './handovers-source.ts';
import { eventOf, keepMove, keepOffer } from './keep-handover.ts';

/** A moment at which something is due now, to be rung for. */
export type Due = { readonly handoverId: string; readonly dueAt: number };

/** What became of a round: on the log up to `position`, or left out because something was decided after `seenPosition`. */
export type Said = { readonly outcome: 'said' | 'outrun'; readonly position: number; readonly due: readonly Due[] };

/**
 * Puts what was decided about a site's handovers on its log, with the rows for it, in one transaction (decision D1). Where anything was decided by
 * nobody's hand after `seenPosition`, by another owner or by a timer, nothing is said: it is decided again from what holds then.
 */
export async function sayRound(
  database: Database,
  siteId: string,
  decisions: readonly RoundDecision[],
  seenPosition: number,
  at: { readonly time: number; readonly now: number },
): Promise<Said> {
  const { time, now } = at;
  return decideOnSite(database, siteId, async (transaction) => {
    const [newer] = await transaction
      .select({ position: sql<number>`max(${eventLog.position})`.mapWith(Number) })
      .from(eventLog)
      .where(
        and(
          eq(eventLog.site, siteId),
          sql`${eventLog.position} > ${seenPosition}`,
          eq(eventLog.source, HANDOVERS_SOURCE),
        ),
      );
    if (newer !== undefined && newer.position > seenPosition)
      return { outcome: 'outrun', position: newer.position, due: [] };
    const events: NewEvent[] = [];
    const due: Due[] = [];
    for (const decision of decisions) {
      switch (decision.kind) {
        case 'say':
          events.push(eventOf(HANDOVERS_SOURCE, decision.said.type, time, decision.said.data));
          if (decision.said.type === 'handover.bot-went-silent') events.push(...raiseAlarm(decision.said.data, time));
          if (decision.said.type === 'handover.bot-answers-again') {
            const requestId = alarmId(decision.said.data);
            const data = { requestId, ...settledBy({ key: 'settled.bot-answers', values: {} }) };
            events.push(eventOf(HANDOVERS_SOURCE, 'escalation.request-withdrawn', time, data));
          }
          break;
        case 'offer': {
          // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
          const kept = await keepOffer(transaction, siteId, decision.offer, HANDOVERS_SOURCE, time);
          if (kept === null) break;
          events.push(...kept.events);
          if (kept.record.dueAt !== null) due.push({ handoverId: kept.record.id, dueAt: kept.record.dueAt });
          break;
        }
        case 'move': {
          const { handoverId, command } = decision;
          // oxlint-disable-next-line no-await-in-loop -- as above
          const kept = await keepMove(transaction, siteId, handoverId, command, HANDOVERS_SOURCE, time);
          if (kept.kind !== 'kept') break;
          events.push(...kept.events);
          if (kept.record.dueAt !== null) due.push({ handoverId, dueAt: kept.record.dueAt });
          break;
        }
      }
    }
    const appended = await appendWith(transaction, siteId, events, now);
    const position = appended.reduce((latest, one) => Math.max(latest, one.position), seenPosition);
    return { outcome: 'said', position, due };
  });
}

/** A bot that is down concerns whoever runs the floor, whatever becomes of its sessions. */
function raiseAlarm(
  {
    botId,
    cause,
    since,
    sessionCount,
    fallBack,
  }: { botId: string; cause: string; since: number; sessionCount: number; fallBack: string },
  time: number,
): NewEvent[] {
  const title = `The bot ${botId} stopped answering`.slice(0, 200);
  return [
    eventOf(HANDOVERS_SOURCE, 'escalation.requested', time, {
      requestId: alarmId({ botId, since }),
      about: { kind: 'bot', id: botId },
      title,
      body: `${cause}; ${sessionCount} open sessions go to people by ${fallBack}.`,
      impact: sessionCount >= 10 ? 'high' : 'medium',
    }),
  ];
}

function alarmId({ botId, since }: { readonly botId: string; readonly since: number }): string {
  return `bot-silent-${since}-${botId}`.slice(0, 200);
}
