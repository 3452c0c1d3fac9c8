import { and, desc, eq, sql } from 'drizzle-orm';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { notFound } from '../../auth/http-problem.ts';
import type { Database } from '../../db/database.ts';
import { eventLog, site } from '../../log/tables.ts';

/** What questions about a site's past need to know of it. */
export type HistorySite = { readonly id: string; readonly zone: string; readonly clock: SiteClock };

/** The site of that id. Throws 404. */
export async function findSite(database: Database, id: string): Promise<HistorySite> {
  const [row] = await database.select().from(site).where(eq(site.id, id));
  if (!row) throw notFound(`There is no site ${id}; a site appears with its first event.`);
  return { id: row.id, zone: row.zone, clock: row.clock as SiteClock };
}

/** The site's own present, epoch ms: by its clock (decision D12), or the time of its newest fact where that stands still. */
export async function presentOf(database: Database, { id, clock }: HistorySite, realNow: number): Promise<number> {
  if (clock.kind !== 'log') return siteNow(clock, realNow, 0);
  // As in the fold: settings are made by people, whose moment need not be the floor's, and neither a heartbeat nor what was decided or planned says anything of it.
  const isFact = sql`${eventLog.type} not like '%.configured' and ${eventLog.type} <> 'agent.skills-changed'
    and split_part(${eventLog.type}, '.', 1) in ('contact', 'agent', 'bot', 'survey')`;
  const [newest] = await database
    .select({ time: eventLog.time })
    .from(eventLog)
    .where(and(eq(eventLog.site, id), isFact))
    .orderBy(desc(eventLog.time))
    .limit(1);
  return newest?.time ?? 0;
}
