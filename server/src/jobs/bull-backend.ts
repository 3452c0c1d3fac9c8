import { createPostgresBackend, Queue, Worker, withBackend, type Job } from 'bullmq';
import type { Redis } from 'ioredis';

/** What is asked of a queue of BullMQ, whichever server keeps it. */
export type BullQueue = {
  add(
    name: string,
    payload: unknown,
    options: {
      readonly jobId: string;
      readonly delay: number;
      readonly removeOnComplete: true;
      readonly removeOnFail: true;
    },
  ): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
};

/** What is asked of a worker of BullMQ. */
export type BullWorker = {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: Job | undefined, error: Error) => void): unknown;
  /** Waits for the jobs under way, and for the server to hear of it, unless forced. */
  close(force: boolean): Promise<void>;
};

/** The server that keeps BullMQ's jobs. What it opened, `close` closes, after its queues and workers. */
export type BullBackend = {
  readonly openQueue: (lane: string) => BullQueue;
  readonly openWorker: (lane: string, concurrency: number, work: (job: Job) => Promise<void>) => BullWorker;
  /** Whether something said to the server now would be heard: closing waits for answers, however long. */
  isReachable(): boolean;
  close(): void;
};

/** Jobs in Redis. The connection is opened with the first queue or worker; each worker has one of its own, because it waits on it. */
export function redisBackend(options: { readonly connect: () => Redis; readonly prefix: string }): BullBackend {
  const { connect } = options;
  const prefix = `${options.prefix}-bull`;
  const opened: Redis[] = [];
  const open = (): Redis => {
    const redis = connect();
    opened.push(redis);
    return redis;
  };
  let shared: Redis | undefined;
  return {
    openQueue: (lane) => new Queue(lane, { connection: (shared ??= open()), prefix }),
    openWorker: (lane, concurrency, work) => new Worker(lane, work, { connection: open(), prefix, concurrency }),
    isReachable: () => opened.every((redis) => redis.status === 'ready'),
    close: () => {
      for (const redis of opened) redis.disconnect();
    },
  };
}

/** Most connections of one queue or worker to PostgreSQL, the one it listens on apart. */
const POSTGRES_CONNECTIONS = 3;

/**
 * Jobs in PostgreSQL, for an installation without Redis. They live in a schema of their own (`bullmq`), which the first connection makes or brings
 * up to date behind an advisory lock.
 */
export function postgresBackend(databaseUrl: string): BullBackend {
  const bull = withBackend(createPostgresBackend);
  const connection = { connectionString: databaseUrl, max: POSTGRES_CONNECTIONS, migrate: true };
  return {
    openQueue: (lane) => new bull.Queue(lane, { connection }),
    openWorker: (lane, concurrency, work) => {
      const worker = new bull.Worker(lane, work, { connection, concurrency, autorun: false });
      const run = (): Promise<void> => worker.run();
      // Run at once it would listen on a connection that is still being given its name.
      worker
        .waitUntilReady()
        .then(run, run)
        .catch((error: unknown) => worker.emit('error', error as Error));
      return worker;
    },
    // Its queries fail at once when the server is gone, so that nothing waits for them.
    isReachable: () => true,
    close: () => undefined,
  };
}
