import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { CliError } from '../cli/cli-error.ts';
import { freePort, hasEnded, poll, startDaemon, stopChild } from './child.ts';
import { environmentFor } from './redis-binaries.ts';
import type { RedisProgram } from './redis-binaries.ts';

export interface RunningRedis {
  readonly url: string;
  readonly pid: number;
  /** Settles when the server ends without having been stopped here. */
  readonly lost: Promise<void>;
  stop(): Promise<void>;
}

export interface RedisOptions {
  readonly program: RedisProgram;
  /** Where its append-only file and settings lie; must exist or be creatable. */
  readonly directory: string;
  readonly password: string;
  readonly logFile: string;
  /** False only for throw-away data: nothing is written to disk. */
  readonly durable: boolean;
}

const startLimitMs = 30_000;

/** Starts a private Redis on a free port of this machine alone. Throws a CliError with the log's path when it does not come up. */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  mkdirSync(options.directory, { recursive: true });
  const addressFile = join(options.directory, 'address');
  await stopLeftover(addressFile, options.password);
  const attempts = 3;
  for (let attempt = 1; ; attempt += 1) {
    // oxlint-disable-next-line no-await-in-loop -- another attempt only after the last has failed
    const port = await freePort();
    const url = `redis://:${options.password}@127.0.0.1:${port}`;
    const settingsFile = join(options.directory, 'redis.conf');
    writeFileSync(settingsFile, settingsText(options, port), { mode: 0o600 });
    const child = startDaemon(options.program.command, [settingsFile], {
      ...environmentFor(options.program.libraryPath),
      cwd: options.directory,
      logFile: options.logFile,
    });
    writeFileSync(addressFile, `${port}\n`);
    // oxlint-disable-next-line no-await-in-loop -- another attempt only after the last has failed
    if (await comesUp(child, url)) return runningRedis(child, url, addressFile);
    // oxlint-disable-next-line no-await-in-loop -- another attempt only after the last has failed
    await stopServer(child, addressFile);
    // The port may have been taken between looking and listening; anything else fails again and is told then.
    if (attempt === attempts) {
      throw new CliError(`Redis did not start (details: ${options.logFile})`, {
        remedy: 'look there, or set REDIS_URL to a Redis server',
      });
    }
  }
}

function runningRedis(child: ChildProcess, url: string, addressFile: string): RunningRedis {
  let stopping = false;
  const lost = new Promise<void>((settle) => {
    child.on('exit', () => {
      if (!stopping) settle();
    });
  });
  const stop = (): Promise<void> => {
    stopping = true;
    return stopServer(child, addressFile);
  };
  return { url, pid: child.pid ?? 0, lost, stop };
}

function settingsText(options: RedisOptions, port: number): string {
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    'protected-mode yes',
    `requirepass ${options.password}`,
    `dir ${JSON.stringify(options.directory)}`,
    `appendonly ${options.durable ? 'yes' : 'no'}`,
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    'databases 16',
  ];
  return `${lines.join('\n')}\n`;
}

function comesUp(child: ChildProcess, url: string): Promise<boolean> {
  return poll(startLimitMs, async () => hasEnded(child) || (await redisRefusal(url)) === undefined).then(
    (answered) => answered && !hasEnded(child),
  );
}

async function stopServer(child: ChildProcess, addressFile: string): Promise<void> {
  const ended = await stopChild(child, [
    { signal: 'SIGTERM', waitMs: 10_000 },
    { signal: 'SIGKILL', waitMs: 2000 },
  ]);
  if (ended) rmSync(addressFile, { force: true });
}

/** A starter that was killed leaves its server behind: whoever answers there to our own password is it. */
async function stopLeftover(addressFile: string, password: string): Promise<void> {
  if (!existsSync(addressFile)) return;
  const port = Number(readFileSync(addressFile, 'utf8').trim());
  const url = `redis://:${password}@127.0.0.1:${port}`;
  if (Number.isInteger(port) && port > 0 && (await redisRefusal(url)) === undefined) {
    await shutDown(url);
    await poll(10_000, async () => (await redisRefusal(url)) !== undefined);
  }
  rmSync(addressFile, { force: true });
}

async function shutDown(url: string): Promise<void> {
  const redis = connectOnce(url);
  try {
    await redis.connect();
    await redis.shutdown();
  } catch {
    // The server closes the connection instead of answering.
  } finally {
    redis.disconnect();
  }
}

/** Undefined when the server answers; else why it does not, in the words of the system or the server. */
export async function redisRefusal(url: string): Promise<string | undefined> {
  const redis = connectOnce(url);
  let reason: string | undefined;
  redis.on('error', (error: Error) => {
    reason ??= error.message;
  });
  try {
    await redis.connect();
    await redis.ping();
    return undefined;
  } catch (error) {
    return reason || (error as Error).message || 'no answer';
  } finally {
    redis.disconnect();
  }
}

/** What the server calls itself, `7.0.15`; throws what the connection throws. */
export async function redisVersion(url: string): Promise<string | undefined> {
  const redis = connectOnce(url);
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return /redis_version:(\S+)/.exec(await redis.info('server'))?.[1];
  } finally {
    redis.disconnect();
  }
}

function connectOnce(url: string): Redis {
  return new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5000,
    commandTimeout: 5000,
    // The timer behind it outlives the connection, and would keep the process.
    disconnectTimeout: 100,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: () => null,
  });
}
