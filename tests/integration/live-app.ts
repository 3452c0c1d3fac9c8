import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { FoldHost } from '@floorwalk/server/live/fold-host';
import { FoldMetrics } from '@floorwalk/server/live/fold-metrics';
import { ParkedEvents } from '@floorwalk/server/live/parked-events';
import type { DeltaStream } from '@floorwalk/server/live/delta-stream';
import { RedisDeltaStream } from '@floorwalk/server/live/redis-delta-stream';
import { RedisLeases } from '@floorwalk/server/live/redis-leases';
import { SnapshotStore } from '@floorwalk/server/live/snapshot-store';
import { createStateAt, type StateAt } from '@floorwalk/server/live/state-at';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { Gateway } from '@floorwalk/server/socket/gateway';
import { Relay } from '@floorwalk/server/socket/relay';
import { RelayMetrics } from '@floorwalk/server/socket/relay-metrics';
import { TravelDesk } from '@floorwalk/server/socket/travel-desk';
import type { Principal } from '@floorwalk/shared/access/role';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll } from 'vitest';
import { useDatabase } from '../kit/database.ts';
import { useRedis } from '../kit/redis.ts';

/** An api node: a socket gateway with a relay of its own. */
export type ApiNode = { readonly url: string; readonly registry: Registry; stop(): Promise<void> };
/** A fold process. `die` ends it as a crash would: nothing is saved or given back. */
export type FoldNode = { readonly host: FoldHost; stop(): Promise<void> };

/** The live side, from log to socket, on a database and Redis prefix of its own; who asks is whoever `principals` says the token is. */
export type LiveApp = {
  readonly log: PostgresEventLog;
  readonly database: Database;
  readonly snapshots: SnapshotStore;
  readonly stateAt: StateAt;
  readonly redis: Redis;
  readonly redisPrefix: string;
  readonly principals: Map<string, Principal>;
  /** Tells the gateways that someone's rights changed, as the accounts do. */
  readonly change: (change: { principalId: string; ended: string | null }) => void;
  /** Milliseconds that every clock of this app runs ahead of the real one. */
  ahead: number;
  readonly startApi: () => Promise<ApiNode>;
  readonly startFold: () => FoldNode;
  readonly send: (siteId: string, events: readonly NewEvent[]) => Promise<void>;
};

export const SUPERVISOR: Principal = {
  id: 'sue',
  name: 'Sue',
  kind: 'person',
  grants: [{ role: 'supervisor', scope: { siteId: '*' } }],
};

export function useLiveApp(): LiveApp {
  const given = useDatabase();
  const { url: redisUrl, prefix } = useRedis();
  const state = { ahead: 0, redisPrefix: prefix, principals: new Map([['sue', SUPERVISOR]]) } as {
    -readonly [K in keyof LiveApp]: LiveApp[K];
  };
  const listeners = new Set<(change: { principalId: string; ended: string | null }) => void>();
  const stops: (() => Promise<void>)[] = [];
  const logger = pino({ level: 'silent' });
  const now = (): number => Date.now() + state.ahead;
  const connect = (): Redis => new Redis(redisUrl, { retryStrategy: () => 50, connectionName: prefix });

  beforeAll(() => {
    state.database = openDatabase(given.url);
    state.log = new PostgresEventLog({ database: state.database, databaseUrl: given.url, now });
    state.snapshots = new SnapshotStore({ database: state.database, now });
    state.stateAt = createStateAt({ log: state.log, snapshots: state.snapshots });
    state.redis = connect();
  });
  afterAll(async () => {
    for (const stop of stops.toReversed()) {
      // oxlint-disable-next-line no-await-in-loop -- in reverse order
      await stop();
    }
    state.redis.disconnect();
    await state.log.close();
    await closeDatabase(state.database);
  });

  state.change = (change) => {
    for (const listener of listeners) listener(change);
  };
  state.send = async (siteId, events) => {
    await state.log.append(siteId, events);
  };
  state.startFold = () => {
    const stream = new RedisDeltaStream({ connect, prefix });
    const leases = new RedisLeases({ connect, prefix });
    const log = new PostgresEventLog({ database: state.database, databaseUrl: given.url, now });
    const host = new FoldHost({
      log,
      snapshots: state.snapshots,
      parked: new ParkedEvents(state.database),
      stream,
      leases,
      metrics: new FoldMetrics(new Registry()),
      logger,
      now,
    });
    host.start();
    const node = {
      host,
      stop: once(async () => {
        await host.stop();
        await stream.close();
        await leases.close();
        await log.close();
      }),
    };
    stops.push(node.stop);
    return node;
  };
  state.startApi = async () => {
    const stream: DeltaStream = new RedisDeltaStream({ connect, prefix });
    const registry = new Registry();
    const metrics = new RelayMetrics(registry);
    const relay = new Relay({ stream, metrics, logger, now });
    const server: Server = createServer();
    const gateway = new Gateway({
      server,
      authenticate: (asking) => Promise.resolve(state.principals.get(asking.token ?? '') ?? null),
      changes: {
        onChange: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      relay,
      travelDesk: new TravelDesk({ log: state.log, stateAt: state.stateAt, metrics, logger, now }),
      siteExists: async (siteId) => (await state.log.head(siteId)).position > 0,
      metrics,
      logger,
      now,
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const node = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      registry,
      stop: once(async () => {
        await gateway.close();
        relay.close();
        await stream.close();
        await new Promise((resolve) => {
          server.close(resolve);
        });
      }),
    };
    stops.push(node.stop);
    return node;
  };
  return state;
}

/**
 * Waits until the condition holds; throws what it last threw, or says so, when it does not in time. Looks less often the longer it takes, down to
 * ten times a second: what is waited for is often worked out on the same processor.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  limitMs = 30_000,
  everyMs = 20,
): Promise<NonNullable<T>> {
  const deadline = Date.now() + limitMs;
  for (let looks = 1; ; looks += 1) {
    let failure: unknown = new Error('the condition did not come true in time');
    try {
      // oxlint-disable-next-line no-await-in-loop -- polling
      const value = await condition();
      if (value) return value;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline) throw failure;
    // oxlint-disable-next-line no-await-in-loop -- polling
    await pause(Math.min(everyMs * (1 + looks / 10), Math.max(everyMs, 100)));
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
