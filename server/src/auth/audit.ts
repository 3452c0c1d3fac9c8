import type { Principal } from '@floorwalk/shared/access/role';
import type { Database, Transaction } from '../db/database.ts';
import { auditEntry } from './tables.ts';

/** One change: `action` as `noun.past-participle`, `subject` the id of what changed. Never put a password or a token into it. */
export type Change = {
  readonly action: string;
  readonly siteId: string | null;
  readonly subject: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

/** Writes down who changed what, in the transaction of the change itself. `at` is epoch ms. */
export async function audit(
  database: Database | Transaction,
  actor: Pick<Principal, 'id' | 'name'>,
  at: number,
  change: Change,
): Promise<void> {
  await database.insert(auditEntry).values({
    at,
    actorId: actor.id,
    actorName: actor.name,
    action: change.action,
    siteId: change.siteId,
    subject: change.subject,
    before: change.before ?? null,
    after: change.after ?? null,
  });
}
