import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { setImmediate as breathe } from 'node:timers/promises';
import type { PastSession } from '@floorwalk/shared/handover/calibration';
import { PastSessions, SESSION_EVENT_TYPES, type SessionEvent } from '@floorwalk/shared/handover/past-sessions';
import type { Database } from '../../db/database.ts';
import { eventLog } from '../../log/tables.ts';

/** Events read for one question at most, and at a time. */
export const MAX_EVENTS = 200_000;
const PAGE = 5_000;

export type SessionSpan = { readonly from: number; readonly to: number };
export type ReadSessions = {
  readonly sessions: readonly PastSession[];
  readonly isPartial: boolean;
};

/** What became of a bot's sessions within a span of event time, from the log. */
export async function readPastSessions(
  database: Database,
  siteId: string,
  botId: string,
  { from, to }: SessionSpan,
  limit: number = MAX_EVENTS,
): Promise<ReadSessions> {
  const past = new PastSessions();
  let after = { time: from - 1, position: Number.MAX_SAFE_INTEGER };
  let count = 0;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each read begins where the one before ended
    const rows = await database
      .select({ type: eventLog.type, time: eventLog.time, data: eventLog.data, position: eventLog.position })
      .from(eventLog)
      .where(
        and(
          eq(eventLog.site, siteId),
          gte(eventLog.time, from),
          lt(eventLog.time, to),
          sql`(${eventLog.time}, ${eventLog.position}) > (${after.time}::bigint, ${after.position}::bigint)`,
          inArray(eventLog.type, [...SESSION_EVENT_TYPES]),
          sql`${eventLog.data}->>'botId' = ${botId}`,
        ),
      )
      .orderBy(asc(eventLog.time), asc(eventLog.position))
      .limit(PAGE);
    for (const row of rows) past.take(row as SessionEvent);
    count += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    if (count >= limit) return { sessions: past.ended(), isPartial: true };
    after = { time: last.time, position: last.position };
    // oxlint-disable-next-line no-await-in-loop -- so that other work gets its turn
    await breathe();
  }
  return { sessions: past.ended(), isPartial: false };
}
