import { and, eq, lt, or } from 'drizzle-orm';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { simulateInWorker } from '../../../cli/simulate-in-worker.ts';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import type { JobServices } from '../../../roles/services.ts';
import { simulationRun } from '../tables.ts';
import { runSimulationJob } from './run-simulation.job.ts';

/** A worker that has not said so for this long is no longer at it, ms. */
export const ABANDONED_MS = 30_000;
const TELL_MS = 500;

/** Runs a simulation on a thread of its own and keeps its result in its row. Twice at once, or of what is done or cancelled, changes nothing. */
export const runSimulationHandler: JobHandler = {
  definition: runSimulationJob,
  handle: async (services, payload) => {
    const { id } = payload as { readonly id: string };
    const { database, now, logger } = services;
    const claimed = await claim(services, id);
    if (claimed === undefined) return;
    const cancelled = new AbortController();
    let told: Promise<void> = Promise.resolve();
    let progress = { share: 0, contacts: 0 };
    // Says that it is at it also while a single replication takes long, and hears of a cancellation by the same word.
    const tell = async (): Promise<void> => {
      const [row] = await database
        .update(simulationRun)
        .set({ progress: progress.share, contactCount: progress.contacts, aliveAt: now() })
        .where(and(eq(simulationRun.id, id), eq(simulationRun.status, 'running')))
        .returning({ id: simulationRun.id });
      if (row === undefined) cancelled.abort(new Error('cancelled'));
    };
    const timer = setInterval(() => {
      told = told.then(tell).catch((error: unknown) => {
        logger.warn({ err: error, id }, 'the progress of a simulation could not be told');
      });
    }, TELL_MS);
    const finish = async (change: Partial<typeof simulationRun.$inferInsert>): Promise<void> => {
      await database
        .update(simulationRun)
        .set({ ...change, aliveAt: now() })
        .where(and(eq(simulationRun.id, id), eq(simulationRun.status, 'running')));
    };
    try {
      const result = await simulateInWorker(
        claimed.scenario,
        ({ done, replications, contacts }) => {
          progress = { share: Math.floor((99 * done) / replications), contacts };
        },
        cancelled.signal,
      );
      await finish({ status: 'done', progress: 100, contactCount: result.contacts, result });
    } catch (error) {
      if (cancelled.signal.aborted) return;
      if (!(error instanceof InputError)) logger.error({ err: error, id }, 'a simulation failed');
      const problem =
        error instanceof InputError ? error.message : 'It broke off by an error of ours; it is in the log.';
      await finish({ status: 'failed', problem });
    } finally {
      clearInterval(timer);
      await told;
    }
  },
};

async function claim(
  { database, now }: JobServices,
  id: string,
): Promise<typeof simulationRun.$inferSelect | undefined> {
  const abandoned = and(eq(simulationRun.status, 'running'), lt(simulationRun.aliveAt, now() - ABANDONED_MS));
  const [claimed] = await database
    .update(simulationRun)
    .set({ status: 'running', progress: 0, aliveAt: now() })
    .where(and(eq(simulationRun.id, id), or(eq(simulationRun.status, 'queued'), abandoned)))
    .returning();
  return claimed;
}
