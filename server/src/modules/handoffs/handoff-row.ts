import { addresseeKey } from '@floorwalk/shared/access/addressee';
import type { HandoffAnswer } from '@floorwalk/shared/api/handoffs';
import type { BusinessCalendar } from '@floorwalk/shared/handoffs/business-calendar';
import type { Handoff } from '@floorwalk/shared/handoffs/handoff';
import { reckonHandoff } from '@floorwalk/shared/handoffs/reckon-handoff';
import type { departmentHandoff } from './tables.ts';

type Columns = Omit<typeof departmentHandoff.$inferInsert, 'site' | 'id'>;

/** What the row of a handoff holds beside its key, by the hours of the department it is at. */
export function handoffColumns(handoff: Handoff, calendar: BusinessCalendar): Columns {
  const { dueAt, wakeAt } = reckonHandoff(handoff, calendar);
  const { breachedAt, endedAt } = handoff;
  const answeredAt = handoff.state === 'completed' ? endedAt : null;
  return {
    handoff,
    state: handoff.state,
    fromDepartmentId: handoff.fromDepartmentId,
    toDepartmentId: handoff.toDepartmentId,
    contactId: handoff.contactId,
    queueId: handoff.queueId,
    ownerKey: addresseeKey(handoff.owner.to),
    openedAt: handoff.openedAt,
    endedAt,
    dueAt: dueAt === null ? null : Math.floor(dueAt),
    wakeAt: wakeAt === null ? null : Math.floor(wakeAt),
    settledAt: breachedAt ?? answeredAt,
    settledWithin: breachedAt !== null ? false : answeredAt === null ? null : true,
  };
}

/** Rows that were kept before there was a promise to accept say nothing of one. */
function withAcceptance(handoff: Handoff): Handoff {
  const kept: Partial<Handoff> = handoff;
  const { acceptMs = null, waitingSince = handoff.openedAt, acceptWarnedAt = null, acceptMissedAt = null } = kept;
  return { ...handoff, acceptMs, waitingSince, acceptWarnedAt, acceptMissedAt };
}

export function handoffAnswer({
  handoff,
  dueAt,
}: Pick<typeof departmentHandoff.$inferSelect, 'handoff' | 'dueAt'>): HandoffAnswer {
  const { documents, pauses } = handoff;
  return { ...withAcceptance(handoff), documents: [...documents], pauses: [...pauses], dueAt };
}
