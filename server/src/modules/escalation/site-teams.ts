import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../db/database.ts';

/** Teams the log of a site has told of, with their names: by themselves, or as the team of a queue or agent. */
export async function siteTeams(
  database: Database | Transaction,
  siteId: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.execute<{ id: string; name: string | null }>(
    sql`select data->>'teamId' as id, (array_agg(data->>'name' order by position desc)
          filter (where type = 'team.configured' and data ? 'name'))[1] as name
        from event_log
        where site = ${siteId} and type like '%.configured'
          and data ? 'teamId'
        group by 1`,
  );
  return new Map(rows.map(({ id, name }) => [id, name ?? id]));
}
