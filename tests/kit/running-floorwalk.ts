import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRoles, currentEnvironment, serverConfig } from '@floorwalk/server/config';
import type { Role, ServerConfig } from '@floorwalk/server/config';
import { startRoles } from '@floorwalk/server/main';
import { createDatabase } from './create-database.ts';
import { removeKeys } from './remove-keys.ts';
import { testServices } from './services.ts';

/** All of Floorwalk in this process, on a database and a Redis prefix of its own. */
export interface RunningFloorwalk {
  readonly address: string;
  readonly config: ServerConfig;
  /** The bearer token of the demo's source; with it anything may be sent to the ingest API. */
  readonly token: string;
  /** The code with which the first administrator is set up, where there is no demo. */
  readonly setupCode: string | undefined;
  stop(): Promise<void>;
}

/**
 * Starts real roles as `floorwalk start` does, on any free port, the demo's sign-in open (but no demo floor running)
 * unless `demo` is false. `stop` removes what it wrote.
 */
export async function startFloorwalk(
  options: { roles?: readonly Role[]; demo?: boolean; config?: Partial<ServerConfig> } = {},
): Promise<RunningFloorwalk> {
  const database = await createDatabase();
  const { redisUrl, run } = testServices();
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-home-'));
  const token = randomBytes(24).toString('hex');
  const base = serverConfig(currentEnvironment(), {
    databaseUrl: database.url,
    redisUrl,
    secret: randomBytes(32).toString('hex'),
    demo: options.demo === false ? undefined : { token },
    port: 0,
    logFile: join(home, 'floorwalk.log'),
  });
  const config: ServerConfig = {
    ...base,
    home,
    host: '127.0.0.1',
    roles: options.roles ?? allRoles,
    redisPrefix: `test-${run}-${randomBytes(4).toString('hex')}`,
    ...options.config,
  };
  const roles = await startRoles(config);
  return {
    address: roles.address ?? '',
    config,
    token,
    setupCode: roles.setupCode,
    stop: async () => {
      await roles.stop();
      await removeKeys(redisUrl, config.redisPrefix);
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
