import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { AlertWindow } from '@floorwalk/shared/alerts/alert-window';
import type { DecidedBy, SuppressedBy } from '@floorwalk/shared/alerts/events';
import type { Gate } from '@floorwalk/shared/alerts/gates';
import type { SilenceScope } from '@floorwalk/shared/alerts/silence-scope';
import type { Evidence } from '@floorwalk/shared/alerts/evidence';
import type { AlertRule, RuleSubject, Severity } from '@floorwalk/shared/alerts/rule';
import type { BacktestResult } from '@floorwalk/shared/api/alerts';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/**
 * The newest version of each rule; `removedAt` is set while it is not in force. Written with its event. `learnedVersion` is the version whose past
 * was put on the log, `learningAt` when a worker last said that it is at it (real epoch ms).
 */
export const alertRule = pgTable(
  'alert_rule',
  {
    site: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    rule: jsonb().$type<AlertRule>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
    learnedVersion: integer('learned_version'),
    learningAt: epochMs('learning_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/**
 * Every time an alert fired, with what decided it. Written with its events, for questions about what was; the log is the truth. `teamId` and
 * `queueId` are the team and queue that its subject belonged to then, by which it is seen. Moments are epoch ms of the site's clock.
 */
export const alertFiring = pgTable(
  'alert_firing',
  {
    site: text().notNull(),
    alertId: text('alert_id').notNull(),
    firedAt: epochMs('fired_at').notNull(),
    ruleId: text('rule_id').notNull(),
    ruleVersion: integer('rule_version').notNull(),
    ruleName: text('rule_name').notNull(),
    severity: text().$type<Severity>().notNull(),
    subjectTable: text('subject_table').$type<RuleSubject['table']>().notNull(),
    subjectId: text('subject_id').notNull(),
    subjectName: text('subject_name').notNull(),
    teamId: text('team_id'),
    queueId: text('queue_id'),
    pendingAt: epochMs('pending_at'),
    resolvedAt: epochMs('resolved_at'),
    evidence: jsonb().$type<readonly Evidence[]>().notNull(),
    seenPosition: bigint('seen_position', { mode: 'number' }).notNull(),
    paged: boolean().notNull(),
    suppressedBy: jsonb('suppressed_by').$type<SuppressedBy>(),
    acknowledgedBy: jsonb('acknowledged_by').$type<DecidedBy>(),
    acknowledgedAt: epochMs('acknowledged_at'),
    acknowledgedNote: text('acknowledged_note'),
    gates: jsonb().$type<readonly Gate[]>(),
    contactIds: jsonb('contact_ids').$type<readonly string[]>(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.alertId, table.firedAt] }),
    index('alert_firing_time').on(table.site, table.firedAt),
  ],
);

/** Silences, those that ended included. `endedAt` is set where one was ended before its time. */
export const alertSilence = pgTable(
  'alert_silence',
  {
    site: text().notNull(),
    id: text().notNull(),
    scope: jsonb().$type<SilenceScope>().notNull(),
    until: epochMs('until').notNull(),
    reason: text().notNull(),
    by: jsonb().$type<DecidedBy>().notNull(),
    at: epochMs('at').notNull(),
    endedAt: epochMs('ended_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** Mute and maintenance windows, those taken away included (`removedAt`). Written with their events. */
export const alertWindow = pgTable(
  'alert_window',
  {
    site: text().notNull(),
    id: text().notNull(),
    version: integer().notNull(),
    window: jsonb().$type<AlertWindow>().notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** Rules tried on a past. `aliveAt` is when its worker last said that it is at it, real epoch ms. */
export const alertBacktest = pgTable(
  'alert_backtest',
  {
    id: text().primaryKey(),
    site: text().notNull(),
    rules: jsonb().$type<readonly AlertRule[]>().notNull(),
    compared: jsonb().$type<readonly AlertRule[]>().notNull(),
    fromAt: epochMs('from_at').notNull(),
    toAt: epochMs('to_at').notNull(),
    status: text().$type<'queued' | 'running' | 'done' | 'failed'>().notNull(),
    progress: integer().notNull(),
    result: jsonb().$type<BacktestResult>(),
    problem: text(),
    askedBy: jsonb('asked_by').$type<DecidedBy>().notNull(),
    askedAt: epochMs('asked_at').notNull(),
    aliveAt: epochMs('alive_at').notNull(),
  },
  (table) => [
    index('alert_backtest_site').on(table.site, table.askedAt),
    index('alert_backtest_status').on(table.status),
  ],
);
