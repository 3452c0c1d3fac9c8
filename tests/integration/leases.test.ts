import type { Leases } from '@floorwalk/server/live/lease';
import { PostgresLeases } from '@floorwalk/server/live/postgres-leases';
import { RedisLeases } from '@floorwalk/server/live/redis-leases';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../kit/database.ts';
import { useRedis } from '../kit/redis.ts';
import { until } from './live-app.ts';

const database = useDatabase();
const redis = useRedis();
const opened: Leases[] = [];
afterAll(() => Promise.all(opened.map((leases) => leases.close())));

describeLeases(
  'in Redis',
  () => new RedisLeases({ connect: () => new Redis(redis.url), prefix: redis.prefix }),
  async (name) => {
    const connection = new Redis(redis.url);
    await connection.set(`${redis.prefix}:lease:${name}`, 'another', 'PX', 60_000);
    connection.disconnect();
  },
);
describeLeases(
  'in PostgreSQL',
  () => new PostgresLeases(database.url),
  async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    // Ends the connections that hold advisory locks here, as a restart of the server would.
    await client.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
         and database = (select oid from pg_database where datname = current_database())`,
    );
    await client.end();
  },
);

describe('leases in PostgreSQL that are many', () => {
  it('ask their one connection one thing at a time, however many are wanted and given back at once', async () => {
    const leases = new PostgresLeases(database.url);
    opened.push(leases);
    const query = Reflect.get(Client.prototype, 'query') as (...given: unknown[]) => Promise<unknown>;
    let [running, most, asked] = [0, 0, 0];
    Client.prototype.query = async function (this: Client, ...given: unknown[]) {
      const isOne = String(given[0]).includes('advisory');
      if (isOne) {
        most = Math.max(most, ++running);
        asked++;
      }
      try {
        return await query.apply(this, given);
      } finally {
        if (isOne) running--;
      }
    } as Client['query'];
    try {
      const names = ['one', 'two', 'three', 'four'];
      const held = await Promise.all(names.map((name) => leases.tryAcquire(name)));
      expect(held).not.toContain(null);
      await Promise.all(held.flatMap((lease) => lease?.release() ?? []));
    } finally {
      Reflect.set(Client.prototype, 'query', query);
    }
    expect([asked, most]).toEqual([8, 1]);
  });
});

/** What both kinds of leases give. `takeAway` makes the holder lose the lease of this name. */
function describeLeases(name: string, open: () => Leases, takeAway: (name: string) => Promise<void>): void {
  describe(`leases ${name}`, () => {
    const end = (): Leases => {
      const leases = open();
      opened.push(leases);
      return leases;
    };

    it('are held by one process at a time, and free again when given back', async () => {
      const [one, other] = [end(), end()];
      const held = await one.tryAcquire('a');
      expect(held).not.toBeNull();
      expect(await other.tryAcquire('a')).toBeNull();
      expect(await other.tryAcquire('b')).not.toBeNull();
      await held?.release();
      expect(await other.tryAcquire('a')).not.toBeNull();
    });

    it('are taken by one of many who try at once', async () => {
      const tries = await Promise.all(Array.from({ length: 6 }, () => end().tryAcquire('contested')));
      expect(tries.filter((lease) => lease !== null)).toHaveLength(1);
    });

    it('tell their holder when they are lost', async () => {
      const holder = end();
      const lease = await holder.tryAcquire('lost');
      let lost = false;
      void lease?.lost.then(() => {
        lost = true;
      });
      await takeAway('lost');
      await until(() => lost);
    });

    it('are free again when their holder dies', async () => {
      const dying = open();
      expect(await dying.tryAcquire('orphan')).not.toBeNull();
      await dying.close();
      const next = end();
      await until(() => next.tryAcquire('orphan'), 15_000);
    });
  });
}
