import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentEnvironment } from '@floorwalk/server/config';
import { poll } from '@floorwalk/server/embedded/child';
import { postgresRefusal } from '@floorwalk/server/embedded/postgres';
import { redisRefusal } from '@floorwalk/server/embedded/redis';
import { openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess } from '../kit/started-process.ts';
import type { StartedProcess } from '../kit/started-process.ts';

let home = '';
const started: StartedProcess[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'floorwalk-start-'));
  // What an earlier start unpacked serves this one too, instead of being fetched anew.
  symlinkSync(openStateDirectory(currentEnvironment().home).tools, join(home, 'tools'));
});
afterAll(async () => {
  for (const one of started) one.signal('SIGTERM');
  await Promise.all(started.map((one) => one.ended));
  rmSync(home, { recursive: true, force: true });
});

function start(args: readonly string[], env: Record<string, string> = {}): StartedProcess {
  const one = startProcess(home, args, env);
  started.push(one);
  return one;
}

/** The one that runs: each test goes on with what the one before left, or begins where nothing runs. */
let running: StartedProcess | undefined;

async function openOne(env: Record<string, string> = {}): Promise<StartedProcess> {
  if (running !== undefined) return running;
  const one = start(['--no-demo', '--port', '0'], env);
  await one.line();
  running = one;
  void one.ended.then(() => {
    running = undefined;
  });
  return one;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/** How to find the process of each server it starts. */
const servers: readonly [string, (record: ReturnType<StartedProcess['record']>) => Promise<number>][] = [
  [
    'PostgreSQL',
    async (record) => {
      const [row] = await query(
        record.databaseUrl,
        "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid",
      );
      return Number((row as { pid: string }).pid);
    },
  ],
  [
    'Redis',
    async (record) => {
      const redis = new Redis(record.redisUrl);
      const info = await redis.info('server');
      redis.disconnect();
      return Number(/process_id:(\d+)/.exec(info)?.[1]);
    },
  ],
];

describe('npm start', () => {
  it('a signal while it is still starting for the first time leaves nothing behind, and the next start finds all it needs', async () => {
    const early = start(['--no-demo', '--port', '0']);
    await poll(60_000, () => early.stderr().includes('Starting PostgreSQL'));
    early.signal('SIGTERM');
    expect(await early.ended, early.stderr()).toBe(0);
    expect(early.stdout()).toBe('');
    expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(false);
    await openOne();
  });

  it('a second start on the same state directory is refused in one sentence, and the first goes on', async () => {
    const first = await openOne();
    const second = start(['--no-demo', '--port', '0']);
    expect(await second.ended).toBe(1);
    expect(lastLine(second.stderr())).toMatch(
      /^floorwalk: Floorwalk already runs from .*: open http.*, or stop it first$/,
    );
    expect(second.stdout()).toBe('');
    expect((await fetch(new URL('/health', first.record().address))).status).toBe(200);
  });

  it('prints one line with an address that answers; Ctrl-C stops all it started; the data survives', async () => {
    const first = await openOne();
    const line = first.stdout();
    expect(line).toMatch(/^Floorwalk is open at http:\/\/\S+:\d+.*\n$/);
    const record = first.record();
    expect(line).toContain(record.address);
    const health = await fetch(new URL('/health', record.address));
    expect(health.status, await health.text()).toBe(200);
    const page = await fetch(record.address);
    expect(page.headers.get('content-type')).toContain('text/html');
    await query(record.databaseUrl, 'create table stopped (x int); insert into stopped values (7)');

    first.signal('SIGINT');
    expect(await first.ended, first.stderr()).toBe(0);
    expect(first.stdout()).toBe(line);
    expect(await postgresRefusal(record.databaseUrl)).toContain('ECONNREFUSED');
    expect(await redisRefusal(record.redisUrl)).toContain('ECONNREFUSED');

    const second = await openOne();
    expect(await query(second.record().databaseUrl, 'select x from stopped')).toEqual([{ x: 7 }]);
  });

  it('after a kill -9 the next start takes over what was left, and it is not running twice', async () => {
    const killed = await openOne();
    const before = killed.record();
    await query(before.databaseUrl, 'create table killed (x int); insert into killed values (7)');
    killed.signal('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    expect(await postgresRefusal(before.databaseUrl)).toBeUndefined();

    const next = await openOne();
    const after = next.record();
    expect(await query(after.databaseUrl, 'select x from killed')).toEqual([{ x: 7 }]);
    expect(await postgresRefusal(before.databaseUrl)).toContain('ECONNREFUSED');
    expect(await redisRefusal(before.redisUrl)).toContain('ECONNREFUSED');
  });

  for (const [name, pidFrom] of servers) {
    it(`when its ${name} dies, it says so in one sentence and stops the rest`, async () => {
      const one = await openOne();
      const record = one.record();
      process.kill(await pidFrom(record), 'SIGKILL');
      expect(await one.ended).toBe(1);
      expect(lastLine(one.stderr())).toMatch(new RegExp(`^floorwalk: ${name} ended unexpectedly .*: start again$`));
      expect(await postgresRefusal(record.databaseUrl)).toContain('ECONNREFUSED');
      expect(await redisRefusal(record.redisUrl)).toContain('ECONNREFUSED');
    });
  }

  it('without any Redis it starts too, does its jobs, and the health check asks for none', async () => {
    const one = await openOne({ QUEUE_BACKEND: 'postgres' });
    const record = one.record();
    expect(record.redisUrl).toBeUndefined();
    expect((await fetch(new URL('/health', record.address))).status).toBe(200);
    // BullMQ made itself at home in PostgreSQL: its workers are up.
    const isHome = await poll(20_000, async () => {
      const schemas = await query(record.databaseUrl, "select 1 from pg_namespace where nspname = 'bullmq'");
      return schemas.length === 1;
    });
    expect(isHome).toBe(true);
    one.signal('SIGINT');
    expect(await one.ended, one.stderr()).toBe(0);
    expect(one.stderr()).not.toContain('Warning');
  });
});

describe('a start that cannot succeed says why in one sentence', () => {
  const cases: { title: string; args: string[]; env: Record<string, string>; says: RegExp }[] = [
    {
      title: 'a database that cannot be reached',
      args: ['--port', '0'],
      env: { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/x' },
      says: /DATABASE_URL \(postgres:\/\/me:\*\*\*@127\.0\.0\.1:1\/x\) cannot be used: .*ECONNREFUSED.*: start it or correct/,
    },
    {
      title: 'a Redis that cannot be reached',
      args: ['--port', '0'],
      env: { REDIS_URL: 'redis://127.0.0.1:1' },
      says: /REDIS_URL \(redis:\/\/127\.0\.0\.1:1\) cannot be used: .*ECONNREFUSED.*: start it or correct/,
    },
    { title: 'a port that is none', args: ['--port', 'x'], env: {}, says: /PORT is "x", but should be a whole number/ },
    { title: 'a role that is none', args: ['--roles', 'web'], env: {}, says: /ROLES is "web", but should be/ },
    { title: 'an option that is none', args: ['--prot', '1'], env: {}, says: /unknown option '--prot'/ },
  ];
  for (const { title, args, env, says } of cases) {
    it(title, async () => {
      const failed = start(args, env);
      expect(await failed.ended).toBe(1);
      expect(failed.stdout()).toBe('');
      expect(lastLine(failed.stderr())).toMatch(says);
      expect(failed.stderr()).not.toMatch(/^\s+at /m);
      expect(failed.stderr()).not.toContain('hunter2');
    });
  }

  it('a port that is taken', async () => {
    const holder = createServer();
    await new Promise<void>((settle) => holder.listen(0, '127.0.0.1', settle));
    const address = holder.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const failed = start(['--no-demo', '--port', port]);
    expect(await failed.ended).toBe(1);
    expect(lastLine(failed.stderr())).toContain(`port ${port} of 127.0.0.1 cannot be listened on`);
    await new Promise((settle) => holder.close(settle));
  });
});

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
