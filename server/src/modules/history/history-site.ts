import { eq } from 'drizzle-orm';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { notFound } from '../../auth/http-problem.ts';
import type { Database } from '../../db/database.ts';
import { newestFactAt } from '../../log/newest-fact.ts';
import { site } from '../../log/tables.ts';

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
  return (await newestFactAt(database, id)) ?? 0;
}
