import { bigint, boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import type { Role, Scope } from '@floorwalk/shared/access/role';

/** A local account. `email` is kept in lower case. */
export const person = pgTable('person', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text(),
  active: boolean().notNull().default(true),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
});

/** A signed-in browser. */
export const personSession = pgTable(
  'person_session',
  {
    id: text().primaryKey(),
    userId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    token: text().notNull().unique(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('person_session_person').on(table.userId)],
);

/** How a person proves who they are: `provider_id` `credential` holds the scrypt hash of a password. */
export const personAccount = pgTable(
  'person_account',
  {
    id: text().primaryKey(),
    userId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: timestamp('access_token_expires_at', { withTimezone: true }),
    refreshTokenExpiresAt: timestamp('refresh_token_expires_at', { withTimezone: true }),
    scope: text(),
    password: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('person_account_person').on(table.userId)],
);

/** One-time values of the sign-in library. */
export const personVerification = pgTable(
  'person_verification',
  {
    id: text().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index('person_verification_identifier').on(table.identifier)],
);

/** What a person may reach: one role within one scope. `site_id` repeats the scope's, `*` is every site. */
export const personGrant = pgTable(
  'person_grant',
  {
    id: text().primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => person.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    siteId: text('site_id').notNull(),
    scope: jsonb().$type<Scope>().notNull(),
    ordinal: integer().notNull(),
  },
  (table) => [index('person_grant_person').on(table.personId)],
);

/** Failed sign-ins by key (an account, an address) within a running window; times epoch ms. */
export const signInAttempt = pgTable('sign_in_attempt', {
  key: text().primaryKey(),
  failedCount: integer('failed_count').notNull(),
  windowStartedAt: bigint('window_started_at', { mode: 'number' }).notNull(),
});

/** Facts about this installation that must be the same in every process, by name. */
export const installation = pgTable('installation', { name: text().primaryKey(), value: text().notNull() });

/** Who changed what, when, from what to what. Never changed afterwards. `at` is epoch ms. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: bigint({ mode: 'number' }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    action: text().notNull(),
    siteId: text('site_id'),
    subject: text().notNull(),
    before: jsonb(),
    after: jsonb(),
  },
  (table) => [index('audit_entry_site').on(table.siteId, table.id)],
);

/** A paired screen. Its token is kept as a hash only; times epoch ms. */
export const kiosk = pgTable(
  'kiosk',
  {
    id: text().primaryKey(),
    siteId: text('site_id').notNull(),
    boardId: text('board_id').notNull(),
    /** The board's team when it belongs to one: the screen then sees that team's rows only. */
    teamId: text('team_id'),
    name: text().notNull(),
    tokenHash: text('token_hash'),
    createdAt: bigint('created_at', { mode: 'number' }).notNull(),
    lastSeenAt: bigint('last_seen_at', { mode: 'number' }),
  },
  (table) => [index('kiosk_site').on(table.siteId), index('kiosk_board').on(table.boardId)],
);

/** A screen that waits to be confirmed. Code and secret are kept as hashes; gone once expired. */
export const kioskPairing = pgTable('kiosk_pairing', {
  id: text().primaryKey(),
  codeHash: text('code_hash').notNull().unique(),
  secretHash: text('secret_hash').notNull(),
  kioskId: text('kiosk_id'),
  expiresAt: bigint('expires_at', { mode: 'number' }).notNull(),
});
