import { and, asc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { EventData } from '@floorwalk/shared/events';
import type { Transaction } from '../../db/database.ts';
import { eventLog } from '../../log/tables.ts';

export type Request = {
  readonly position: number;
  readonly time: number;
  readonly data: EventData['notice.requested'];
};
export type Withdrawal = {
  readonly position: number;
  readonly time: number;
  readonly data: EventData['notice.withdrawn'];
};
export type Asked =
  | ({ readonly type: 'notice.requested' } & Request)
  | ({ readonly type: 'notice.withdrawn' } & Withdrawal);

/** Requests and withdrawals of a span of the log, both ends included, in its order. */
export async function readRequests(
  transaction: Transaction,
  siteId: string,
  span: { readonly from: number; readonly to: number },
  limit: number,
): Promise<readonly Asked[]> {
  const rows = await transaction
    .select({ position: eventLog.position, time: eventLog.time, type: eventLog.type, data: eventLog.data })
    .from(eventLog)
    .where(
      and(
        eq(eventLog.site, siteId),
        gte(eventLog.position, span.from),
        lte(eventLog.position, span.to),
        inArray(eventLog.type, ['notice.requested', 'notice.withdrawn']),
      ),
    )
    .orderBy(asc(eventLog.position))
    .limit(limit);
  return rows as unknown as readonly Asked[];
}
