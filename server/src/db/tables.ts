/**
 * LIST: every table of the database, one line per file of tables. `drizzle-kit generate` reads this and writes the next migration.
 * Files of tables import nothing of ours but types and other files of tables.
 */
export * from '../log/tables.ts';
export * from '../ingest/tables.ts';
export * from '../live/tables.ts';
export * from '../auth/tables.ts';
export * from '../modules/settings/tables.ts';
export * from '../modules/alerts/tables.ts';
export * from '../modules/escalation/tables.ts';
export * from '../modules/notices/tables.ts';
export * from '../modules/forecast/tables.ts';
export * from '../modules/handoffs/tables.ts';
export * from '../modules/handover/tables.ts';
export * from '../modules/bots/tables.ts';
export * from '../modules/surge/tables.ts';
export * from '../modules/maths/tables.ts';
