import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { BusinessCalendar } from '@floorwalk/shared/handoffs/business-calendar';
import type { Agreement, Department } from '@floorwalk/shared/handoffs/department';
import type { Handoff } from '@floorwalk/shared/handoffs/handoff';
import type { HandoffState } from '@floorwalk/shared/handoffs/handoff-machine';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** The newest version of each department; `removedAt` is set while it is not in force. Written with its event. */
export const department = pgTable(
  'department',
  {
    site: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    department: jsonb().$type<Department>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** Hours of every version of a department, by which handoffs that ended under it stay explained. */
export const departmentHours = pgTable(
  'department_hours',
  {
    site: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    calendar: jsonb().$type<BusinessCalendar>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.id, table.version] })],
);

/** The newest version of what two departments agreed on. */
export const departmentAgreement = pgTable(
  'department_agreement',
  {
    site: text().notNull(),
    fromDepartmentId: text('from_department_id').notNull(),
    toDepartmentId: text('to_department_id').notNull(),
    version: integer().notNull(),
    agreement: jsonb().$type<Agreement>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.fromDepartmentId, table.toDepartmentId] })],
);

/**
 * Every handoff. `handoff` is what its events make of it; the columns are for questions. `wakeAt` is when its clock has something to say next,
 * `settledAt` when it was answered or its promise broken, whichever came first. Moments are epoch ms of the site's clock.
 */
export const departmentHandoff = pgTable(
  'department_handoff',
  {
    site: text().notNull(),
    id: text().notNull(),
    handoff: jsonb().$type<Handoff>().notNull(),
    state: text().$type<HandoffState>().notNull(),
    fromDepartmentId: text('from_department_id'),
    toDepartmentId: text('to_department_id').notNull(),
    contactId: text('contact_id'),
    queueId: text('queue_id'),
    ownerKey: text('owner_key').notNull(),
    openedAt: epochMs('opened_at').notNull(),
    endedAt: epochMs('ended_at'),
    dueAt: epochMs('due_at'),
    wakeAt: epochMs('wake_at'),
    settledAt: epochMs('settled_at'),
    settledWithin: boolean('settled_within'),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.id] }),
    index('department_handoff_wake').on(table.site, table.wakeAt),
    index('department_handoff_opened').on(table.site, table.openedAt),
    index('department_handoff_settled').on(table.site, table.settledAt),
    index('department_handoff_contact').on(table.site, table.contactId),
  ],
);

/** What happened to each handoff, in order. */
export const departmentHandoffEntry = pgTable(
  'department_handoff_entry',
  {
    site: text().notNull(),
    handoffId: text('handoff_id').notNull(),
    move: integer().notNull(),
    at: epochMs('at').notNull(),
    type: text().notNull(),
    by: jsonb().$type<DecidedBy>().notNull(),
    data: jsonb().$type<unknown>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.handoffId, table.move] })],
);
