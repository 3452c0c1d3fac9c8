import { eq } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { siteHead } from './tables.ts';

/**
 * Lets nobody else decide about the site until the transaction ends: of two at once the second sees what the first decided. It comes before any row
 * is read or written, for a row that was taken before the head is how two transactions come to wait for each other.
 */
export async function lockSite(transaction: Transaction, siteId: string): Promise<void> {
  await transaction.select({ site: siteHead.site }).from(siteHead).where(eq(siteHead.site, siteId)).for('update');
}

/** Decides about a site: one transaction, in which the site is locked first ({@link lockSite}). */
export function decideOnSite<Outcome>(
  database: Database,
  siteId: string,
  decide: (transaction: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  return database.transaction(async (transaction) => {
    await lockSite(transaction, siteId);
    return decide(transaction);
  });
}
