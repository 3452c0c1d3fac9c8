import type { Database } from '../../db/database.ts';
import type { SiteFacts } from './site-facts.ts';

/** Days of the log that are looked at, and the newest sessions of them. */
const DAYS_MS = 7 * 86_400_000;
const MOST_SESSIONS = 20_000;
/** A session ends within this time of its beginning, ms. */
const LONGEST_SESSION_MS = 86_400_000;
/** Fewest sessions of known segments, and least share of them, for them to speak for all; and fewest contacts of one segment. */
const FEWEST_SESSIONS = 30;
const LEAST_KNOWN = 0.5;
const FEWEST_CONTACTS = 30;

/**
 * The share of each segment's contacts that self-service ended in the last week, for a queue that bots hand over to: sessions they ended against those and the
 * contacts offered to it. A session is of the segment its customer's newest contact was of; those of unknown customers are taken to be divided like the others.
 * A segment is not there where too little is known of it.
 */
export async function containedShares(
  database: Database,
  { siteId, settings }: SiteFacts,
  queueId: string,
  time: number,
): Promise<ReadonlyMap<string, number>> {
  const queueOf = new Map<string, string>();
  for (const event of settings) {
    if (event.type === 'bot.configured' && event.data.queueId) queueOf.set(event.data.botId, event.data.queueId);
  }
  const botIds = [...queueOf].filter(([, queue]) => queue === queueId).map(([botId]) => botId);
  if (botIds.length === 0) return new Map();
  const from = time - DAYS_MS;
  const { rows: ended } = await database.$client.query<{ segment: string | null; count: number }>(
    `with ended as (
       select data->>'sessionId' as session from event_log
       where site = $1 and time > $2 and time <= $3 and type = 'bot.contained' and data->>'botId' = any($4)
       order by time desc limit ${MOST_SESSIONS}
     ), started as (
       select distinct on (data->>'sessionId') data->>'sessionId' as session, data->>'customerRef' as customer
       from event_log
       where site = $1 and time > $2::bigint - ${LONGEST_SESSION_MS} and time <= $3 and type = 'bot.session-started'
         and data->>'sessionId' in (select session from ended)
     ), known as (
       select distinct on (data->>'customerRef') data->>'customerRef' as customer, data->>'segment' as segment
       from event_log
       where site = $1 and time > $2 and time <= $3 and type = 'contact.queued'
         and data ? 'segment' and data->>'customerRef' in (select customer from started)
       order by data->>'customerRef', time desc
     )
     select segment, count(*)::int as count
     from ended left join started using (session) left join known using (customer) group by 1`,
    [siteId, from, time, botIds],
  );
  const total = ended.reduce((sum, { count }) => sum + count, 0);
  const known = ended.reduce((sum, { segment, count }) => sum + (segment === null ? 0 : count), 0);
  if (known < FEWEST_SESSIONS || known < LEAST_KNOWN * total) return new Map();
  const { rows: offered } = await database.$client.query<{ segment: string; count: number }>(
    `select coalesce(data->>'segment', '') as segment, count(*)::int as count from event_log
     where site = $1 and time > $2 and time <= $3 and type = 'contact.queued' and data->>'queueId' = $4 group by 1`,
    [siteId, from, time, queueId],
  );
  const endedOf = new Map(ended.map(({ segment, count }) => [segment, (count * total) / known]));
  return new Map(
    offered.flatMap(({ segment, count }) => {
      const byItself = endedOf.get(segment) ?? 0;
      // What names no segment is of customers that nothing is known of, too.
      return segment === '' || byItself + count < FEWEST_CONTACTS ? [] : [[segment, byItself / (byItself + count)]];
    }),
  );
}
