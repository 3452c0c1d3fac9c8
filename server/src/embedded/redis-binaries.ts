import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { CliError } from '../cli/cli-error.ts';
import { runToEnd } from './child.ts';

/** A Redis-compatible server that runs on this machine. */
export interface RedisProgram {
  readonly command: string;
  /** Where its libraries lie, when they are not the system's. */
  readonly libraryPath: string | undefined;
  readonly version: string;
  readonly origin: 'installed' | 'unpacked';
}

const programs = ['redis-server', 'valkey-server'] as const;
const usualPlaces = ['/usr/bin', '/usr/local/bin', '/usr/sbin', '/opt/homebrew/bin', '/opt/local/bin', '/snap/bin'];
const leastVersion: readonly [number, number] = [6, 2];

/** Looks for a server: on the path, in the usual places, then among what an earlier start unpacked. Fetches nothing. */
export async function findRedisProgram(tools: string, searchPath: string): Promise<RedisProgram | undefined> {
  const directories = [...searchPath.split(delimiter).filter((part) => part !== ''), ...usualPlaces];
  for (const name of programs) {
    for (const directory of directories) {
      const command = join(directory, name);
      if (!isExecutable(command)) continue;
      // oxlint-disable-next-line no-await-in-loop -- the first that runs is taken
      const version = await usableVersion(command, undefined);
      if (version !== undefined) return { command, libraryPath: undefined, version, origin: 'installed' };
    }
  }
  return unpackedProgram(join(tools, 'redis'));
}

/**
 * Fetches a server with the system's package tools and unpacks it below `tools`: nothing is installed, no root is
 * needed. Throws a CliError that says what else can be done where that is not possible.
 */
export async function fetchRedisProgram(tools: string): Promise<RedisProgram> {
  const target = join(tools, 'redis');
  if (process.platform !== 'linux' || !(await hasPackageTools())) {
    const install = process.platform === 'darwin' ? 'run `brew install redis`' : 'install redis-server 6.2 or later';
    throw new CliError('no Redis server is installed', {
      remedy: `${install}, set REDIS_URL to a Redis server, or set QUEUE_BACKEND=postgres to do without`,
    });
  }
  mkdirSync(tools, { recursive: true });
  const scratch = mkdtempSync(join(tools, 'fetch-'));
  try {
    const unpacked = await downloadAndUnpack(scratch);
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } catch (error) {
    throw new CliError(`Redis could not be fetched (${(error as Error).message})`, {
      remedy: 'install redis-server, set REDIS_URL to a Redis server, or set QUEUE_BACKEND=postgres to do without',
      cause: error,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const program = await unpackedProgram(target);
  if (program !== undefined) return program;
  throw new CliError('the Redis server that was fetched does not run on this machine', {
    remedy: 'install redis-server, set REDIS_URL to a Redis server, or set QUEUE_BACKEND=postgres to do without',
  });
}

async function unpackedProgram(root: string): Promise<RedisProgram | undefined> {
  if (!existsSync(root)) return undefined;
  const libraryPath = libraryDirectories(root).join(delimiter);
  for (const name of programs) {
    const command = join(root, 'usr', 'bin', name);
    // oxlint-disable-next-line no-await-in-loop -- the first that runs is taken
    const version = isExecutable(command) ? await usableVersion(command, libraryPath) : undefined;
    if (version !== undefined) return { command, libraryPath, version, origin: 'unpacked' };
  }
  return undefined;
}

function libraryDirectories(root: string): string[] {
  const found: string[] = [];
  for (const base of ['usr/lib', 'lib']) {
    const directory = join(root, base);
    if (!existsSync(directory)) continue;
    found.push(directory);
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name.includes('-linux-')) found.push(join(directory, entry.name));
    }
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The version it says of itself, or undefined when it does not run or is too old for the job queues. */
async function usableVersion(command: string, libraryPath: string | undefined): Promise<string | undefined> {
  const { code, stdout } = await runToEnd(command, ['--version'], { ...environmentFor(libraryPath), timeoutMs: 5000 });
  const match = /v=(\d+)\.(\d+)(\.\d+)?/.exec(stdout);
  if (code !== 0 || match === null) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const newEnough = major > leastVersion[0] || (major === leastVersion[0] && minor >= leastVersion[1]);
  return newEnough ? match[0].slice(2) : undefined;
}

/** The spawn options that let a program find unpacked libraries. */
export function environmentFor(libraryPath: string | undefined): { env: Record<string, string> } {
  const base = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C' };
  return { env: libraryPath === undefined ? base : { ...base, LD_LIBRARY_PATH: libraryPath } };
}

async function hasPackageTools(): Promise<boolean> {
  const answers = await Promise.all([
    runToEnd('apt-get', ['--version'], { timeoutMs: 5000 }),
    runToEnd('dpkg-deb', ['--version'], { timeoutMs: 5000 }),
  ]);
  return answers.every((answer) => answer.code === 0);
}

/** Package lists and packages go into the scratch directory, so that neither root nor a lock of the system is needed. */
async function downloadAndUnpack(scratch: string): Promise<string> {
  for (const path of ['state/lists/partial', 'cache/archives/partial', 'packages', 'root']) {
    mkdirSync(join(scratch, path), { recursive: true });
  }
  const settings = [
    `Dir::State=${join(scratch, 'state')}`,
    `Dir::Cache=${join(scratch, 'cache')}`,
    'Dir::State::status=/var/lib/dpkg/status',
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Acquire::Retries=2',
    'Debug::NoLocking=true',
  ].flatMap((setting) => ['-o', setting]);
  // A list that cannot be fetched is only a warning to apt-get; what is then not found was not looked for.
  let warning: string | undefined;
  const apt = async (args: string[], timeoutMs: number): Promise<string> => {
    const { code, stdout, stderr } = await runToEnd('apt-get', ['-q', ...settings, ...args], {
      cwd: join(scratch, 'packages'),
      timeoutMs,
    });
    warning ??= stderr
      .split('\n')
      .find((line) => line.startsWith('W: Failed to fetch'))
      ?.slice('W: '.length);
    if (code === 0) return stdout;
    if (warning !== undefined) throw new Error(warning);
    const reason = stderr.split('\n').find((line) => line.startsWith('E:')) ?? `code ${code ?? 'none: timed out'}`;
    throw new Error(`apt-get ${args[0] ?? ''}: ${reason.replace(/^E: /, '')}`);
  };
  await apt(['update'], 90_000);
  let wanted = new Set<string>();
  for (const name of programs) {
    try {
      // A dry run names exactly the packages this machine lacks, libraries included.
      // oxlint-disable-next-line no-await-in-loop -- the second only when the first is not on offer
      const plan = await apt(['install', '--simulate', '--no-install-recommends', name], 30_000);
      wanted = new Set([...plan.matchAll(/^Inst (\S+)/gm)].flatMap((match) => match[1] ?? []));
      break;
    } catch (error) {
      if (name === programs.at(-1)) throw error;
    }
  }
  await apt(['download', ...wanted], 120_000);
  const root = join(scratch, 'root');
  for (const file of readdirSync(join(scratch, 'packages')).filter((name) => name.endsWith('.deb'))) {
    // oxlint-disable-next-line no-await-in-loop -- into the same directory, one after the other
    const { code, stderr } = await runToEnd('dpkg-deb', ['-x', join(scratch, 'packages', file), root]);
    if (code !== 0) throw new Error(`dpkg-deb: ${stderr.trim().split('\n').at(-1) ?? file}`);
  }
  return root;
}
