import { and, asc, eq, lt, or } from 'drizzle-orm';
import type { Job } from '../server-module.ts';
import { runBacktestJob } from './jobs/run-backtest.job.ts';
import { ABANDONED_MS, runBacktestHandler } from './jobs/run-backtest.handler.ts';
import { alertBacktest } from './tables.ts';

/** What was rung for starts within this time, ms; later, the ring was lost. */
const RUNG_MS = 3_000;
const EVERY_MS = 2_000;
/** A result nobody has asked for in a month is forgotten, ms. */
const KEEP_MS = 30 * 86_400_000;

/** Rings again for backtests that were forgotten: the ring was lost, or their worker died. Without a Redis it does them itself. */
export const sweepBacktests: Job = {
  name: 'sweep-backtests',
  everyMs: EVERY_MS,
  run: async (services) => {
    const { database, now, ring } = services;
    const forgotten = await database
      .select({ id: alertBacktest.id, aliveAt: alertBacktest.aliveAt })
      .from(alertBacktest)
      .where(
        or(
          and(
            eq(alertBacktest.status, 'queued'),
            lt(alertBacktest.aliveAt, now() - (ring === undefined ? 0 : RUNG_MS)),
          ),
          and(eq(alertBacktest.status, 'running'), lt(alertBacktest.aliveAt, now() - ABANDONED_MS)),
        ),
      )
      .orderBy(asc(alertBacktest.askedAt))
      .limit(20);
    for (const { id } of forgotten) {
      // A new id each time: BullMQ does not arm one again that it still has.
      const rung = ring?.(runBacktestJob, `run-backtest-${id}-${now()}`, { id });
      // oxlint-disable-next-line no-await-in-loop -- one after another is all the load a sweep should be
      await (rung ?? runBacktestHandler.handle(services, { id }));
    }
    await database.delete(alertBacktest).where(lt(alertBacktest.askedAt, now() - KEEP_MS));
  },
};
