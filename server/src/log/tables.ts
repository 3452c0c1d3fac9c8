import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/**
 * The log (decision D1). `position` is gapless per site, given under the lock of the site's `site_head` row. Every unique index holds `time`, so
 * that the table can be partitioned by it as it stands. Times are epoch ms.
 */
export const eventLog = pgTable(
  'event_log',
  {
    site: text('site').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    id: text('id').notNull(),
    source: text('source').notNull(),
    type: text('type').notNull(),
    time: epochMs('time').notNull(),
    recordedAt: epochMs('recorded_at').notNull(),
    data: jsonb('data').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.position, table.time] }),
    uniqueIndex('event_log_identity').on(table.site, table.source, table.id, table.time),
    index('event_log_time').on(table.site, table.time, table.position),
    /** For a contact's timeline. */
    index('event_log_contact')
      .on(table.site, sql`(${table.data}->>'contactId')`)
      .where(sql`${table.data} ? 'contactId'`),
    /** For the few events that say which clock the site ran on. */
    index('event_log_clock')
      .on(table.site, table.position)
      .where(sql`${table.type} = 'site.clock-set'`),
    /** For the bot sessions of a contact's timeline. */
    index('event_log_session')
      .on(table.site, sql`(${table.data}->>'sessionId')`)
      .where(sql`${table.data} ? 'sessionId'`),
    /** For questions about a span of time, which need every setting whenever it was made. */
    index('event_log_setting')
      .on(table.site, table.position)
      .where(sql`${table.type} like '%.configured'`),
    /** For schedules by local date. */
    index('event_log_schedule')
      .on(table.site, sql`(${table.data}->>'date')`, sql`(${table.data}->>'agentId')`)
      .where(sql`${table.type} = 'schedule.day-set'`),
    /** For what an agent was last said to do before a moment, however long ago that was. */
    index('event_log_presence')
      .on(table.site, sql`(${table.data}->>'agentId')`, table.time, table.position)
      .where(sql`${table.type} in ('agent.signed-in', 'agent.state-changed', 'agent.signed-out')`),
    /** For whoever is about to send a notice: whether it was settled a moment ago. */
    index('event_log_withdrawn')
      .on(table.site, table.position)
      .where(sql`${table.type} = 'notice.withdrawn'`),
    /** For what is redacted wherever people read what was said to bots. */
    index('event_log_bot_policy')
      .on(table.site, table.position)
      .where(sql`${table.type} = 'handover.policy-set'`),
    /** For what was told of the past and not read yet. */
    index('event_log_history')
      .on(table.site, table.position)
      .where(sql`${table.type} = 'history.day-recorded'`),
    /** For exceptions from schedules. */
    index('event_log_exception')
      .on(table.site, table.time)
      .where(sql`${table.type} like 'schedule.exception-%'`),
  ],
);

/** The last position of each site; the row that every append locks. `recordedAt` never goes back, so positions and it have one order. */
export const siteHead = pgTable('site_head', {
  site: text('site').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
  recordedAt: epochMs('recorded_at').notNull(),
});

/**
 * The sites that exist: one appears with its first event. `name`, `zone` and `clock` repeat what the site's own events said last, written in the
 * transaction that appends them. `degradedAt` is set while the site's fold has parked events.
 */
export const site = pgTable('site', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  zone: text('zone').notNull(),
  clock: jsonb('clock').notNull(),
  createdAt: epochMs('created_at').notNull(),
  degradedAt: epochMs('degraded_at'),
});
