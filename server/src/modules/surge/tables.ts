import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { Surge } from '@floorwalk/shared/surge/surge';
import type { SurgePolicy } from '@floorwalk/shared/surge/surge-policy';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** Surges as they stand, those that are over included. Written with their events. Moments are epoch ms of the site's clock. */
export const surge = pgTable(
  'surge',
  {
    site: text().notNull(),
    id: text().notNull(),
    queueId: text('queue_id').notNull(),
    /** The team of its queue when it was made, by which it is seen. */
    teamId: text('team_id'),
    state: text().$type<Surge['state']>().notNull(),
    surge: jsonb().$type<Surge>().notNull(),
    madeAt: epochMs('made_at').notNull(),
    gapClosedAt: epochMs('gap_closed_at'),
    /** When it goes on by itself (decision D7). */
    dueAt: epochMs('due_at'),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.id] }),
    index('surge_made').on(table.site, table.madeAt),
    index('surge_due').on(table.site, table.dueAt),
  ],
);

/** The newest rules of each site for surges. */
export const surgePolicy = pgTable('surge_policy', {
  site: text().primaryKey(),
  version: integer().notNull(),
  policy: jsonb().$type<SurgePolicy>().notNull(),
  setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
  setAt: epochMs('set_at').notNull(),
});
