import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import type { JobServices } from '../roles/services.ts';
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
  readonly #connect: () => Redis;
  readonly #prefix: string;
  readonly #logger: Logger;
  readonly #queues = new Map<LaneName, Queue>();
  #redis: Redis | undefined;

  constructor(options: { readonly connect: () => Redis; readonly prefix: string; readonly logger: Logger }) {
    this.#connect = options.connect;
    this.#prefix = options.prefix;
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
    this.#redis?.disconnect();
  }

  #queue(lane: LaneName): Queue {
    const opened = this.#queues.get(lane);
    if (opened !== undefined) return opened;
    this.#redis ??= this.#connect();
    const queue = new Queue(lane, { connection: this.#redis, prefix: `${this.#prefix}-bull` });
    queue.on('error', (error) => this.#logger.debug({ err: error }, 'the job queue cannot reach Redis'));
    this.#queues.set(lane, queue);
    return queue;
  }
}

/** Does what is rung for, until stopped. A payload that does not fit its definition is logged and dropped. */
export function startBullWorker(options: {
  readonly connect: () => Redis;
  readonly prefix: string;
  readonly logger: Logger;
  readonly handlers: readonly JobHandler[];
  readonly services: JobServices;
}): { stop(): Promise<void> } {
  const { connect, prefix, logger, services } = options;
  const handlers = new Map(
    options.handlers.map((handler) => [
      handler.definition.name,
      { handler, payload: Compile(handler.definition.payload) },
    ]),
  );
  const started = LANES.map(({ name, concurrency }) => {
    const redis = connect();
    const worker = new Worker(
      name,
      async (job) => {
        const found = handlers.get(job.name);
        if (!found?.payload.Check(job.data)) {
          logger.error({ job: job.name, id: job.id }, 'a job was rung for that nobody knows');
          return;
        }
        await found.handler.handle(services, job.data);
      },
      { connection: redis, prefix: `${prefix}-bull`, concurrency },
    );
    worker.on('error', (error) => logger.debug({ err: error }, 'the job worker cannot reach Redis'));
    worker.on('failed', (job, error) => logger.error({ err: error, job: job?.name, id: job?.id }, 'a job failed'));
    return { worker, redis };
  });
  return {
    stop: async () => {
      await Promise.all(
        started.map(async ({ worker, redis }) => {
          await worker.close().catch(() => undefined);
          redis.disconnect();
        }),
      );
    },
  };
}
