import { eq } from 'drizzle-orm';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { notFound } from '../auth/http-problem.ts';
import type { Database } from '../db/database.ts';
import { SiteClocks } from '../ingest/site-clocks.ts';
import { site } from '../log/tables.ts';

/** The present of a site by its own clock, whole epoch ms, and its zone. Throws 404 where there is no such site. */
export async function siteTime(
  database: Database,
  siteId: string,
  now: () => number,
): Promise<{ readonly time: number; readonly zone: string }> {
  const [row] = await database.select().from(site).where(eq(site.id, siteId));
  if (!row) throw notFound(`There is no site ${siteId}; a site appears with its first event.`);
  const clock = row.clock as SiteClock;
  const latest = clock.kind === 'log' ? await new SiteClocks(database, now).latestEventAt(siteId) : 0;
  return { time: Math.floor(siteNow(clock, now(), latest)), zone: row.zone };
}
