import type { Environment } from '../config.ts';
import { withoutPassword } from '../config.ts';
import { CliError } from '../cli/cli-error.ts';
import { postgresRefusal, startPostgres } from './postgres.ts';
import type { RunningPostgres } from './postgres.ts';
import type { Progress } from './progress.ts';
import { fetchRedisProgram, findRedisProgram } from './redis-binaries.ts';
import { redisRefusal, startRedis } from './redis.ts';
import type { RunningRedis } from './redis.ts';
import { keptSecret, logFileIn } from './state-directory.ts';
import type { StateDirectory } from './state-directory.ts';

export interface Services {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Stops what was started here, and nothing that was given. */
  stop(): Promise<void>;
}

interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServicesOptions {
  readonly environment: Pick<Environment, 'databaseUrl' | 'redisUrl'>;
  readonly directory: StateDirectory;
  readonly progress: Progress;
  /** The search path for installed programs. */
  readonly searchPath: string;
  readonly durable: boolean;
  /** Told when a service that was started here ends without being asked to. */
  readonly fail: (error: CliError) => void;
}

/** PostgreSQL and Redis: those the environment names, checked, and for the rest our own. Throws a CliError. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const results = await Promise.allSettled([database(options), redis(options)]);
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((service) => service.stop()));
  };
  const [first, second] = started;
  if (first !== undefined && second !== undefined) return { databaseUrl: first.url, redisUrl: second.url, stop };
  await stop();
  throw results.find((result) => result.status === 'rejected')?.reason;
}

async function database(options: ServicesOptions): Promise<Service> {
  const url = options.environment.databaseUrl;
  const done = options.progress.step(url === undefined ? 'Starting PostgreSQL' : 'Reaching PostgreSQL');
  if (url !== undefined) {
    const refusal = await postgresRefusal(url);
    if (refusal === undefined) {
      done();
      return { url, stop: () => Promise.resolve() };
    }
    throw new CliError(`the PostgreSQL of DATABASE_URL (${withoutPassword(url)}) cannot be used: ${refusal}`, {
      remedy: 'start it or correct DATABASE_URL, or unset it to use the built-in one',
    });
  }
  const running: RunningPostgres = await startPostgres({
    directory: options.directory.postgres,
    password: keptSecret(options.directory, 'postgres-password'),
    logFile: logFileIn(options.directory, 'postgres'),
    durable: options.durable,
  });
  done();
  void running.lost.then(() => options.fail(lostService('PostgreSQL', options.directory, 'postgres')));
  return running;
}

function lostService(name: string, directory: StateDirectory, log: string): CliError {
  return new CliError(`${name} ended unexpectedly (details: ${logFileIn(directory, log)})`, { remedy: 'start again' });
}

async function redis(options: ServicesOptions): Promise<Service> {
  const url = options.environment.redisUrl;
  if (url !== undefined) {
    const done = options.progress.step('Reaching Redis');
    const refusal = await redisRefusal(url);
    if (refusal === undefined) {
      done();
      return { url, stop: () => Promise.resolve() };
    }
    throw new CliError(`the Redis of REDIS_URL (${withoutPassword(url)}) cannot be used: ${refusal}`, {
      remedy: 'start it or correct REDIS_URL, or unset it to use a private one',
    });
  }
  let program = await findRedisProgram(options.directory.tools, options.searchPath);
  if (program === undefined) {
    const fetched = options.progress.step('Fetching Redis (once)');
    program = await fetchRedisProgram(options.directory.tools);
    fetched();
  }
  const done = options.progress.step('Starting Redis');
  const running: RunningRedis = await startRedis({
    program,
    directory: options.directory.redis,
    password: keptSecret(options.directory, 'redis-password'),
    logFile: logFileIn(options.directory, 'redis'),
    durable: options.durable,
  });
  done();
  void running.lost.then(() => options.fail(lostService('Redis', options.directory, 'redis')));
  return running;
}
