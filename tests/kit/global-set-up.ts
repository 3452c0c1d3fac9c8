import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentEnvironment, searchPath } from '@floorwalk/server/config';
import { silentProgress } from '@floorwalk/server/embedded/progress';
import { startServices } from '@floorwalk/server/embedded/services';
import { openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import { dropTemplate } from './create-database.ts';

/**
 * Starts what the tests lack of PostgreSQL and Redis, once for a run, with throw-away data; what the environment names
 * is used as it is. Returns the tear-down. Works for Vitest and Playwright alike.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env['FLOORWALK_TEST_RUN'] !== undefined) return () => Promise.resolve();
  const environment = currentEnvironment();
  // PostgreSQL may run as another user, who must be able to walk here: not below a private home.
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-tests-'));
  const directory = { ...openStateDirectory(home), tools: openStateDirectory(environment.home).tools };
  const services = await startServices({
    environment,
    directory,
    progress: silentProgress,
    searchPath: searchPath(),
    durable: false,
    fail: (error) => process.stderr.write(`${error.sentence}\n`),
  });
  process.env['DATABASE_URL'] = services.databaseUrl;
  process.env['REDIS_URL'] = services.redisUrl ?? '';
  process.env['FLOORWALK_TEST_RUN'] = randomBytes(4).toString('hex');
  return async () => {
    await dropTemplate();
    delete process.env['FLOORWALK_TEST_RUN'];
    await services.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
