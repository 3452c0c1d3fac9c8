import type { Principal } from '@floorwalk/shared/access/role';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { audit, type Change } from '../auth/audit.ts';
import type { Transaction } from '../db/database.ts';
import { appendWith } from '../log/append-with.ts';

/** What somebody decided about a site: the change that is written down, and what the log is told of it. */
export type Decision = Change & {
  readonly principal: Pick<Principal, 'id' | 'name'>;
  readonly siteId: string;
  readonly events: readonly [NewEvent, ...NewEvent[]];
};

/**
 * Says a decision on the log and writes down who took it, in the transaction that changes the rows. Answers where on the log its first event stands, and its
 * moment by the site's clock. `now` is the real one, epoch ms.
 */
export async function sayDecision(
  transaction: Transaction,
  now: number,
  { principal, events, ...change }: Decision,
): Promise<{ readonly position: number; readonly time: number }> {
  const [appended] = await appendWith(transaction, change.siteId, events, now);
  await audit(transaction, principal, now, change);
  return { position: appended?.position ?? 0, time: events[0].time };
}
