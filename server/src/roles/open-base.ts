import type { Redis } from 'ioredis';
import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Counter, Registry } from 'prom-client';
import type { StartConfig } from '../config.ts';
import { closeDatabase, openDatabase, type Database } from '../db/database.ts';
import { postgresBackend, redisBackend } from '../jobs/bull-backend.ts';
import { BullRinger, startBullWorker } from '../jobs/bull-jobs.ts';
import type { RingJob } from '../jobs/job-definition.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { DeltaStream } from '../live/delta-stream.ts';
import type { Leases } from '../live/lease.ts';
import { LocalDeltaStream } from '../live/local-delta-stream.ts';
import { PostgresLeases } from '../live/postgres-leases.ts';
import { RedisDeltaStream } from '../live/redis-delta-stream.ts';
import { RedisLeases } from '../live/redis-leases.ts';
import { createStateAt, type StateAt } from '../live/state-at.ts';
import { SnapshotStore } from '../live/snapshot-store.ts';
import type { EventLog } from '../log/event-log.ts';
import { PostgresEventLog } from '../log/postgres-event-log.ts';
import { connectRedis } from './connect-redis.ts';
import { loggerOptions } from './logger-options.ts';
import type { JobServices } from './services.ts';

/** What every role of a process rests on: the adapters, built here and nowhere else. */
export type Base = {
  readonly config: StartConfig;
  readonly logger: Logger;
  readonly registry: Registry;
  readonly database: Database;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly stateAt: StateAt;
  readonly stream: DeltaStream;
  readonly leases: Leases;
  /** Answers `ready` or rejects; `undefined` without a Redis. */
  readonly pingRedis: (() => Promise<string>) | undefined;
  /** Rings for jobs, and does them: BullMQ, kept in Redis or, without one, in PostgreSQL. */
  readonly ring: RingJob;
  readonly startWorker: (handlers: readonly JobHandler[], services: JobServices) => { stop(): Promise<void> };
  /** The real clock, epoch ms. */
  readonly now: () => number;
  close(): Promise<void>;
};

/** Lines kept while they cannot be written, in characters; more are dropped and counted. */
const LOG_BUFFER_CHARACTERS = 4 * 2 ** 20;

export function openBase(config: StartConfig): Base {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const lines = pino.destination({
    dest: config.logFile ?? 1,
    mkdir: true,
    sync: false,
    maxLength: LOG_BUFFER_CHARACTERS,
  });
  const unwritten = new Counter({
    name: 'floorwalk_log_unwritten_total',
    help: 'Times a line of the process log could not be written, because its disk is full, say',
    registers: [registry],
  });
  // What cannot be written down must not end what would have been written about.
  for (const event of ['error', 'drop']) lines.on(event, () => unwritten.inc());
  const logger = pino(loggerOptions(config.logLevel), lines);
  const now = Date.now;
  const database = openDatabase(config.databaseUrl);
  const log = new PostgresEventLog({ database, databaseUrl: config.databaseUrl, now });
  const snapshots = new SnapshotStore({ database, now });
  const live =
    config.redisUrl === undefined ? withoutRedis(config, logger) : withRedis(config, config.redisUrl, logger);
  return {
    config,
    logger,
    registry,
    database,
    log,
    snapshots,
    stateAt: createStateAt({ log, snapshots }),
    stream: live.stream,
    leases: live.leases,
    pingRedis: live.pingRedis,
    ring: live.ring,
    startWorker: live.startWorker,
    now,
    close: async () => {
      await live.stream.close();
      await live.leases.close();
      await live.disconnect();
      await log.close();
      await closeDatabase(database);
      logger.flush();
    },
  };
}

type Live = Pick<Base, 'stream' | 'leases' | 'pingRedis' | 'ring' | 'startWorker'> & {
  readonly disconnect: () => void | Promise<void>;
};

function withoutRedis(config: StartConfig, logger: Logger): Live {
  if (config.roles.includes('api') !== config.roles.includes('fold')) {
    throw new Error('without Redis the roles api and fold must run in one process: set REDIS_URL, or run both here');
  }
  const ringer = new BullRinger({ backend: postgresBackend(config.databaseUrl), logger });
  return {
    stream: new LocalDeltaStream(),
    leases: new PostgresLeases(config.databaseUrl),
    pingRedis: undefined,
    ring: ringer.ring,
    startWorker: (handlers, services) =>
      startBullWorker({
        backend: postgresBackend(config.databaseUrl),
        logger: services.logger,
        handlers,
        services,
      }),
    disconnect: () => ringer.close(),
  };
}

function withRedis(config: StartConfig, url: string, logger: Logger): Live {
  const failed = (error: Error): void => logger.debug({ err: error }, 'Redis cannot be reached');
  const connect = (): Redis => connectRedis(url, { isPatient: false, answerMs: 10_000, failed });
  const prefix = config.redisPrefix;
  const pinging = connect();
  const connectPatiently = (): Redis => connectRedis(url, { isPatient: true, answerMs: 30_000, failed });
  const ringer = new BullRinger({ backend: redisBackend({ connect: connectPatiently, prefix }), logger });
  return {
    stream: new RedisDeltaStream({ connect, prefix }),
    leases: new RedisLeases({ connect, prefix }),
    pingRedis: async () => {
      await pinging.ping();
      return 'ready';
    },
    ring: ringer.ring,
    startWorker: (handlers, services) =>
      startBullWorker({
        backend: redisBackend({ connect: connectPatiently, prefix }),
        logger: services.logger,
        handlers,
        services,
      }),
    disconnect: async () => {
      await ringer.close();
      pinging.disconnect();
    },
  };
}
