import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Compile } from 'typebox/compile';
import type { JobServices } from '../roles/services.ts';
import type { RingJob } from './job-definition.ts';
import type { JobHandler } from './job-handler.ts';

const QUEUE = 'jobs';
/** Ringing is not worth waiting for longer: a sweep will find what was not rung. */
const RING_LIMIT_MS = 2_000;
const CONCURRENCY = 2;

/** Rings jobs through BullMQ. One per process; its connection is opened with the first job. */
export class BullRinger {
  readonly #connect: () => Redis;
  readonly #prefix: string;
  readonly #logger: Logger;
  #opened: { readonly queue: Queue; readonly redis: Redis } | undefined;

  constructor(options: { readonly connect: () => Redis; readonly prefix: string; readonly logger: Logger }) {
    this.#connect = options.connect;
    this.#prefix = options.prefix;
    this.#logger = options.logger;
  }

  /** Never rejects: what could not be rung is logged, and left to the sweep. */
  readonly ring: RingJob = async (definition, id, payload) => {
    let timer: NodeJS.Timeout | undefined;
    try {
      const limit = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not rung within ${RING_LIMIT_MS} ms`)), RING_LIMIT_MS);
      });
      const added = this.#queue().add(definition.name, payload, {
        jobId: id,
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
    await this.#opened?.queue.close().catch(() => undefined);
    this.#opened?.redis.disconnect();
  }

  #queue(): Queue {
    if (!this.#opened) {
      const redis = this.#connect();
      const queue = new Queue(QUEUE, { connection: redis, prefix: `${this.#prefix}-bull` });
      queue.on('error', (error) => this.#logger.debug({ err: error }, 'the job queue cannot reach Redis'));
      this.#opened = { queue, redis };
    }
    return this.#opened.queue;
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
  const redis = connect();
  const worker = new Worker(
    QUEUE,
    async (job) => {
      const found = handlers.get(job.name);
      if (!found?.payload.Check(job.data)) {
        logger.error({ job: job.name, id: job.id }, 'a job was rung for that nobody knows');
        return;
      }
      await found.handler.handle(services, job.data);
    },
    { connection: redis, prefix: `${prefix}-bull`, concurrency: CONCURRENCY },
  );
  worker.on('error', (error) => logger.debug({ err: error }, 'the job worker cannot reach Redis'));
  worker.on('failed', (job, error) => logger.error({ err: error, job: job?.name, id: job?.id }, 'a job failed'));
  return {
    stop: async () => {
      await worker.close().catch(() => undefined);
      redis.disconnect();
    },
  };
}
