import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { Scenario } from '@floorwalk/shared/simulation/scenario';
import type { SimulationResult } from '@floorwalk/shared/simulation/simulation-result';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/** Simulations that were asked for. `aliveAt` is when its worker last said that it is at it, real epoch ms. */
export const simulationRun = pgTable(
  'simulation_run',
  {
    id: text().primaryKey(),
    site: text().notNull(),
    name: text().notNull(),
    scenario: jsonb().$type<Scenario>().notNull(),
    status: text().$type<'queued' | 'running' | 'done' | 'failed' | 'cancelled'>().notNull(),
    /** Of 100. */
    progress: integer().notNull(),
    contactCount: integer('contact_count').notNull(),
    result: jsonb().$type<SimulationResult>(),
    problem: text(),
    askedBy: jsonb('asked_by').$type<DecidedBy>().notNull(),
    askedAt: epochMs('asked_at').notNull(),
    aliveAt: epochMs('alive_at').notNull(),
  },
  (table) => [
    index('simulation_run_site').on(table.site, table.askedAt),
    index('simulation_run_status').on(table.status),
  ],
);
