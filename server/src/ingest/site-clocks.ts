import type { Database } from '../db/database.ts';
import { newestFactAt } from '../log/newest-fact.ts';
import type { SiteClock } from '@floorwalk/shared/sites/events';

const KEEP_MS = 1_000;
const MAX_SITES = 10_000;

/** The clocks of sites as ingest needs them: read from the site's row, kept for a second. A site that does not exist yet has the real clock. */
export class SiteClocks {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #kept = new Map<string, { readonly clock: SiteClock; readonly readAt: number }>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async clockOf(siteId: string): Promise<SiteClock> {
    const kept = this.#kept.get(siteId);
    if (kept && this.#now() - kept.readAt < KEEP_MS) return kept.clock;
    const { rows } = await this.#database.$client.query<{ clock: SiteClock }>('select clock from site where id = $1', [
      siteId,
    ]);
    const clock = rows[0]?.clock ?? { kind: 'real' };
    this.set(siteId, clock);
    return clock;
  }

  /** Called when this process has appended a `site.clock-set`, so that the next request goes by it. */
  set(siteId: string, clock: SiteClock): void {
    if (this.#kept.size >= MAX_SITES) this.#kept.clear();
    this.#kept.set(siteId, { clock, readAt: this.#now() });
  }

  /** What a clock of the log shows: the time of what last happened on the floor; before anything did, of what was last said; else 0. Epoch ms. */
  async latestEventAt(siteId: string): Promise<number> {
    const newest = await newestFactAt(this.#database, siteId);
    if (newest !== null) return newest;
    const { rows } = await this.#database.$client.query<{ latest: number | null }>(
      'select max(time) as latest from event_log where site = $1',
      [siteId],
    );
    return rows[0]?.latest ?? 0;
  }
}
