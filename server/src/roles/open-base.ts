import { Redis } from 'ioredis';
import { pino, type Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ServerConfig } from '../config.ts';
import { closeDatabase, openDatabase, type Database } from '../db/database.ts';
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

/** What the roles are started with. Without a Redis, deltas stay in this process and leases are PostgreSQL's. */
export type StartOptions = Omit<ServerConfig, 'redisUrl'> & { readonly redisUrl: string | undefined };

/** What every role of a process rests on: the adapters, built here and nowhere else. */
export type Base = {
  readonly config: StartOptions;
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
  /** The real clock, epoch ms. */
  readonly now: () => number;
  close(): Promise<void>;
};

export function openBase(config: StartOptions): Base {
  const logger = pino(
    { level: config.logLevel, base: { pid: process.pid } },
    pino.destination({ dest: config.logFile ?? 1, mkdir: true, sync: false }),
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const now = Date.now;
  const database = openDatabase(config.databaseUrl);
  const log = new PostgresEventLog({ database, databaseUrl: config.databaseUrl, now });
  const snapshots = new SnapshotStore({ database, now });
  const live = config.redisUrl === undefined ? withoutRedis(config) : withRedis(config, config.redisUrl, logger);
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
    now,
    close: async () => {
      await live.stream.close();
      await live.leases.close();
      live.disconnect();
      await log.close();
      await closeDatabase(database);
      logger.flush();
    },
  };
}

type Live = Pick<Base, 'stream' | 'leases' | 'pingRedis'> & { readonly disconnect: () => void };

function withoutRedis(config: StartOptions): Live {
  if (config.roles.includes('api') !== config.roles.includes('fold')) {
    throw new Error('without Redis the roles api and fold must run in one process: set REDIS_URL, or run both here');
  }
  return {
    stream: new LocalDeltaStream(),
    leases: new PostgresLeases(config.databaseUrl),
    pingRedis: undefined,
    disconnect: () => undefined,
  };
}

function withRedis(config: StartOptions, url: string, logger: Logger): Live {
  const connect = (): Redis => {
    const redis = new Redis(url, {
      maxRetriesPerRequest: 2,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    });
    redis.on('error', (error) => logger.debug({ err: error }, 'Redis cannot be reached'));
    return redis;
  };
  const prefix = config.redisPrefix;
  const pinging = connect();
  return {
    stream: new RedisDeltaStream({ connect, prefix }),
    leases: new RedisLeases({ connect, prefix }),
    pingRedis: async () => {
      await pinging.ping();
      return 'ready';
    },
    disconnect: () => pinging.disconnect(),
  };
}
