import { sql, type SQL } from 'drizzle-orm';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Transaction } from '../db/database.ts';
import { identityOf } from './event-identity.ts';
import type { Appended, IncomingEvent } from './event-log.ts';
import { withFirstTimes } from './first-times.ts';
import { recordSite } from './record-site.ts';

/** The channel on which every commit that extends a log is told; the payload is JSON: `[site, position]`. */
export const LOG_CHANNEL = 'floorwalk_log';

/**
 * Appends within a transaction of the caller: a decision's row change and its log entry commit together (decision D1). The site's head stays
 * locked until the transaction ends, so keep it short. `now` is epoch ms and becomes `recordedAt` unless the head is already later.
 */
export async function appendWith(
  transaction: Transaction,
  siteId: string,
  given: readonly IncomingEvent[],
  now: number,
): Promise<Appended[]> {
  if (given.length === 0) return [];
  const { base, recordedAt } = await takePositions(transaction, siteId, given.length, now);
  const events = await withFirstTimes(transaction, siteId, given);
  if (base === 0) await recordSite(transaction, siteId, [], now);
  const inserted = await insert(transaction, siteId, base, recordedAt, events);
  if (inserted === events.length) {
    await recordSite(transaction, siteId, events, now);
    return events.map((_event, index) => ({ status: 'accepted', position: base + index + 1 }));
  }
  return appendAroundDuplicates(transaction, siteId, base, recordedAt, events, now);
}

/** Locks the head (creating it for a new site) and moves it by `count` in one statement. `base` is where it stood. */
async function takePositions(transaction: Transaction, siteId: string, count: number, now: number) {
  const [head] = await rowsOf<{ position: number; recorded_at: number }>(
    transaction,
    sql`insert into site_head as head (site, position, recorded_at) values (${siteId}, ${count}, ${now})
        on conflict (site) do update
          set position = head.position + ${count}, recorded_at = greatest(head.recorded_at, ${now})
        returning position, recorded_at`,
  );
  if (!head) throw new Error('the site_head row was neither inserted nor updated');
  return { base: head.position - count, recordedAt: head.recorded_at };
}

/** Inserts with positions after `base` and tells the readers. Answers how many were new; fewer than given means gaps to repair. */
async function insert(
  transaction: Transaction,
  siteId: string,
  base: number,
  recordedAt: number,
  events: readonly NewEvent[],
): Promise<number> {
  const notice = JSON.stringify([siteId, base + events.length]);
  const [row] = await rowsOf<{ count: number }>(
    transaction,
    sql`with inserted as (
          insert into event_log (site, position, id, source, type, time, recorded_at, data)
          select ${siteId}, ${base}::bigint + place, id, source, type, time, ${recordedAt}::bigint, data
          from ${incoming(events)}
          on conflict do nothing returning 1
        )
        select count(*) as count, pg_notify(${LOG_CHANNEL}, ${notice}) from inserted`,
  );
  return row?.count ?? 0;
}

/**
 * The rarer case: some events are known already. What was just inserted around them has gaps, so it is taken back (nobody else has seen it: the
 * head is locked) and the new ones are inserted alone.
 */
async function appendAroundDuplicates(
  transaction: Transaction,
  siteId: string,
  base: number,
  recordedAt: number,
  events: readonly NewEvent[],
  now: number,
): Promise<Appended[]> {
  await transaction.execute(sql`delete from event_log where site = ${siteId} and position > ${base}`);
  const known = new Map<string, number>();
  const rows = await rowsOf<{ place: number; position: number }>(
    transaction,
    sql`select incoming.place, known.position from ${incoming(events)}
        join event_log known on known.site = ${siteId} and known.source = incoming.source
          and known.id = incoming.id and known.time = incoming.time`,
  );
  for (const row of rows) {
    const event = events[row.place - 1];
    if (event) known.set(identityOf(event), row.position);
  }
  const fresh: NewEvent[] = [];
  const appended = events.map((event): Appended => {
    const identity = identityOf(event);
    const position = known.get(identity);
    if (position !== undefined) return { status: 'duplicate', position };
    fresh.push(event);
    known.set(identity, base + fresh.length);
    return { status: 'accepted', position: base + fresh.length };
  });
  await transaction.execute(sql`update site_head set position = ${base + fresh.length} where site = ${siteId}`);
  if (fresh.length > 0) {
    const inserted = await insert(transaction, siteId, base, recordedAt, fresh);
    if (inserted !== fresh.length)
      throw new Error(`${fresh.length - inserted} events collided with none that is known`);
    await recordSite(transaction, siteId, fresh, now);
  }
  return appended;
}

/** The events as rows `incoming(id, source, type, time, data, place)`: one JSON parameter is the cheapest way over the wire. */
function incoming(events: readonly NewEvent[]): SQL {
  return sql`rows from (
      jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as (id text, source text, type text, time bigint, data jsonb)
    ) with ordinality as incoming (id, source, type, time, data, place)`;
}

async function rowsOf<Row extends object>(transaction: Transaction, query: SQL): Promise<Row[]> {
  const result = await transaction.execute(query);
  return result.rows as unknown as Row[];
}
