import { and, asc, eq, lt, or } from 'drizzle-orm';
import type { Job } from '../server-module.ts';
import { ABANDONED_MS, runSimulationHandler } from './jobs/run-simulation.handler.ts';
import { runSimulationJob } from './jobs/run-simulation.job.ts';
import { simulationRun } from './tables.ts';

/** What was rung for starts within this time, ms; later, the ring was lost. */
const RUNG_MS = 3_000;
const EVERY_MS = 2_000;
/** A result nobody has asked for in a month is forgotten, ms. */
const KEEP_MS = 30 * 86_400_000;

/** Rings again for simulations that were forgotten: the ring was lost, or their worker died. Without a Redis it does them itself. */
export const sweepSimulations: Job = {
  name: 'sweep-simulations',
  everyMs: EVERY_MS,
  run: async (services) => {
    const { database, now, ring } = services;
    const forgotten = await database
      .select({ id: simulationRun.id })
      .from(simulationRun)
      .where(
        or(
          and(
            eq(simulationRun.status, 'queued'),
            lt(simulationRun.aliveAt, now() - (ring === undefined ? 0 : RUNG_MS)),
          ),
          and(eq(simulationRun.status, 'running'), lt(simulationRun.aliveAt, now() - ABANDONED_MS)),
        ),
      )
      .orderBy(asc(simulationRun.askedAt))
      .limit(20);
    for (const { id } of forgotten) {
      // A new id each time: BullMQ does not arm one again that it still has.
      const rung = ring?.(runSimulationJob, `run-simulation-${id}-${now()}`, { id });
      // oxlint-disable-next-line no-await-in-loop -- one after another is all the load a sweep should be
      await (rung ?? runSimulationHandler.handle(services, { id }));
    }
    await database.delete(simulationRun).where(lt(simulationRun.askedAt, now() - KEEP_MS));
  },
};
