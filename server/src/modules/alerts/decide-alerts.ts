import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AlertMoved } from '@floorwalk/shared/alerts/events';
import { ALERTS_SOURCE } from '@floorwalk/shared/alerts/alert-watch';
import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database, Transaction } from '../../db/database.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { eventLog } from '../../log/tables.ts';
import { alertFiring, alertRule } from './tables.ts';

/** What became of decisions: on the log up to `position`, or left out because another owner decided after `seenPosition`. */
export type Decided = { readonly outcome: 'said' | 'outrun'; readonly position: number };

/**
 * Puts what a site's alert rules decided on its log, with the rows for it, in one transaction (decision D1). `seenPosition` is the last position
 * that was folded when it was decided: where alert rules have said something since, by another owner, nothing is said, so that two owners at once
 * say everything once. `teamOf` answers the team of a queue.
 */
export async function sayDecisions(
  database: Database,
  siteId: string,
  events: readonly NewEvent[],
  seenPosition: number,
  options: { readonly now: number; readonly teamOf: (queueId: string) => string | null },
): Promise<Decided> {
  return decideOnSite(database, siteId, async (transaction) => {
    const [newer] = await transaction
      .select({ position: sql<number>`max(${eventLog.position})`.mapWith(Number) })
      .from(eventLog)
      .where(
        and(eq(eventLog.site, siteId), sql`${eventLog.position} > ${seenPosition}`, eq(eventLog.source, ALERTS_SOURCE)),
      );
    if (newer !== undefined && newer.position > seenPosition) return { outcome: 'outrun', position: newer.position };
    const appended = await appendWith(transaction, siteId, events, options.now);
    for (const event of events) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      await keepRow(transaction, siteId, event, options.teamOf);
    }
    return { outcome: 'said', position: Math.max(...appended.map((one) => one.position)) };
  });
}

type Saying = Pick<LoggedEvent, 'type' | 'time' | 'data'>;

async function keepRow(
  transaction: Transaction,
  siteId: string,
  event: Saying,
  teamOf: (queueId: string) => string | null,
): Promise<void> {
  switch (event.type) {
    case 'alert.rule-set': {
      const { rule, version, by } = event.data as Extract<LoggedEvent, { type: 'alert.rule-set' }>['data'];
      // A site's first rules are set before it has a past.
      const values = { rule, version, setBy: by, setAt: event.time, removedAt: null, learnedVersion: version };
      await transaction
        .insert(alertRule)
        .values({ site: siteId, id: rule.id, ...values })
        .onConflictDoUpdate({ target: [alertRule.site, alertRule.id], set: values });
      return;
    }
    case 'alert.fired':
      await transaction
        .insert(alertFiring)
        .values(firingRow(siteId, event.data as AlertMoved, teamOf))
        .onConflictDoNothing();
      return;
    case 'alert.resolved': {
      const { alertId } = event.data as AlertMoved;
      await transaction
        .update(alertFiring)
        .set({ resolvedAt: event.time })
        .where(and(eq(alertFiring.site, siteId), eq(alertFiring.alertId, alertId), isNull(alertFiring.resolvedAt)));
      return;
    }
    default:
  }
}

function firingRow(
  siteId: string,
  moved: AlertMoved,
  teamOf: (queueId: string) => string | null,
): typeof alertFiring.$inferInsert {
  const { subject } = moved;
  if (moved.firedAt === null) throw new Error('an alert that fired says when');
  return {
    site: siteId,
    alertId: moved.alertId,
    firedAt: moved.firedAt,
    ruleId: moved.ruleId,
    ruleVersion: moved.ruleVersion,
    ruleName: moved.ruleName,
    severity: moved.severity,
    subjectTable: subject.table,
    subjectId: subject.id,
    subjectName: subject.name,
    teamId: subject.table === 'queues' ? teamOf(subject.id) : subject.table === 'teams' ? subject.id : subject.teamId,
    queueId: subject.table === 'queues' ? subject.id : subject.queueId,
    pendingAt: moved.pendingAt,
    evidence: moved.evidence,
    seenPosition: moved.seenPosition,
    paged: moved.paged,
    suppressedBy: moved.suppressedBy,
    gates: moved.gates,
    contactIds: moved.contactIds,
  };
}
