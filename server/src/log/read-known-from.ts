import type { Database } from '../db/database.ts';

/** When anything was first said of agents or contacts of the site, epoch ms: what was before is not known. `null` for never. */
export async function readKnownFrom(database: Database, siteId: string): Promise<number | null> {
  const { rows } = await database.$client.query<{ time: number }>(
    `select time from event_log
     where site = $1 and type in ('agent.signed-in', 'agent.state-changed', 'agent.signed-out', 'contact.queued')
     order by time limit 1`,
    [siteId],
  );
  return rows[0]?.time ?? null;
}
