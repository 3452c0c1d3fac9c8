import { bigint, customType, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

const epochMs = (name: string) => bigint(name, { mode: 'number' });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * A site's folded state at a position, from which folding goes on or a past moment is reached. `state` is the encoded state as gzipped JSON;
 * `latestEventAt` the newest event time folded, `stateHash` proves that it was read back whole.
 */
export const snapshot = pgTable(
  'snapshot',
  {
    site: text('site').notNull(),
    foldVersion: integer('fold_version').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    latestEventAt: epochMs('latest_event_at').notNull(),
    recordedAt: epochMs('recorded_at').notNull(),
    takenAt: epochMs('taken_at').notNull(),
    stateHash: text('state_hash').notNull(),
    state: bytes('state').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.foldVersion, table.position] }),
    index('snapshot_event_time').on(table.site, table.foldVersion, table.latestEventAt),
  ],
);

/** Events that broke the fold (an error of ours, not of the event): skipped with their stack, and the site marked degraded. */
export const parkedEvent = pgTable(
  'parked_event',
  {
    site: text('site').notNull(),
    foldVersion: integer('fold_version').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    type: text('type').notNull(),
    stack: text('stack').notNull(),
    parkedAt: epochMs('parked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.foldVersion, table.position] })],
);
