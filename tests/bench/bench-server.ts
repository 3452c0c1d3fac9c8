import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  allRoles,
  currentEnvironment,
  searchPath,
  serverConfig,
  type Role,
  type ServerConfig,
} from '@floorwalk/server/config';
import { migrate } from '@floorwalk/server/db/migrate';
import { silentProgress } from '@floorwalk/server/embedded/progress';
import { startServices } from '@floorwalk/server/embedded/services';
import { openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import { startRoles } from '@floorwalk/server/main';
import { Client } from 'pg';
import { removeKeys } from '../kit/remove-keys.ts';

export type BenchServer = {
  readonly address: string;
  /** Of the source `demo` on the site `demo`. */
  readonly token: string;
  readonly databaseUrl: string;
  /** Where the api keeps its local token. */
  readonly home: string;
  readonly config: ServerConfig;
  stop(): Promise<void>;
};

/** All of Floorwalk in this process on a fresh database that syncs to disk, unlike that of the tests. */
export async function startBenchServer(roles: readonly Role[] = allRoles): Promise<BenchServer> {
  const environment = currentEnvironment();
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-bench-'));
  const services = await startServices({
    environment,
    directory: { ...openStateDirectory(home), tools: openStateDirectory(environment.home).tools },
    progress: silentProgress,
    searchPath: searchPath(),
    durable: true,
    fail: (error) => process.stderr.write(`${error.sentence}\n`),
  });
  const name = `floorwalk_bench_${randomBytes(4).toString('hex')}`;
  await query(services.databaseUrl, `create database ${name}`);
  const url = new URL(services.databaseUrl);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const token = randomBytes(24).toString('hex');
  const config = {
    ...serverConfig(environment, {
      databaseUrl: url.href,
      redisUrl: services.redisUrl ?? '',
      secret: randomBytes(32).toString('hex'),
      demo: { token },
      port: 0,
      logFile: join(home, 'floorwalk.log'),
    }),
    home,
    host: '127.0.0.1',
    roles,
    redisPrefix: name,
    // Receivers stand on this machine.
    noticesToPrivateAddresses: true,
  };
  const running = await startRoles(config);
  return {
    address: running.address ?? '',
    token,
    databaseUrl: url.href,
    home,
    config,
    stop: async () => {
      await running.stop();
      await removeKeys(config.redisUrl, name);
      await query(services.databaseUrl, `drop database ${name} with (force)`);
      await services.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
