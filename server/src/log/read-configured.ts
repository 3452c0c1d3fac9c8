import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database, Transaction } from '../db/database.ts';
import { eventLog } from './tables.ts';

/** The field that names what a setting is about. */
const SUBJECT = { 'bot.configured': 'botId', 'queue.configured': 'queueId' } as const;

/**
 * What the log says some bots or queues of a site were set to, in its order: each event says only what it changes, so a reader goes through all of
 * them. Without `ids` it is of every one.
 */
export async function readConfigured<T extends keyof typeof SUBJECT>(
  database: Database | Transaction,
  siteId: string,
  type: T,
  ids?: readonly string[],
): Promise<LoggedEvent<T>[]> {
  if (ids?.length === 0) return [];
  return (await database
    .select()
    .from(eventLog)
    .where(
      and(
        eq(eventLog.site, siteId),
        // So that the index on settings is used.
        sql`${eventLog.type} like '%.configured'`,
        eq(eventLog.type, type),
        // The field is written out, not a parameter: it comes from the list above.
        ids && inArray(sql`${eventLog.data}->>'${sql.raw(SUBJECT[type])}'`, [...ids]),
      ),
    )
    .orderBy(asc(eventLog.position))) as unknown as LoggedEvent<T>[];
}
