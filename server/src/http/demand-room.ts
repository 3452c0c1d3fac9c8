import { and, count, eq, isNull } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { conflict } from '../auth/http-problem.ts';
import type { Transaction } from '../db/database.ts';

/** A table of what is in force on a site while `removedAt` is not set. */
type InForce = PgTable & { readonly site: PgColumn; readonly removedAt: PgColumn };

/** Refuses one more of something on a site that has as many in force as it may. The caller has locked the site. */
export async function demandRoom(
  transaction: Transaction,
  table: InForce,
  siteId: string,
  { most, what }: { readonly most: number; readonly what: string },
): Promise<void> {
  const inForce = and(eq(table.site, siteId), isNull(table.removedAt));
  const [there] = await transaction.select({ count: count() }).from(table).where(inForce);
  if ((there?.count ?? 0) >= most)
    throw conflict(`This site has ${most} ${what}, which is the limit. Remove one first.`);
}
