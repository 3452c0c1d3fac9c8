import { EVERYONE } from '../auth/identity-changes.ts';
import type { Database } from '../db/database.ts';
import { markSourceUsed, verifySourceToken, type SourceGrant } from './source-tokens.ts';

const KEEP_MS = 10_000;
const KEEP_UNKNOWN_MS = 2_000;
const MARK_MS = 60_000;
const MAX_KEPT = 10_000;

type Kept = { readonly grant: SourceGrant | null; readonly until: number };

/** How identity changes name a source. */
export const sourcePrincipal = (sourceId: string): string => `source:${sourceId}`;

/** Which source a token stands for, kept for ten seconds so that a source that sends every event alone does not cost a query each. */
export class SourceGrants {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  /** Grows when something is forgotten, so that what was looked up before is not kept after. */
  #forgottenCount = 0;
  readonly #markedAt = new Map<string, number>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  async find(token: string): Promise<SourceGrant | null> {
    const now = this.#now();
    const kept = this.#kept.get(token);
    let grant = kept?.grant ?? null;
    if (!kept || kept.until <= now) {
      const forgottenCount = this.#forgottenCount;
      grant = await verifySourceToken(this.#database, token);
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      if (forgottenCount === this.#forgottenCount)
        this.#kept.set(token, { grant, until: now + (grant ? KEEP_MS : KEEP_UNKNOWN_MS) });
    }
    if (grant) await this.#mark(grant.id, now);
    return grant;
  }

  /** Looks the source up anew, because it was removed perhaps; `principalId` is of an identity change. */
  forget(principalId: string): void {
    this.#forgottenCount++;
    for (const [token, { grant }] of this.#kept) {
      if (grant === null || principalId === EVERYONE || sourcePrincipal(grant.id) === principalId)
        this.#kept.delete(token);
    }
  }

  /** Once a minute is enough to say that a source is in use. */
  async #mark(id: string, now: number): Promise<void> {
    if (now - (this.#markedAt.get(id) ?? 0) < MARK_MS) return;
    if (this.#markedAt.size >= MAX_KEPT) this.#markedAt.clear();
    this.#markedAt.set(id, now);
    await markSourceUsed(this.#database, id, now);
  }
}
