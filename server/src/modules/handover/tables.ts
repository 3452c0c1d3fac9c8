import { bigint, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { HandoverOffered } from '@floorwalk/shared/handover/events';
import type { HandoverPackage } from '@floorwalk/shared/handover/handover-package';
import type { HandoverState } from '@floorwalk/shared/handover/handover-machine';
import type { HandoverRecord } from '@floorwalk/shared/handover/move-handover';
import type { HandoverPolicy } from '@floorwalk/shared/handover/policy';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/**
 * Every handover, with its package as it was made. Written with its events; the row is what two who want it at once lock. `dueAt` is when time moves
 * it by itself. `teamId` is the team it was offered to, by which it is seen. Moments are epoch ms of the site's clock.
 */
export const handover = pgTable(
  'handover',
  {
    site: text().notNull(),
    id: text().notNull(),
    sessionId: text('session_id').notNull(),
    botId: text('bot_id').notNull(),
    contactId: text('contact_id'),
    queueId: text('queue_id'),
    teamId: text('team_id'),
    state: text().$type<HandoverState>().notNull(),
    /** The agent who has or had it. */
    agentId: text('agent_id'),
    dueAt: epochMs('due_at'),
    offeredAt: epochMs('offered_at').notNull(),
    acceptedAt: epochMs('accepted_at'),
    endedAt: epochMs('ended_at'),
    record: jsonb().$type<HandoverRecord>().notNull(),
    offered: jsonb().$type<HandoverOffered>().notNull(),
    package: jsonb().$type<HandoverPackage>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.id] }),
    index('handover_due').on(table.site, table.dueAt),
    index('handover_time').on(table.site, table.offeredAt),
    index('handover_session').on(table.site, table.sessionId),
    index('handover_agent').on(table.site, table.agentId, table.offeredAt),
  ],
);

/** The policy in force by bot; `*` holds for bots without one. Written with its event. */
export const handoverPolicy = pgTable(
  'handover_policy',
  {
    site: text().notNull(),
    botId: text('bot_id').notNull(),
    version: integer().notNull(),
    policy: jsonb().$type<HandoverPolicy>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.botId] })],
);
