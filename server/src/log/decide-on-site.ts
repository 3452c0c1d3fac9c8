import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { siteHead } from './tables.ts';

/**
 * Decides about a site: one transaction, in which nobody else decides about it until it ends: of two at once the second sees what the first decided.
 * Whatever concerns other sites too is for {@link decideOnSites}: who has locked one and then wants another may wait for whoever does the reverse.
 */
export function decideOnSite<Outcome>(
  database: Database,
  siteId: string,
  decide: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  return decideOnSites(database, [siteId], decide);
}

/** The same for several sites at once: all of them are locked first, in the order of their ids, so that two that ask each other never wait for each other. */
export function decideOnSites<Outcome>(
  database: Database,
  siteIds: readonly string[],
  decide: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  return database.transaction(async (transaction) => {
    for (const siteId of [...new Set(siteIds)].toSorted((left, right) => (left < right ? -1 : 1))) {
      // Before any row is read or written: a row that was taken before the head is how two transactions come to wait for each other.
      // oxlint-disable-next-line no-await-in-loop -- one after another is the point
      await transaction.select({ site: siteHead.site }).from(siteHead).where(eq(siteHead.site, siteId)).for('update');
    }
    return decide(transaction);
  });
}
