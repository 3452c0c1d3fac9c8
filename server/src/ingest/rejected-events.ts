import { sql } from 'drizzle-orm';
import type { Counter } from 'prom-client';
import type { Database } from '../db/database.ts';
import type { Refusal } from './refusal.ts';
import { rejectedEvent } from './tables.ts';

export const REJECTED_LIMITS = {
  /** Newest refused events kept per site. */
  keptPerSite: 10_000,
  /** Refused events kept of one request; the answer names all of them. */
  perRequest: 1_000,
  payloadLength: 8_000,
  messageLength: 500,
} as const;

export type RejectedEvent = { readonly refusal: Refusal; readonly payload: string };

/** Keeps what was refused for operators to look at, within limits. */
export class RejectedEvents {
  readonly #database: Database;
  readonly #left: Counter;
  readonly #sincePruned = new Map<string, number>();

  /** `left` counts what was not kept because of the limit per request. */
  constructor(database: Database, left: Counter) {
    this.#database = database;
    this.#left = left;
  }

  async keep(siteId: string, source: string, rejected: readonly RejectedEvent[], receivedAt: number): Promise<void> {
    const kept = rejected.slice(0, REJECTED_LIMITS.perRequest);
    if (rejected.length > kept.length) this.#left.inc(rejected.length - kept.length);
    if (kept.length === 0) return;
    await this.#database.insert(rejectedEvent).values(
      kept.map(({ refusal, payload }) => ({
        site: siteId,
        source,
        receivedAt,
        reason: refusal.reason,
        pointer: storable(refusal.pointer, REJECTED_LIMITS.messageLength),
        message: storable(refusal.message, REJECTED_LIMITS.messageLength),
        payload: storable(payload, REJECTED_LIMITS.payloadLength),
      })),
    );
    await this.#prune(siteId, kept.length);
  }

  /** Not at every request: the table may be a tenth larger than its limit. */
  async #prune(siteId: string, added: number): Promise<void> {
    const since = (this.#sincePruned.get(siteId) ?? REJECTED_LIMITS.keptPerSite) + added;
    if (since < REJECTED_LIMITS.keptPerSite / 10) {
      this.#sincePruned.set(siteId, since);
      return;
    }
    this.#sincePruned.set(siteId, 0);
    await this.#database.execute(sql`
      delete from rejected_event where site = ${siteId} and id <= (
        select id from rejected_event where site = ${siteId} order by id desc offset ${REJECTED_LIMITS.keptPerSite} limit 1)`);
  }
}

/** Cut to a length, with what PostgreSQL's text cannot hold replaced. */
function storable(text: string, length: number): string {
  return text
    .slice(0, length)
    .replaceAll('\u0000', '\uFFFD')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}
