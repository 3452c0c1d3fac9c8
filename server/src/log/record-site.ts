import { eq } from 'drizzle-orm';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Transaction } from '../db/database.ts';
import { site } from './tables.ts';

/**
 * Keeps the site's row in step with its log, in the same transaction: a new site appears with its first event, and what `site.configured` and
 * `site.clock-set` say last stands in the row.
 */
export async function recordSite(
  transaction: Transaction,
  siteId: string,
  events: readonly NewEvent[],
  now: number,
): Promise<void> {
  if (events.length === 0) {
    await transaction
      .insert(site)
      .values({ id: siteId, name: siteId, zone: 'UTC', clock: { kind: 'real' }, createdAt: now })
      .onConflictDoNothing();
    return;
  }
  const said: { name?: string; zone?: string; clock?: unknown } = {};
  for (const event of events) {
    if (event.type === 'site.configured') {
      if (event.data.name !== undefined) said.name = event.data.name;
      if (event.data.zone !== undefined) said.zone = event.data.zone;
    } else if (event.type === 'site.clock-set') {
      said.clock = event.data.clock;
    }
  }
  if (Object.keys(said).length > 0) await transaction.update(site).set(said).where(eq(site.id, siteId));
}
