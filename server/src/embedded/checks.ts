import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, searchPath, withoutPassword } from '../config.ts';
import type { Environment } from '../config.ts';
import { sentenceOf, CliError } from '../cli/cli-error.ts';
import { portIsFree, runToEnd } from './child.ts';
import { existingPart, freeBytesAt, ROOM_BYTES } from './disk.ts';
import { chooseIdentity } from './identity.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { dataRefusal, postgresRefusal } from './postgres.ts';
import { findRedisProgram } from './redis-binaries.ts';
import { redisRefusal, redisVersion } from './redis.ts';
import { readRunning } from './running-record.ts';
import { stateDirectoryAt } from './state-directory.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'wrong';
  /** True when Floorwalk cannot run without it; else only a part of it (the tests) or a comfort is lost. */
  readonly needed: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/** Looks at everything a start and the tests need. Changes nothing. */
export async function checkMachine(environment: Environment): Promise<Check[]> {
  const [runner, postgres, redis, port] = await Promise.all([
    checkPackageRunner(),
    checkPostgres(environment),
    checkRedis(environment),
    checkPort(environment),
  ]);
  return [
    checkNode(),
    runner,
    checkBuild(),
    checkStateDirectory(environment),
    checkDisk(environment),
    postgres,
    redis,
    port,
    checkChromium(environment),
    checkRunning(environment),
  ];
}

function ok(name: string, found: string, needed: boolean = true): Check {
  return { name, state: 'ok', needed, found };
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = process.versions.node;
  if (major > 20 || (major === 20 && minor >= 19)) return ok('Node', found);
  return {
    name: 'Node',
    state: 'wrong',
    needed: true,
    found,
    remedy: 'install Node 20.19 or later from https://nodejs.org',
  };
}

async function checkPackageRunner(): Promise<Check> {
  const { code, stdout } = await runToEnd('npx', ['--version'], {
    timeoutMs: 20_000,
    shell: process.platform === 'win32',
  });
  if (code === 0) return ok('npx', stdout.trim());
  return {
    name: 'npx',
    state: 'missing',
    needed: true,
    found: 'not on the path',
    remedy: 'install npm, which brings npx and through it pnpm',
  };
}

/** Not needed in itself: a start makes whatever is missing here. */
function checkBuild(): Check {
  const name = 'packages and build';
  const remedy = 'run npm start, which installs and builds what is missing';
  const read = (path: string): string | undefined => {
    const full = join(projectRoot, path);
    return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
  };
  const lock = read('pnpm-lock.yaml');
  const installed = read('node_modules/.pnpm/lock.yaml');
  // A container holds the build without the lock file's installed copy; then only the build is looked at.
  if (installed === undefined && !existsSync(join(projectRoot, 'node_modules'))) {
    return { name, state: 'missing', needed: false, found: 'packages are not installed', remedy };
  }
  if (installed !== undefined && lock !== undefined && installed !== lock) {
    return { name, state: 'wrong', needed: false, found: 'installed packages differ from pnpm-lock.yaml', remedy };
  }
  if (!existsSync(join(projectRoot, 'client', 'dist', 'index.html'))) {
    return { name, state: 'missing', needed: false, found: 'the console is not built', remedy };
  }
  return ok(name, 'installed as pnpm-lock.yaml says, console built');
}

function checkStateDirectory(environment: Environment): Check {
  const name = 'state directory';
  const at = existingPart(environment.home);
  try {
    accessSync(at, constants.W_OK);
    return ok(name, at === environment.home ? environment.home : `${environment.home} (made by the first start)`);
  } catch {
    const found = `${environment.home} cannot be written`;
    return { name, state: 'wrong', needed: true, found, remedy: 'set FLOORWALK_HOME to a directory you own' };
  }
}

function checkDisk(environment: Environment): Check {
  const freeBytes = freeBytesAt(environment.home);
  const found = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
  if (freeBytes >= ROOM_BYTES.comfortable) return ok('disk', found);
  return {
    name: 'disk',
    state: 'wrong',
    needed: true,
    found,
    remedy: 'free at least 0.5 GiB, or set FLOORWALK_HOME elsewhere',
  };
}

async function checkPostgres(environment: Environment): Promise<Check> {
  const name = 'PostgreSQL';
  const url = environment.databaseUrl ?? readRunning(stateDirectoryAt(environment.home))?.databaseUrl;
  if (url !== undefined) {
    const refusal = await postgresRefusal(url);
    const found = `${environment.databaseUrl === undefined ? 'built-in, running' : 'DATABASE_URL'} (${withoutPassword(url)})`;
    if (refusal === undefined) return ok(name, `${found} answers`);
    return {
      name,
      state: 'wrong',
      needed: true,
      found: `${found} cannot be used: ${refusal}`,
      remedy: 'start it or correct DATABASE_URL, or unset it to use the built-in one',
    };
  }
  try {
    const { postgres } = findPostgresBinaries();
    const identity = await chooseIdentity(postgres, existingPart(environment.home));
    const { stdout } = await runToEnd(postgres, ['--version'], { timeoutMs: 10_000 });
    const data = stateDirectoryAt(environment.home).postgres;
    const refusal = await dataRefusal(postgres, data);
    if (refusal !== undefined) throw refusal;
    const initialized = existsSync(join(data, 'PG_VERSION'));
    const as =
      identity.kind === 'user'
        ? `, as user ${identity.name}`
        : identity.kind === 'namespace'
          ? ', in a user namespace'
          : '';
    const version = /\d+(\.\d+)*/.exec(stdout)?.[0] ?? 'of unknown version';
    return ok(name, `built-in ${version}${as}; ${initialized ? 'its data is there' : 'no data yet'}`);
  } catch (error) {
    const remedy = (error instanceof CliError ? error.remedy : undefined) ?? 'set DATABASE_URL to a PostgreSQL server';
    return {
      name,
      state: 'missing',
      needed: true,
      found: error instanceof CliError ? error.message : sentenceOf(error),
      remedy,
    };
  }
}

async function checkRedis(environment: Environment): Promise<Check> {
  const name = 'Redis';
  if (environment.queueBackend === 'postgres') return ok(name, 'not needed (QUEUE_BACKEND=postgres)');
  const directory = stateDirectoryAt(environment.home);
  const url = environment.redisUrl ?? readRunning(directory)?.redisUrl;
  if (url !== undefined) {
    const refusal = await redisRefusal(url);
    const found = `${environment.redisUrl === undefined ? 'private, running' : 'REDIS_URL'} (${withoutPassword(url)})`;
    if (refusal === undefined) return ok(name, `${found} answers, version ${(await redisVersion(url)) ?? 'unknown'}`);
    const remedy = 'start it or correct REDIS_URL, or unset it to use a private one';
    return { name, state: 'wrong', needed: true, found: `${found} cannot be used: ${refusal}`, remedy };
  }
  const program = await findRedisProgram(directory.tools, searchPath());
  if (program !== undefined) return ok(name, `${program.command} ${program.version} (${program.origin})`);
  const tools = await Promise.all(
    ['apt-get', 'dpkg-deb'].map((tool) => runToEnd(tool, ['--version'], { timeoutMs: 5000 })),
  );
  if (process.platform === 'linux' && tools.every((tool) => tool.code === 0)) {
    return ok(name, 'not installed; the first start fetches it with apt-get, below the state directory');
  }
  const install = process.platform === 'darwin' ? 'run brew install redis' : 'install redis-server 6.2 or later';
  return {
    name,
    state: 'missing',
    needed: true,
    found: 'not installed',
    remedy: `${install}, set REDIS_URL, or set QUEUE_BACKEND=postgres to do without`,
  };
}

async function checkPort(environment: Environment): Promise<Check> {
  const { host, port, portIsGiven } = environment;
  const name = 'port';
  if (port === 0 || (await portIsFree(host, port))) return ok(name, `${port} of ${host} is free`);
  const running = readRunning(stateDirectoryAt(environment.home));
  if (running?.localAddress !== undefined && new URL(running.localAddress).port === String(port)) {
    return ok(name, `${port} is used by the Floorwalk that runs here`);
  }
  const found = `${port} of ${host} cannot be listened on`;
  if (!portIsGiven) return ok(name, `${found}; the next free one is taken`, false);
  return {
    name,
    state: 'wrong',
    needed: true,
    found,
    remedy: 'end what listens there, or choose another with PORT or --port',
  };
}

function checkChromium(environment: Environment): Check {
  const name = 'Chromium (for tests only)';
  if (environment.chromium !== undefined) {
    if (existsSync(environment.chromium)) return ok(name, `${environment.chromium} (CHROMIUM)`, false);
    const found = `${environment.chromium} (CHROMIUM) is not there`;
    return { name, state: 'wrong', needed: false, found, remedy: 'correct CHROMIUM, or unset it' };
  }
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
  if (usual !== undefined) return ok(name, usual, false);
  const packaged = join(projectRoot, 'tests', 'node_modules', '@sparticuz', 'chromium');
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(packaged)) {
    return ok(name, 'the one from the package registry', false);
  }
  const remedy = 'install chromium, or set CHROMIUM to its program, to run the browser tests';
  return { name, state: 'missing', needed: false, found: 'none', remedy };
}

function checkRunning(environment: Environment): Check {
  const running = readRunning(stateDirectoryAt(environment.home));
  if (running === undefined) return ok('running', 'not now', false);
  return ok('running', `process ${running.pid}, ${running.address ?? running.roles.join(', ')}`, false);
}

const longestBeatGapMs = 20_000;
const healthLimitMs = 5000;

/** Whether the Floorwalk started from this state directory is alive and well, as a health check asks. */
export async function checkHealth(environment: Environment, now: number): Promise<Check[]> {
  const running = readRunning(stateDirectoryAt(environment.home));
  if (running === undefined) {
    return [
      {
        name: 'process',
        state: 'missing',
        needed: true,
        found: `none runs from ${environment.home}`,
        remedy: 'start it',
      },
    ];
  }
  const silentMs = now - running.beatAt;
  const alive: Check =
    silentMs <= longestBeatGapMs
      ? ok('process', `${running.pid}, last sign of life ${(silentMs / 1000).toFixed(0)} s ago`)
      : {
          name: 'process',
          state: 'wrong',
          needed: true,
          found: `${running.pid} gave no sign of life for ${(silentMs / 1000).toFixed(0)} s`,
          remedy: 'start it again',
        };
  const { databaseUrl, redisUrl, localAddress } = running;
  const checks = [alive, reached('PostgreSQL', await postgresRefusal(databaseUrl))];
  if (redisUrl !== undefined) checks.push(reached('Redis', await redisRefusal(redisUrl)));
  if (localAddress !== undefined) checks.push(reached('api', await apiRefusal(localAddress)));
  return checks;
}

/** Undefined when the api says it is well; else what it, or the way to it, says. */
async function apiRefusal(address: string): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL('/health', address), { signal: AbortSignal.timeout(healthLimitMs) });
    return answer.ok ? undefined : `${answer.status} ${await answer.text()}`;
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}

function reached(name: string, refusal: string | undefined): Check {
  if (refusal === undefined) return ok(name, 'answers');
  return { name, state: 'wrong', needed: true, found: `does not answer: ${refusal}`, remedy: `start ${name} again` };
}
