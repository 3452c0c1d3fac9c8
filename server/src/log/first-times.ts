import { sql } from 'drizzle-orm';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Transaction } from '../db/database.ts';
import type { IncomingEvent } from './event-log.ts';

/**
 * The events as they go onto the log: one that came without a time gets that of its first receipt, on the log or in the same batch. Whoever asks holds
 * the site's head, so that of two receipts at once the second sees the first.
 */
export async function withFirstTimes(
  transaction: Transaction,
  siteId: string,
  events: readonly IncomingEvent[],
): Promise<readonly NewEvent[]> {
  const timeless = events.filter(({ timeIsReceipt }) => timeIsReceipt);
  if (timeless.length === 0) return events;
  const { rows } = await transaction.execute(
    sql`select distinct on (key.source, key.id) key.source, key.id, event.time
        from jsonb_to_recordset(${JSON.stringify(timeless.map(({ source, id }) => ({ source, id })))}::jsonb)
          as key (source text, id text)
        join event_log event on event.site = ${siteId} and event.source = key.source and event.id = key.id
        order by key.source, key.id, event.position`,
  );
  const known = rows as unknown as { source: string; id: string; time: number }[];
  return giveTimes(events, new Map(known.map(({ source, id, time }) => [JSON.stringify([source, id]), time])));
}

/** Gives the time of the first receipt to those that came without one; `times` is by source and id, and grows by what is new. */
export function giveTimes(events: readonly IncomingEvent[], times: Map<string, number>): NewEvent[] {
  return events.map(({ timeIsReceipt, ...event }) => {
    if (!timeIsReceipt) return event;
    const key = JSON.stringify([event.source, event.id]);
    const time = times.get(key) ?? event.time;
    times.set(key, time);
    return { ...event, time };
  });
}
