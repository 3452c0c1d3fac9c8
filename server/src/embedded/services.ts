import type { Environment } from '../config.ts';
import { withoutPassword } from '../config.ts';
import { CliError } from '../cli/cli-error.ts';
import { freeBytesAt, ROOM_BYTES } from './disk.ts';
import { postgresRefusal, startPostgres } from './postgres.ts';
import { during } from './progress.ts';
import type { Progress } from './progress.ts';
import { fetchRedisProgram, findRedisProgram } from './redis-binaries.ts';
import { redisRefusal, startRedis } from './redis.ts';
import { keptSecret, logFileIn } from './state-directory.ts';
import type { StateDirectory } from './state-directory.ts';

export interface Services {
  readonly databaseUrl: string;
  /** Undefined where none is wanted. */
  readonly redisUrl: string | undefined;
  /** Stops what was started here, and nothing that was given. */
  stop(): Promise<void>;
}

interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

export interface ServicesOptions {
  readonly environment: Pick<Environment, 'databaseUrl' | 'redisUrl' | 'queueBackend'>;
  readonly directory: StateDirectory;
  readonly progress: Progress;
  /** The search path for installed programs. */
  readonly searchPath: string;
  readonly durable: boolean;
  /** Told when a service that was started here ends without being asked to. */
  readonly fail: (error: CliError) => void;
}

/** PostgreSQL and, unless jobs are kept there too, Redis: those the environment names, checked, and for the rest our own. Throws a CliError. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const wantsRedis = options.environment.queueBackend === 'redis';
  const results = await Promise.allSettled([database(options), ...(wantsRedis ? [redis(options)] : [])]);
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((service) => service.stop()));
  };
  const [first, second] = started;
  if (first !== undefined && started.length === results.length)
    return { databaseUrl: first.url, redisUrl: second?.url, stop };
  await stop();
  throw results.find((result) => result.status === 'rejected')?.reason;
}

async function database(options: ServicesOptions): Promise<Service> {
  const { environment, directory, progress } = options;
  const url = environment.databaseUrl;
  if (url !== undefined) {
    return given(progress, 'PostgreSQL', 'DATABASE_URL', 'the built-in one', url, postgresRefusal);
  }
  const running = await during(progress, 'Starting PostgreSQL', () =>
    startPostgres({
      directory: directory.postgres,
      password: keptSecret(directory, 'postgres-password'),
      logFile: logFileIn(directory, 'postgres'),
      durable: options.durable,
    }),
  );
  watch(options, running, 'PostgreSQL', 'postgres');
  return running;
}

async function redis(options: ServicesOptions): Promise<Service> {
  const { environment, directory, progress } = options;
  const url = environment.redisUrl;
  if (url !== undefined) return given(progress, 'Redis', 'REDIS_URL', 'a private one', url, redisRefusal);
  const program =
    (await findRedisProgram(directory.tools, options.searchPath)) ??
    (await during(progress, 'Fetching Redis (once)', () => fetchRedisProgram(directory.tools)));
  const running = await during(progress, 'Starting Redis', () =>
    startRedis({
      program,
      directory: directory.redis,
      password: keptSecret(directory, 'redis-password'),
      logFile: logFileIn(directory, 'redis'),
      durable: options.durable,
    }),
  );
  watch(options, running, 'Redis', 'redis');
  return running;
}

/** A server the environment names: used as it is, or an error that names it; never another in its stead. */
async function given(
  progress: Progress,
  name: string,
  variable: string,
  alternative: string,
  url: string,
  refusalOf: (url: string) => Promise<string | undefined>,
): Promise<Service> {
  return during(progress, `Reaching ${name}`, async () => {
    const refusal = await refusalOf(url);
    if (refusal === undefined) return { url, stop: () => Promise.resolve() };
    throw new CliError(`the ${name} of ${variable} (${withoutPassword(url)}) cannot be used: ${refusal}`, {
      remedy: `start it or correct ${variable}, or unset it to use ${alternative}`,
    });
  });
}

/** Tells when a server that was started here ends without having been asked to. */
function watch(options: ServicesOptions, running: { lost: Promise<void> }, name: string, log: string): void {
  void running.lost.then(() => {
    const path = logFileIn(options.directory, log);
    const isFull = freeBytesAt(options.directory.home) < ROOM_BYTES.further;
    const remedy = isFull
      ? 'its disk is full; free some of it and start again, nothing that was said is lost'
      : 'start again';
    options.fail(new CliError(`${name} ended unexpectedly (details: ${path})`, { remedy }));
  });
}
