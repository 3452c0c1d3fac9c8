import { checkHandlers } from '../jobs/job-handler.ts';
import { modules } from '../modules/index.ts';
import type { Job } from '../modules/server-module.ts';
import type { Base } from './open-base.ts';
import type { JobServices } from './services.ts';

/** The role that does what is done now and then, each job in one process of the installation at a time. */
export function startJobs(base: Base): { stop(): Promise<void> } {
  const logger = base.logger.child({ role: 'jobs' });
  const services: JobServices = { ...base, logger };
  const runs = modules.flatMap((module) => module.jobs ?? []).map((job) => repeat(base, job, services));
  const handlers = modules.flatMap((module) => module.handlers ?? []);
  checkHandlers(
    modules.flatMap((module) => module.definitions ?? []),
    handlers,
  );
  const worker = base.startWorker(handlers, services);
  return {
    stop: async () => {
      await Promise.all([worker.stop(), ...runs.map((run) => run.stop())]);
    },
  };
}

function repeat(base: Base, job: Job, services: JobServices): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  const once = async (): Promise<void> => {
    const lease = await base.leases.tryAcquire(`job:${job.name}`);
    if (!lease) return;
    try {
      await job.run(services);
    } finally {
      await lease.release();
    }
  };
  const timer = setInterval(() => {
    running ??= once()
      .catch((error: unknown) => services.logger.error({ err: error, job: job.name }, 'a job failed'))
      .finally(() => {
        running = undefined;
      });
  }, job.everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
