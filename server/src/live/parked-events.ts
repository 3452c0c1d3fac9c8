import { and, count, eq } from 'drizzle-orm';
import { FOLD_VERSION, type ParkedEvent } from '@floorwalk/shared/live/live-state';
import type { Database } from '../db/database.ts';
import { site } from '../log/tables.ts';
import { parkedEvent } from './tables.ts';

/** Events that broke the fold: kept with their stacks, and their site marked degraded until a fold version gets through without any. */
export class ParkedEvents {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async park(siteId: string, parked: readonly ParkedEvent[], now: number): Promise<void> {
    if (parked.length === 0) return;
    await this.#database
      .insert(parkedEvent)
      .values(parked.map((one) => ({ site: siteId, foldVersion: FOLD_VERSION, ...one, parkedAt: now })))
      .onConflictDoNothing();
    await this.#database.update(site).set({ degradedAt: now }).where(eq(site.id, siteId));
  }

  /** Takes the mark from the site when this fold version has parked nothing of it. */
  async clearMark(siteId: string): Promise<void> {
    const [found] = await this.#database
      .select({ parked: count() })
      .from(parkedEvent)
      .where(and(eq(parkedEvent.site, siteId), eq(parkedEvent.foldVersion, FOLD_VERSION)));
    if (found?.parked === 0) await this.#database.update(site).set({ degradedAt: null }).where(eq(site.id, siteId));
  }
}
