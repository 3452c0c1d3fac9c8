import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentEnvironment } from '@floorwalk/server/config';
import { chooseIdentity } from '@floorwalk/server/embedded/identity';
import { claimHome } from '@floorwalk/server/embedded/home-claim';
import { findPostgresBinaries } from '@floorwalk/server/embedded/postgres-binaries';
import { dataRefusal, startPostgres } from '@floorwalk/server/embedded/postgres';
import type { PostgresOptions } from '@floorwalk/server/embedded/postgres';
import { silentProgress } from '@floorwalk/server/embedded/progress';
import { fetchRedisProgram, findRedisProgram } from '@floorwalk/server/embedded/redis-binaries';
import { startServices } from '@floorwalk/server/embedded/services';
import { isAlive } from '@floorwalk/server/embedded/child';
import { startRedis } from '@floorwalk/server/embedded/redis';
import { keptSecret, openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testServices } from '../kit/services.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'floorwalk-embedded-'));
  chmodSync(home, 0o755);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

function postgresOptions(): PostgresOptions {
  return { directory: join(home, 'postgres'), password: 'p'.repeat(32), logFile: join(home, 'pg.log'), durable: false };
}

describe('PostgreSQL of our own', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await startPostgres(postgresOptions());
    await ask(first.url, 'create table kept (x int); insert into kept values (7)');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startPostgres(postgresOptions());
    expect(await ask(second.url, 'select x from kept')).toEqual([{ x: 7 }]);
    await second.stop();
  });

  it('one left by a starter that was killed is stopped, and its committed data is there', async () => {
    const left = await startPostgres(postgresOptions());
    await ask(left.url, 'create table kept (x int); insert into kept values (7)');
    const next = await startPostgres(postgresOptions());
    await left.lost;
    expect(isAlive(left.pid)).toBe(false);
    expect(await ask(next.url, 'select x from kept')).toEqual([{ x: 7 }]);
    await next.stop();
  });

  it('a pid file that names a process which is something else does not get that process stopped', async () => {
    const first = await startPostgres(postgresOptions());
    await first.stop();
    writeFileSync(join(home, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(home, 'postgres')}\n`);
    const second = await startPostgres(postgresOptions());
    expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
  });

  it('data of another version of it is left as it is, and the start says whose it is', async () => {
    const options = postgresOptions();
    mkdirSync(options.directory);
    writeFileSync(join(options.directory, 'PG_VERSION'), '9\n');
    const words = /is of PostgreSQL 9, but this Floorwalk brings \d+/;
    await expect(startPostgres(options)).rejects.toThrow(words);
    expect(readdirSync(options.directory)).toEqual(['PG_VERSION']);
    expect((await dataRefusal(findPostgresBinaries().postgres, options.directory))?.sentence).toMatch(words);
  });

  it('lets nobody in without its password', async () => {
    const server = await startPostgres(postgresOptions());
    const url = new URL(server.url);
    url.password = 'guessed';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    await server.stop();
  });

  it('a set-up that fails leaves nothing half-made, and says why in one sentence', async () => {
    mkdirSync(join(home, 'postgres'));
    writeFileSync(join(home, 'postgres', 'something'), 'in the way');
    await expect(startPostgres(postgresOptions())).rejects.toThrow(/could not set up its data in .*postgres/);
  });

  it.skipIf(process.getuid?.() !== 0)('root starts it even in a directory closed to every other user', async () => {
    chmodSync(home, 0o700);
    const { postgres } = findPostgresBinaries();
    expect(await chooseIdentity(postgres, home)).toEqual({ kind: 'namespace' });
    const server = await startPostgres(postgresOptions());
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    chmodSync(home, 0o755);
    const again = await startPostgres(postgresOptions());
    expect(await ask(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop();
  });
});

describe('Redis of our own', () => {
  it('keeps what it holds, and stops one left by a starter that was killed', async () => {
    const { tools } = openStateDirectory(currentEnvironment().home);
    const program = (await findRedisProgram(tools, '/usr/bin')) ?? (await fetchRedisProgram(tools));
    const options = {
      program,
      directory: join(home, 'redis'),
      password: 'q'.repeat(32),
      logFile: join(home, 'r.log'),
      durable: true,
    };
    const left = await startRedis(options);
    const writer = new Redis(left.url);
    await writer.set('kept', '7');
    writer.disconnect();
    const next = await startRedis(options);
    await left.lost;
    const reader = new Redis(next.url);
    expect(await reader.get('kept')).toBe('7');
    reader.disconnect();
    await next.stop();
    expect(isAlive(next.pid)).toBe(false);
  });

  it('a server too old for the job queues is passed over', async () => {
    const old = join(home, 'redis-server');
    writeFileSync(old, '#!/bin/sh\necho "Redis server v=5.0.14 sha=0 malloc=libc bits=64"\n', { mode: 0o755 });
    expect((await findRedisProgram(join(home, 'tools'), home))?.command).not.toBe(old);
    writeFileSync(old, '#!/bin/sh\necho "Redis server v=6.2.0 sha=0 malloc=libc bits=64"\n', { mode: 0o755 });
    expect(await findRedisProgram(join(home, 'tools'), home)).toMatchObject({ command: old, version: '6.2.0' });
  });
});

describe('servers that are given', () => {
  const start = (databaseUrl: string, redisUrl: string): ReturnType<typeof startServices> =>
    startServices({
      environment: { databaseUrl, redisUrl, queueBackend: 'redis' },
      directory: openStateDirectory(home),
      progress: silentProgress,
      searchPath: '',
      durable: false,
      fail: () => undefined,
    });

  it('are used as they are, and not stopped', async () => {
    const { databaseUrl, redisUrl } = testServices();
    const services = await start(databaseUrl, redisUrl);
    expect(services).toMatchObject({ databaseUrl, redisUrl });
    await services.stop();
    expect(await ask(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('one that cannot be reached is named, without its password, and nothing is started in its stead', async () => {
    const { databaseUrl, redisUrl } = testServices();
    await expect(start('postgres://me:hunter2@127.0.0.1:1/x', redisUrl)).rejects.toThrow(
      /^the PostgreSQL of DATABASE_URL \(postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/x\) cannot be used: .*ECONNREFUSED/,
    );
    await expect(start(databaseUrl, 'redis://:hunter2@127.0.0.1:1')).rejects.toThrow(
      /^the Redis of REDIS_URL \(redis:\/\/:\*\*\*@127\.0\.0\.1:1\) cannot be used: .*ECONNREFUSED/,
    );
  });
});

describe('the state directory', () => {
  it('is held by one process at a time; a claim whose holder is gone does not count', async () => {
    const directory = openStateDirectory(home);
    const release = await claimHome(directory);
    await expect(claimHome(directory)).rejects.toThrow(`already runs from ${home} (process ${process.pid})`);
    release();
    writeFileSync(join(home, 'claim'), `${process.pid} an earlier boot 1\n`);
    (await claimHome(directory))();
    writeFileSync(join(home, 'claim'), '4194304 x\n');
    (await claimHome(directory))();
  });

  it('a secret is made once, kept, and readable by its owner alone', () => {
    const directory = openStateDirectory(home);
    const secret = keptSecret(directory, 'secret');
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(keptSecret(directory, 'secret')).toBe(secret);
    expect(keptSecret(directory, 'other')).not.toBe(secret);
    expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600);
  });
});
