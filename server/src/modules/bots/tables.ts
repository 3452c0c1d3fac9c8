import { bigint, boolean, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { TopicStatus } from '@floorwalk/shared/topics/events';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** What people last decided about a topic. Written with its event; the topics themselves are folded from the log. */
export const botTopicDecision = pgTable(
  'bot_topic_decision',
  {
    site: text().notNull(),
    topicId: text('topic_id').notNull(),
    botId: text('bot_id').notNull(),
    status: text().$type<TopicStatus>().notNull(),
    owner: text(),
    note: text(),
    name: text(),
    mergedInto: text('merged_into'),
    by: jsonb('by').$type<DecidedBy>().notNull(),
    at: epochMs('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.topicId] })],
);

/** Whether a bot's confidence was found to have drifted, and when that was looked at last, epoch ms of the site's clock. */
export const botDrift = pgTable(
  'bot_drift',
  {
    site: text().notNull(),
    botId: text('bot_id').notNull(),
    isDrifting: boolean('is_drifting').notNull(),
    checkedAt: epochMs('checked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.botId] })],
);
