import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { searchPath, serverConfig, withoutPassword } from '../config.ts';
import type { Environment, StartConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { portIsFree } from '../embedded/child.ts';
import { demandRoom } from '../embedded/disk.ts';
import { claimHome } from '../embedded/home-claim.ts';
import { during } from '../embedded/progress.ts';
import type { Progress } from '../embedded/progress.ts';
import { removeRunning, writeRunning } from '../embedded/running-record.ts';
import { startServices } from '../embedded/services.ts';
import { keptSecret, logFileIn, noteError, openStateDirectory } from '../embedded/state-directory.ts';
import type { StateDirectory } from '../embedded/state-directory.ts';
import { CliError, sentenceOf } from './cli-error.ts';
import { plainProgress } from './plain-progress.ts';

export interface StartOptions {
  readonly environment: Environment;
  readonly demo: boolean;
  readonly speed: number;
  readonly seed: number;
  readonly log: 'file' | 'stdout';
}

/** What a caller may add to a start. */
export interface StartHooks {
  readonly progress?: Progress;
  /** Settles when the client is built; the roles wait for it. */
  readonly clientReady?: Promise<void>;
}

const beatEveryMs = 5000;
const stopLimitMs = 30_000;
const exitLimitMs = 2000;
const portsToTry = 20;

/**
 * Starts everything in order, prints the address on stdout as the only line there, and returns when a signal has
 * ended it. What was started is stopped in reverse, also when a later step fails.
 */
export async function runStart(options: StartOptions, hooks: StartHooks): Promise<void> {
  const progress =
    hooks.progress ??
    plainProgress(
      (line) => process.stderr.write(line),
      () => performance.now(),
    );
  const directory = openStateDirectory(options.environment.home);
  const { databaseUrl } = options.environment;
  demandRoom(directory.home, databaseUrl === undefined && !existsSync(directory.postgres));
  const stops: { name: string; stop: () => void | Promise<void> }[] = [];
  const ending = endOfRun();
  try {
    stops.push({ name: 'the claim', stop: await claimHome(directory) });
    const running = startEverything(options, hooks, progress, directory, stops, ending.fail);
    // A Ctrl-C while it starts ends it too: the steps under way finish first, so that nothing is left behind.
    const line = await running;
    if (!ending.isOver()) process.stdout.write(`${line}\n`);
    await ending.over;
  } finally {
    const done = stops.length > 1 ? progress.step('Stopping') : undefined;
    for (const { name, stop } of stops.toReversed()) {
      // oxlint-disable-next-line no-await-in-loop -- the order is the point: each rests on those before it
      await stopWithin(name, stop, directory);
    }
    done?.();
    ending.release();
    // Everything is stopped; a connection somebody forgot must not keep the process.
    setTimeout(() => process.exit(), exitLimitMs).unref();
  }
}

/** Takes each step, noting how to undo it; gives the line to print. */
async function startEverything(
  options: StartOptions,
  hooks: StartHooks,
  progress: Progress,
  directory: StateDirectory,
  stops: { name: string; stop: () => void | Promise<void> }[],
  fail: (error: unknown) => void,
): Promise<string> {
  const { environment } = options;
  // Loaded while the services come up; a failure shows where it is awaited.
  const loading = import('../main.ts');
  loading.catch(() => undefined);
  const services = await startServices({
    environment,
    directory,
    progress,
    searchPath: searchPath(),
    durable: true,
    fail,
  });
  stops.push({ name: 'the services', stop: () => services.stop() });

  await during(progress, 'Preparing the database', () => migrate(services.databaseUrl));
  await hooks.clientReady;

  const { startRoles } = await loading;
  const demoToken = environment.demoToken ?? randomBytes(24).toString('hex');
  const config = serverConfig(environment, {
    databaseUrl: services.databaseUrl,
    redisUrl: services.redisUrl,
    secret: environment.secret ?? keptSecret(directory, 'secret'),
    demo: options.demo ? { token: demoToken } : undefined,
    port: environment.roles.includes('api') ? await choosePort(environment) : 0,
    logFile: options.log === 'file' ? logFileIn(directory, 'floorwalk') : undefined,
  });
  const roles = await during(progress, `Starting ${environment.roles.join(', ')}`, () => startRoles(config));
  stops.push({ name: 'the roles', stop: () => roles.stop() });

  const startedAt = Date.now();
  const beat = (): void =>
    writeRunning(directory, {
      pid: process.pid,
      startedAt,
      beatAt: Date.now(),
      address: roles.address,
      localAddress: localAddressOf(roles.address, config),
      roles: environment.roles,
      databaseUrl: config.databaseUrl,
      redisUrl: config.redisUrl,
      redisPrefix: config.redisPrefix,
    });
  beat();
  const timer = setInterval(() => {
    // A sign of life that cannot be written (a full disk) is missed by health checks; nothing else depends on it.
    try {
      beat();
    } catch {
      return;
    }
  }, beatEveryMs);
  stops.push({
    name: 'the record',
    stop: () => {
      clearInterval(timer);
      removeRunning(directory);
    },
  });

  if (roles.address === undefined) return `Floorwalk runs: ${environment.roles.join(', ')}`;
  if (options.demo) {
    const url = localAddressOf(roles.address, config) ?? roles.address;
    stops.push({ name: 'the demo floor', stop: await runDemo(options, progress, url, demoToken, fail) });
  }
  const demo = options.demo ? ' with a demo floor' : '';
  const setup =
    options.demo || roles.setupCode === undefined ? '' : `; the first administrator's code is ${roles.setupCode}`;
  return `Floorwalk is open at ${roles.address}${demo}${setup} (Ctrl-C stops it)`;
}

/** Lets the demo floor run beside the rest, once its past is made up; gives back how to end it. */
async function runDemo(
  options: StartOptions,
  progress: Progress,
  url: string,
  token: string,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { speed, seed, environment } = options;
  const { startDemo } = await import('./demo.ts');
  const abort = new AbortController();
  const runs = progress.step('Opening the demo floor');
  let ended: Promise<void> = Promise.resolve();
  const opened = new Promise<void>((settle) => {
    const onRunning = (): void => {
      runs();
      settle();
    };
    const demo = startDemo({ url, token, speed, seed, signal: abort.signal, home: environment.home, onRunning });
    ended = demo
      .catch((error: unknown) => {
        if (!abort.signal.aborted)
          fail(new CliError(`the demo floor stopped (${sentenceOf(error)})`, { cause: error }));
      })
      .then(settle);
  });
  await opened;
  return async () => {
    abort.abort();
    await ended;
  };
}

/** Where this machine itself reaches the api: the public address may lead through the internet. */
function localAddressOf(address: string | undefined, config: StartConfig): string | undefined {
  if (address === undefined || config.publicUrl === undefined) return address;
  const host = config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}

/** The port asked for, or else the first free one from the default on. */
async function choosePort(environment: Environment): Promise<number> {
  const { host, port } = environment;
  if (port === 0 || (await portIsFree(host, port))) return port;
  if (environment.portIsGiven) {
    throw new CliError(`port ${port} of ${host} cannot be listened on (it is taken, or not allowed)`, {
      remedy: 'choose another with --port',
    });
  }
  for (let next = port + 1; next < port + portsToTry; next += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the first free one is taken
    if (await portIsFree(host, next)) return next;
  }
  throw new CliError(`none of the ports ${port} to ${port + portsToTry - 1} is free`, {
    remedy: 'choose one with --port',
  });
}

/** The end of the run: a signal, a lost parent, or a failure of something that should have kept running. */
function endOfRun(): {
  over: Promise<void>;
  isOver: () => boolean;
  fail: (error: unknown) => void;
  release: () => void;
} {
  let settle: () => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  let isOver = false;
  const over = new Promise<void>((onSettled, onRejected) => {
    settle = onSettled;
    reject = onRejected;
  });
  // It is awaited only once everything has started; until then a failure must not count as unhandled.
  over.catch(() => undefined);
  const end = (): void => {
    isOver = true;
    settle();
  };
  const fail = (error: unknown): void => {
    isOver = true;
    reject(error);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, end);
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  return {
    over,
    isOver: () => isOver,
    fail,
    release: () => {
      for (const signal of signals) process.off(signal, end);
      process.off('uncaughtException', fail);
      process.off('unhandledRejection', fail);
    },
  };
}

/** Stops one thing. That it fails or hangs is written down, and must not keep the rest from being stopped. */
async function stopWithin(name: string, stop: () => void | Promise<void>, directory: StateDirectory): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not stop within ${stopLimitMs / 1000} s`)), stopLimitMs);
  });
  try {
    await Promise.race([stop(), limit]);
  } catch (error) {
    const text = withoutPassword(error instanceof Error ? (error.stack ?? error.message) : String(error));
    noteError(directory, `stopping ${name}: ${text}`);
  } finally {
    clearTimeout(timer);
  }
}
