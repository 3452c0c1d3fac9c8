import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRoles, projectRoot } from '@floorwalk/server/config';
import { poll, runToEnd } from '@floorwalk/server/embedded/child';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { useDatabase } from '../kit/database.ts';
import { useRedis } from '../kit/redis.ts';
import { startProcess } from '../kit/started-process.ts';
import type { StartedProcess } from '../kit/started-process.ts';

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
}

const compose = parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
};
const dockerfile = readFileSync(join(projectRoot, 'Dockerfile'), 'utf8');
const imageCommand = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];

/** What compose puts in place of `${NAME:-default}` where nobody set the name. */
function defaultsOf(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{\w+:-([^}]*)\}/g, (_whole, fallback: string) => fallback),
    ]),
  );
}

/** The roles as the compose file runs them, each a process with a home of its own, on the run's PostgreSQL and Redis. */
describe('the services of docker-compose.yml, without Docker', () => {
  const database = useDatabase();
  const redis = useRedis();
  const homes = new Map<string, string>();
  const processes = new Map<string, StartedProcess>();

  function environmentOf(role: string): Record<string, string> {
    return {
      ...defaultsOf(compose.services[role]?.environment ?? {}),
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      REDIS_PREFIX: redis.prefix,
      FLOORWALK_SECRET: 'x'.repeat(32),
      FLOORWALK_HOME: homes.get(role) ?? '',
      LOG_LEVEL: 'info',
      HOST: '127.0.0.1',
      PORT: '0',
      PUBLIC_URL: '',
    };
  }

  async function health(role: string): Promise<{ code: number | undefined; stdout: string }> {
    const [, node, ...args] = compose.services[role]?.healthcheck.test ?? [];
    expect(node).toBe('node');
    return runToEnd(process.execPath, args, { cwd: projectRoot, env: { PATH: '/usr/bin', ...environmentOf(role) } });
  }

  beforeAll(async () => {
    // The image holds the build; here it is made when it is out of date.
    const built = await runToEnd(process.execPath, ['scripts/build.mjs'], { cwd: projectRoot, timeoutMs: 120_000 });
    expect(built.code, built.stderr).toBe(0);
    for (const role of allRoles) {
      homes.set(role, mkdtempSync(join(tmpdir(), `floorwalk-${role}-`)));
      const [node, ...program] = imageCommand;
      expect(node).toBe('node');
      processes.set(role, startProcess(homes.get(role) ?? '', [], environmentOf(role), program));
    }
  });

  afterAll(async () => {
    for (const one of processes.values()) one.signal('SIGTERM');
    await Promise.all([...processes.values()].map((one) => one.ended));
    for (const home of homes.values()) rmSync(home, { recursive: true, force: true });
  });

  it('all come up side by side on an empty database, and their health checks pass', async () => {
    for (const role of allRoles) {
      const one = processes.get(role);
      // oxlint-disable-next-line no-await-in-loop -- they start at the same time; the order of looking does not matter
      const up = await poll(60_000, () => one?.stdout().includes('Floorwalk ') ?? false);
      expect(up, `${role}: ${one?.stderr() ?? ''}${one?.stdout() ?? ''}`).toBe(true);
      // oxlint-disable-next-line no-await-in-loop -- they start at the same time; the order of looking does not matter
      const { code, stdout } = await health(role);
      expect(code, `${role}: ${stdout}`).toBe(0);
    }
  });

  it('only the api listens', () => {
    expect(processes.get('api')?.record().address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(processes.get('fold')?.record().address).toBeUndefined();
    expect(processes.get('jobs')?.record().address).toBeUndefined();
  });

  it('a role that is killed fails its health check, the others go on', async () => {
    const fold = processes.get('fold');
    fold?.signal('SIGKILL');
    await fold?.ended;
    expect((await health('fold')).code).toBe(1);
    expect((await health('api')).code).toBe(0);
  });

  it('a role that is asked to stop ends by itself, without an error', async () => {
    for (const role of ['jobs', 'api']) {
      processes.get(role)?.signal('SIGTERM');
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await processes.get(role)?.ended, processes.get(role)?.stderr()).toBe(0);
    }
  });
});
