import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import type { JobServices } from '../roles/services.ts';
import type { BullBackend, BullQueue } from './bull-backend.ts';
import type { JobDefinition, RingJob } from './job-definition.ts';
import type { JobHandler } from './job-handler.ts';

/** Quick work and long work wait in different lines; each worker does that many at once. */
const LANES = [
  { name: 'jobs', concurrency: 8 },
  { name: 'long-jobs', concurrency: 2 },
] as const;
type LaneName = (typeof LANES)[number]['name'];

/** Ringing is not worth waiting for longer: a sweep will find what was not rung. */
const RING_LIMIT_MS = 2_000;

function laneOf(definition: JobDefinition): LaneName {
  return definition.isLong ? 'long-jobs' : 'jobs';
}

/** Rings jobs through BullMQ. One per process; its connection is opened with the first job. */
export class BullRinger {
  readonly #backend: BullBackend;
  readonly #logger: Logger;
  readonly #queues = new Map<LaneName, BullQueue>();

  constructor(options: { readonly backend: BullBackend; readonly logger: Logger }) {
    this.#backend = options.backend;
    this.#logger = options.logger;
  }

  /** Never rejects: what could not be rung is logged, and left to the sweep. */
  readonly ring: RingJob = async (definition, id, payload, { delayMs = 0 } = {}) => {
    let timer: NodeJS.Timeout | undefined;
    try {
      const limit = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not rung within ${RING_LIMIT_MS} ms`)), RING_LIMIT_MS);
      });
      const added = this.#queue(laneOf(definition)).add(definition.name, payload, {
        jobId: id,
        delay: Math.max(0, Math.ceil(delayMs)),
        removeOnComplete: true,
        removeOnFail: true,
      });
      added.catch(() => undefined);
      await Promise.race([added, limit]);
    } catch (error) {
      this.#logger.warn({ err: error, job: definition.name, id }, 'a job could not be rung for; a sweep will find it');
    } finally {
      clearTimeout(timer);
    }
  };

  async close(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch(() => undefined)));
    this.#backend.close();
  }

  #queue(lane: LaneName): BullQueue {
    const opened = this.#queues.get(lane);
    if (opened !== undefined) return opened;
    const queue = this.#backend.openQueue(lane);
    queue.on('error', (error) => this.#logger.debug({ err: error }, 'the job queue cannot reach its server'));
    this.#queues.set(lane, queue);
    return queue;
  }
}

/** Does what is rung for, until stopped. A payload that does not fit its definition is logged and dropped. */
export function startBullWorker(options: {
  readonly backend: BullBackend;
  readonly logger: Logger;
  readonly handlers: readonly JobHandler[];
  readonly services: JobServices;
}): { stop(): Promise<void> } {
  const { backend, logger, services } = options;
  const handlers = new Map(
    options.handlers.map((handler) => [
      handler.definition.name,
      { handler, payload: Compile(handler.definition.payload) },
    ]),
  );
  const underWay = new Set<Promise<void>>();
  const workers = LANES.map(({ name, concurrency }) => {
    const worker = backend.openWorker(name, concurrency, async (job) => {
      const found = handlers.get(job.name);
      if (!found?.payload.Check(job.data)) {
        logger.error({ job: job.name, id: job.id }, 'a job was rung for that nobody knows');
        return;
      }
      const work = found.handler.handle(services, job.data).finally(() => underWay.delete(work));
      underWay.add(work);
      await work;
    });
    worker.on('error', (error) => logger.debug({ err: error }, 'the job worker cannot reach its server'));
    worker.on('failed', (job, error) => logger.error({ err: error, job: job?.name, id: job?.id }, 'a job failed'));
    return worker;
  });
  return {
    stop: async () => {
      const isHeard = backend.isReachable();
      const closing = workers.map((worker) => worker.close(!isHeard).catch(() => undefined));
      await Promise.allSettled([...underWay, ...closing]);
      backend.close();
    },
  };
}
