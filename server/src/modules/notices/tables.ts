import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { ChannelTest, DeliveryAttempt, MailServer, SiteChannelKind } from '@floorwalk/shared/api/notices';
import type { DeliveryStatus } from '@floorwalk/shared/notices/delivery-machine';
import type { NoticeAbout, NoticeChannelKind } from '@floorwalk/shared/notices/events';
import type { ChannelLimits, NoticePreferences } from '@floorwalk/shared/notices/preferences';
import type { Language } from '@floorwalk/shared/words/language';
import type { NoticeWords, Sentence } from '@floorwalk/shared/words/words';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** How far a site's requests are in the ledger; the row that whoever takes them locks. */
export const noticeProgress = pgTable('notice_progress', {
  site: text().primaryKey(),
  position: bigint({ mode: 'number' }).notNull(),
});

/** Notices that were asked for. Moments are epoch ms of the site's clock. */
export const notice = pgTable(
  'notice',
  {
    site: text().notNull(),
    id: text().notNull(),
    aboutKind: text('about_kind').$type<NoticeAbout['kind']>().notNull(),
    aboutId: text('about_id').notNull(),
    urgency: text().$type<'page' | 'inform'>().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    /** What says title and body in any language; `null` where whoever asked gave their own text. */
    words: jsonb().$type<NoticeWords>(),
    path: text(),
    until: epochMs('until'),
    requestedAt: epochMs('requested_at').notNull(),
    position: bigint({ mode: 'number' }).notNull(),
    withdrawnAt: epochMs('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
    /** What says the reason in any language; `null` where it is somebody's own text. */
    withdrawnWords: jsonb('withdrawn_words').$type<Sentence>(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.id] }),
    index('notice_about').on(table.site, table.aboutId),
    index('notice_requested').on(table.site, table.requestedAt),
  ],
);

/**
 * The ledger: a notice to one recipient by one channel, once. `recipient` is `person:<id>` or `channel:<id>`; `dueAt` is the truth about when it is
 * sent (site's clock), `leaseUntil` until when its worker is believed to be at it (real epoch ms). `isHeld` says that it waits for a reason and may
 * travel with others; `bundledInto` is the delivery it travelled with.
 */
export const noticeDelivery = pgTable(
  'notice_delivery',
  {
    id: text().primaryKey(),
    site: text().notNull(),
    noticeId: text('notice_id').notNull(),
    recipient: text().notNull(),
    recipientName: text('recipient_name').notNull(),
    channel: text().$type<NoticeChannelKind>().notNull(),
    status: text().$type<DeliveryStatus>().notNull(),
    reason: text(),
    isHeld: boolean('is_held').notNull().default(false),
    urgency: text().$type<'page' | 'inform'>().notNull(),
    requestedAt: epochMs('requested_at').notNull(),
    dueAt: epochMs('due_at').notNull(),
    leaseUntil: epochMs('lease_until'),
    attemptCount: integer('attempt_count').notNull().default(0),
    attempts: jsonb().$type<readonly DeliveryAttempt[]>().notNull().default([]),
    sentAt: epochMs('sent_at'),
    bundledInto: text('bundled_into'),
    seenAt: epochMs('seen_at'),
    readAt: epochMs('read_at'),
  },
  (table) => [
    uniqueIndex('notice_delivery_once').on(table.site, table.noticeId, table.recipient, table.channel),
    index('notice_delivery_due')
      .on(table.site, table.dueAt)
      .where(sql`${table.status} in ('queued', 'sending')`),
    index('notice_delivery_recipient').on(table.site, table.recipient, table.channel, table.requestedAt),
    index('notice_delivery_requested').on(table.site, table.requestedAt),
    index('notice_delivery_bundle')
      .on(table.bundledInto)
      .where(sql`${table.bundledInto} is not null`),
  ],
);

export type Delivery = typeof noticeDelivery.$inferSelect;

/** A site's channels. `sealed` holds what must not be read again: address, password, signing secret. */
export const noticeChannel = pgTable(
  'notice_channel',
  {
    site: text().notNull(),
    id: text().notNull(),
    kind: text().$type<SiteChannelKind>().notNull(),
    name: text().notNull(),
    enabled: boolean().notNull(),
    limits: jsonb().$type<ChannelLimits>().notNull(),
    /** In which its messages are said. */
    language: text().$type<Language>().notNull().default('en'),
    mail: jsonb().$type<MailServer>(),
    origin: text(),
    sealed: text().notNull(),
    hasPassword: boolean('has_password').notNull(),
    lastTest: jsonb('last_test').$type<ChannelTest>(),
    createdAt: epochMs('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** What people chose; absent is the default. `personId` is a principal's, so that the demo's roles have theirs too. */
export const noticePreference = pgTable('notice_preference', {
  personId: text('person_id').primaryKey(),
  preferences: jsonb().$type<NoticePreferences>().notNull(),
});

/** The language in which a person last used the console: their messages are said in it. Absent is English. */
export const noticeLanguage = pgTable('notice_language', {
  personId: text('person_id').primaryKey(),
  language: text().$type<Language>().notNull(),
});

/** Browsers that take pushes. `id` is the hash of the endpoint, which is a secret: whoever knows it may send. */
export const noticePushDevice = pgTable(
  'notice_push_device',
  {
    id: text().primaryKey(),
    personId: text('person_id').notNull(),
    sealed: text().notNull(),
    createdAt: epochMs('created_at').notNull(),
  },
  (table) => [index('notice_push_device_person').on(table.personId)],
);
