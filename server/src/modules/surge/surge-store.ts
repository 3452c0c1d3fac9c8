import { and, eq } from 'drizzle-orm';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { SurgeStepType } from '@floorwalk/shared/surge/events';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { DEFAULT_SURGE_POLICY, type SurgePolicy } from '@floorwalk/shared/surge/surge-policy';
import type { Database, Transaction } from '../../db/database.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { surge as surgeTable, surgePolicy } from './tables.ts';

/** The source that stands in the log for what surges do by themselves. */
export const SURGES_SOURCE = 'floorwalk/surges';
/** In whose name they do it. */
export const FLOORWALK: DecidedBy = { id: 'floorwalk', name: 'Floorwalk' };

/** The rules in force on a site, and their version. */
export async function policyOf(
  database: Database | Transaction,
  siteId: string,
): Promise<{ readonly policy: SurgePolicy; readonly version: number }> {
  const [row] = await database.select().from(surgePolicy).where(eq(surgePolicy.site, siteId));
  return { policy: { ...DEFAULT_SURGE_POLICY, ...row?.policy }, version: row?.version ?? 0 };
}

export async function findSurge(
  database: Database | Transaction,
  siteId: string,
  id: string,
): Promise<Surge | undefined> {
  const [row] = await database.select().from(surgeTable).where(ofSurge(siteId, id));
  return row?.surge;
}

export function ofSurge(siteId: string, id: string) {
  return and(eq(surgeTable.site, siteId), eq(surgeTable.id, id));
}

/** A surge as its row. */
export function rowOf(siteId: string, surge: Surge): typeof surgeTable.$inferInsert {
  return {
    site: siteId,
    id: surge.id,
    queueId: surge.queueId,
    teamId: surge.teamId,
    state: surge.state,
    surge,
    madeAt: surge.proposedAt ?? surge.requested?.at ?? 0,
    gapClosedAt: surge.gapClosedAt,
    dueAt: surge.dueAt,
  };
}

/** What the log is told of a surge that moved. `id` names the move, so that saying it twice says it once. */
export function movedEvent(
  type: SurgeStepType,
  surge: Surge,
  by: DecidedBy | null,
  time: number,
  id: string,
): NewEvent<SurgeStepType> {
  return { id, source: by === null ? SURGES_SOURCE : CONSOLE_SOURCE, type, time, data: { surge, by } };
}
