import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { EscalationRun } from '@floorwalk/shared/escalation/decide-escalation';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import type { Rotation } from '@floorwalk/shared/escalation/rotation';
import type { SeverityMatrix } from '@floorwalk/shared/escalation/matrix';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/**
 * Every escalation. Its id follows from what it came from, so that it begins once whoever begins it. `dueAt` is a moment of the site's clock and the
 * truth about when it moves next; `run` is what decides that, `shown` what is shown of it. Written with its events.
 */
export const escalation = pgTable(
  'escalation',
  {
    site: text().notNull(),
    id: text().notNull(),
    state: text().$type<EscalationRun['state']>().notNull(),
    dueAt: epochMs('due_at'),
    version: integer().notNull(),
    run: jsonb().$type<EscalationRun>().notNull(),
    shown: jsonb().$type<EscalationRow>().notNull(),
    queueId: text('queue_id'),
    teamId: text('team_id'),
    startedAt: epochMs('started_at').notNull(),
    endedAt: epochMs('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.id] }),
    index('escalation_due')
      .on(table.site, table.dueAt)
      .where(sql`due_at is not null`),
    index('escalation_started').on(table.site, table.startedAt),
  ],
);

/** The newest version of each policy; `removedAt` is set while it is not in force. Written with its event. */
export const escalationPolicy = pgTable(
  'escalation_policy',
  {
    site: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    policy: jsonb().$type<EscalationPolicy>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** Every version of a site's severity matrix; the highest is in force. */
export const escalationMatrix = pgTable(
  'escalation_matrix',
  {
    site: text().notNull(),
    version: integer().notNull(),
    matrix: jsonb().$type<SeverityMatrix>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.version] })],
);

/** On-call rotations; `removedAt` is set while one is not in force. */
export const escalationRotation = pgTable(
  'escalation_rotation',
  {
    site: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    rotation: jsonb().$type<Rotation>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** Who stands in on a rotation, from when until when. `ordinal` says which was made later. */
export const escalationOverride = pgTable(
  'escalation_override',
  {
    ordinal: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    site: text().notNull(),
    rotationId: text('rotation_id').notNull(),
    id: text().notNull(),
    personId: text('person_id').notNull(),
    from: epochMs('from_at').notNull(),
    until: epochMs('until_at').notNull(),
    reason: text(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
  },
  (table) => [index('escalation_override_rotation').on(table.site, table.rotationId)],
);
