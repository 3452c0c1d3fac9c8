import { bigint, bigserial, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** What was refused at the edge, kept for operators: the newest of each site. `payload` is the event as it came, cut at a limit. */
export const rejectedEvent = pgTable(
  'rejected_event',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    site: text('site').notNull(),
    source: text('source').notNull(),
    receivedAt: epochMs('received_at').notNull(),
    reason: text('reason').notNull(),
    pointer: text('pointer').notNull(),
    message: text('message').notNull(),
    payload: text('payload').notNull(),
  },
  (table) => [index('rejected_event_site').on(table.site, table.id)],
);

/** The right of one source to write to one site. The token itself is shown once and never kept; `tokenHash` is its SHA-256, hex. */
export const sourceToken = pgTable(
  'source_token',
  {
    id: text('id').primaryKey(),
    site: text('site').notNull(),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull(),
    createdAt: epochMs('created_at').notNull(),
    lastUsedAt: epochMs('last_used_at'),
    revokedAt: epochMs('revoked_at'),
  },
  (table) => [uniqueIndex('source_token_hash').on(table.tokenHash), index('source_token_site').on(table.site)],
);
