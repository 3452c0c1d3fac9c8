import { FACT_FAMILIES } from '@floorwalk/shared/kit/fact-type';
import type { Database } from '../db/database.ts';

/** `isFactType` as a condition on `event_log`. */
export const IS_FACT = `type not like '%.configured' and type <> 'agent.skills-changed'
  and split_part(type, '.', 1) in (${FACT_FAMILIES.map((family) => `'${family}'`).join(', ')})`;

/** Time of what last happened on a site's floor, epoch ms; `null` before anything did. */
export async function newestFactAt(database: Database, siteId: string): Promise<number | null> {
  const { rows } = await database.$client.query<{ time: number }>(
    `select time from event_log where site = $1 and ${IS_FACT} order by time desc limit 1`,
    [siteId],
  );
  return rows[0]?.time ?? null;
}
