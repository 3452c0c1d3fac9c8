import { eq, sql } from 'drizzle-orm';
import { DEFAULT_MATRIX, DEFAULT_POLICIES } from '@floorwalk/shared/escalation/default-policies';
import { ESCALATION_SOURCE } from '@floorwalk/shared/escalation/say-decision';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Transaction } from '../../db/database.ts';
import { appendWith } from '../../log/append-with.ts';
import { escalationMatrix, escalationPolicy } from './tables.ts';

const FLOORWALK = { id: 'floorwalk', name: 'Floorwalk' } as const;

/** Puts the first policies and matrix of a site in force, once, whoever comes first. Answers whether it was this one. */
export async function setFirstPolicies(
  transaction: Transaction,
  siteId: string,
  at: { readonly time: number; readonly now: number },
): Promise<boolean> {
  const { time, now } = at;
  const mine = await transaction
    .insert(escalationMatrix)
    .values({ site: siteId, version: 1, matrix: DEFAULT_MATRIX, setBy: FLOORWALK, setAt: time })
    .onConflictDoNothing()
    .returning({ version: escalationMatrix.version });
  if (mine.length === 0) return false;
  const policies: NewEvent[] = DEFAULT_POLICIES.map((policy) => ({
    id: `first-policy-${policy.id}`,
    source: ESCALATION_SOURCE,
    type: 'escalation.policy-set',
    time,
    data: { policy, version: 1, by: FLOORWALK },
  }));
  const matrix: NewEvent = {
    id: 'first-matrix',
    source: ESCALATION_SOURCE,
    type: 'escalation.matrix-set',
    time,
    data: { matrix: DEFAULT_MATRIX, version: 1, by: FLOORWALK },
  };
  await transaction.insert(escalationPolicy).values(
    DEFAULT_POLICIES.map((policy) => ({
      site: siteId,
      id: policy.id,
      version: 1,
      policy,
      setBy: FLOORWALK,
      setAt: time,
    })),
  );
  await appendWith(transaction, siteId, [...policies, matrix], now);
  return true;
}

/** The matrix in force, with its version; the first one is put in force where there is none yet. */
export async function matrixInForce(
  transaction: Transaction,
  siteId: string,
  at: { readonly time: number; readonly now: number },
): Promise<typeof escalationMatrix.$inferSelect> {
  const read = () =>
    transaction
      .select()
      .from(escalationMatrix)
      .where(eq(escalationMatrix.site, siteId))
      .orderBy(sql`${escalationMatrix.version} desc`)
      .limit(1);
  const [known] = await read();
  if (known !== undefined) return known;
  await setFirstPolicies(transaction, siteId, at);
  const [first] = await read();
  if (first === undefined) throw new Error('the first matrix was put in force and is not there');
  return first;
}
