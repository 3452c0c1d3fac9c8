import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { BotThresholds, HandoverPolicy } from '@floorwalk/shared/handover/policy';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database, Transaction } from '../../db/database.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { eventLog } from '../../log/tables.ts';

/** Whether a policy says anything that the floor's count of uncertain turns goes by: languages it does not know. */
export function saysThresholds({ threshold, thresholds }: HandoverPolicy): boolean {
  return threshold !== null || thresholds.some(({ language }) => language === undefined);
}

/** What the bot's own source configured it with, whatever policies said since. */
export async function ownThresholds(transaction: Transaction, siteId: string, botId: string): Promise<BotThresholds> {
  const rows = (await transaction
    .select()
    .from(eventLog)
    .where(
      and(
        eq(eventLog.site, siteId),
        // So that the index on configuration is used.
        sql`${eventLog.type} like '%.configured'`,
        eq(eventLog.type, 'bot.configured'),
        sql`${eventLog.data}->>'botId' = ${botId}`,
        ne(eventLog.source, CONSOLE_SOURCE),
      ),
    )
    .orderBy(asc(eventLog.position))) as unknown as LoggedEvent<'bot.configured'>[];
  return rows.reduce<BotThresholds>(
    (own, { data }) => ({
      confidenceThreshold: data.confidenceThreshold ?? own.confidenceThreshold,
      intentThresholds: data.intentThresholds ?? own.intentThresholds,
    }),
    { confidenceThreshold: 0.85, intentThresholds: {} },
  );
}

/** What holds for a bot's turns of any language: the policy where it says so, else the bot's own. */
export function joinThresholds(own: BotThresholds, { threshold, thresholds }: HandoverPolicy): BotThresholds {
  const ofIntents = thresholds.flatMap((rule) =>
    rule.intent === undefined || rule.language !== undefined ? [] : [[rule.intent, rule.threshold] as const],
  );
  return {
    confidenceThreshold: threshold ?? own.confidenceThreshold,
    intentThresholds: { ...own.intentThresholds, ...Object.fromEntries(ofIntents) },
  };
}

export async function hasQueue(database: Database, siteId: string, queueId: string): Promise<boolean> {
  const [found] = await database
    .select({ position: eventLog.position })
    .from(eventLog)
    .where(
      and(
        eq(eventLog.site, siteId),
        sql`${eventLog.type} like '%.configured'`,
        eq(eventLog.type, 'queue.configured'),
        sql`${eventLog.data}->>'queueId' = ${queueId}`,
      ),
    )
    .limit(1);
  return found !== undefined;
}
