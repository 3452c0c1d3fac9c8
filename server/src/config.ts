import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { INGEST_LIMITS } from '@floorwalk/shared/api/ingest';

/** A part of the server a process can run. One process may run all of them (the default) or any. */
export type Role = 'api' | 'fold' | 'jobs';
export const allRoles: readonly Role[] = ['api', 'fold', 'jobs'];

/** Where BullMQ keeps jobs. Without Redis, deltas stay in the process, and api and fold run in one. */
export type QueueBackend = 'redis' | 'postgres';
const queueBackends: readonly QueueBackend[] = ['redis', 'postgres'];

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
const logLevels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** What one request may bring. Each limit that is hit is answered with its name. */
export interface IngestLimits {
  readonly maxBodyBytes: number;
  readonly maxBatchEvents: number;
}

/** What the environment says, checked. A service that is `undefined` is not given: `floorwalk start` starts its own. */
export interface Environment {
  /** The directory of everything kept between starts: data of embedded services, log, generated secret. */
  readonly home: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** `postgres` runs without any Redis. */
  readonly queueBackend: QueueBackend;
  /** Put before every key, stream and channel in Redis, so that two installations can share one server. */
  readonly redisPrefix: string;
  readonly host: string;
  readonly port: number;
  /** True when PORT was given: then another free port is not good enough. */
  readonly portIsGiven: boolean;
  readonly roles: readonly Role[];
  /** Signs sessions and tokens. At least 32 characters. Undefined: one is generated and kept under `home`. */
  readonly secret: string | undefined;
  /** The demo floor and its one-click sign-in. Undefined: as the command says. */
  readonly demo: boolean | undefined;
  /** The bearer token of the demo's source. Undefined: generated for each start. */
  readonly demoToken: string | undefined;
  /** Where people reach the console, as written in links and cookies. Undefined: the address it listens on. */
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  readonly ingest: IngestLimits;
  /** Whether notices may go to addresses of a private network, which an administrator of a site could otherwise search through us. */
  readonly noticesToPrivateAddresses: boolean;
  /** The browser the tests drive; the product has no use for it. */
  readonly chromium: string | undefined;
}

/** What the roles are started with: the environment with everything that was missing filled in. */
export interface ServerConfig {
  readonly home: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly redisPrefix: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly roles: readonly Role[];
  readonly secret: string;
  /** Set when the demo floor runs: the token its source sends, and the leave to sign in as any role with one click. */
  readonly demo: { readonly token: string } | undefined;
  readonly publicUrl: string | undefined;
  readonly logLevel: LogLevel;
  /** The log's file; undefined writes to stdout. */
  readonly logFile: string | undefined;
  readonly ingest: IngestLimits;
  /** See {@link Environment.noticesToPrivateAddresses}. */
  readonly noticesToPrivateAddresses: boolean;
  /** The built client, served by the api role. */
  readonly clientDirectory: string;
}

/** The same, where a Redis may be missing: then deltas stay in the process and leases are PostgreSQL's. */
export type StartConfig = Omit<ServerConfig, 'redisUrl'> & { readonly redisUrl: string | undefined };

/** What `main.ts` gives back: where the api listens (undefined without that role), and how to stop everything. */
export interface RunningRoles {
  readonly address: string | undefined;
  /** Set while nobody has been set up yet: the code with which the first administrator is. */
  readonly setupCode?: string | undefined;
  stop(): Promise<void>;
}

/** A variable that cannot be used as it stands. The message names it and says what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variable: string;

  constructor(variable: string, value: string, expected: string) {
    super(`${variable} is ${JSON.stringify(value)}, but should be ${expected}`);
    this.variable = variable;
  }
}

/** The variables Floorwalk reads, with their meaning and what holds without them. */
export const variables = {
  FLOORWALK_HOME: 'directory kept between starts (default: .floorwalk beside the project)',
  DATABASE_URL: 'a PostgreSQL to use, postgres://… (default: one of our own)',
  REDIS_URL: 'a Redis to use, redis://… (default: one of our own)',
  QUEUE_BACKEND: 'redis, or postgres to run without any Redis (default: redis)',
  REDIS_PREFIX: 'put before every key in Redis (default: floorwalk)',
  HOST: 'address to listen on (default: 127.0.0.1)',
  PORT: 'port to listen on, 0 for any (default: 4400, or the next free one)',
  ROLES: 'comma-separated roles of this process: api, fold, jobs (default: all)',
  FLOORWALK_SECRET: 'signs sessions and tokens, at least 32 characters (default: generated and kept)',
  FLOORWALK_DEMO: 'true or false: run the demo floor (default: true for `npm start`)',
  FLOORWALK_DEMO_TOKEN: "the demo source's bearer token, at least 16 characters (default: generated for each start)",
  PUBLIC_URL: 'where people reach the console, https://… (default: the address it listens on)',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent (default: info)',
  INGEST_MAX_BODY_BYTES: 'largest request body (default: 8388608)',
  INGEST_MAX_BATCH_EVENTS: 'most events in one request (default: 10000)',
  NOTICES_TO_PRIVATE_ADDRESSES:
    'true or false: webhooks and mail servers may stand in a private network (default: false)',
  CHROMIUM: 'program the browser tests drive (default: the installed one, or the one from the package registry)',
} as const;

export type VariableName = keyof typeof variables;
type Variables = Readonly<Record<string, string | undefined>>;

export const defaultPort = 4400;
const mebibyte = 1024 * 1024;

/** The project's root: two levels above this file, in the sources as in the build. */
export const projectRoot = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The environment of this process, with what a command's own options say in place of variables. Throws ConfigError. */
export function currentEnvironment(
  overrides: { readonly [name in VariableName]?: string | undefined } = {},
): Environment {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return readEnvironment({ ...process.env, ...Object.fromEntries(given) });
}

/** Where the system looks for installed programs. */
export function searchPath(): string {
  return process.env['PATH'] ?? '';
}

/** Reads and checks the environment. Throws ConfigError on the first variable that cannot be used. An empty value counts as absent. */
export function readEnvironment(env: Variables): Environment {
  const port = readInteger(env, 'PORT', 0, 65_535);
  return {
    home: resolve(projectRoot, text(env, 'FLOORWALK_HOME') ?? '.floorwalk'),
    databaseUrl: readUrl(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: readUrl(env, 'REDIS_URL', ['redis:', 'rediss:', 'unix:']),
    queueBackend: readOneOf(env, 'QUEUE_BACKEND', queueBackends) ?? 'redis',
    redisPrefix:
      readMatching(env, 'REDIS_PREFIX', /^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 of A-Z a-z 0-9 _ . -') ?? 'floorwalk',
    host: readMatching(env, 'HOST', /^[A-Za-z0-9_.:%-]{1,255}$/, 'a host name or an IP address') ?? '127.0.0.1',
    port: port ?? defaultPort,
    portIsGiven: port !== undefined,
    roles: readRoles(env),
    secret: readLongEnough(env, 'FLOORWALK_SECRET', 32),
    demo: readBoolean(env, 'FLOORWALK_DEMO'),
    demoToken: readLongEnough(env, 'FLOORWALK_DEMO_TOKEN', 16),
    publicUrl: readUrl(env, 'PUBLIC_URL', ['http:', 'https:']),
    logLevel: readOneOf(env, 'LOG_LEVEL', logLevels) ?? 'info',
    ingest: {
      maxBodyBytes: readInteger(env, 'INGEST_MAX_BODY_BYTES', 1024, 256 * mebibyte) ?? INGEST_LIMITS.bodyBytes,
      maxBatchEvents: readInteger(env, 'INGEST_MAX_BATCH_EVENTS', 1, 1_000_000) ?? INGEST_LIMITS.batchEvents,
    },
    noticesToPrivateAddresses: readBoolean(env, 'NOTICES_TO_PRIVATE_ADDRESSES') ?? false,
    chromium: text(env, 'CHROMIUM'),
  };
}

/** Fills in what the environment left open. */
export function serverConfig<RedisUrl extends string | undefined>(
  environment: Environment,
  given: {
    databaseUrl: string;
    redisUrl: RedisUrl;
    secret: string;
    demo?: { token: string } | undefined;
    port?: number;
    logFile?: string | undefined;
  },
): Omit<ServerConfig, 'redisUrl'> & { readonly redisUrl: RedisUrl } {
  return {
    home: environment.home,
    databaseUrl: given.databaseUrl,
    redisUrl: given.redisUrl,
    redisPrefix: environment.redisPrefix,
    host: environment.host,
    port: given.port ?? environment.port,
    roles: environment.roles,
    secret: given.secret,
    demo: given.demo,
    publicUrl: environment.publicUrl,
    logLevel: environment.logLevel,
    logFile: given.logFile,
    ingest: environment.ingest,
    noticesToPrivateAddresses: environment.noticesToPrivateAddresses,
    clientDirectory: resolve(projectRoot, 'client', 'dist'),
  };
}

function text(env: Variables, name: VariableName): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

function readInteger(env: Variables, name: VariableName, least: number, most: number): number | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number) || number < least || number > most) {
    throw new ConfigError(name, value, `a whole number from ${least} to ${most}`);
  }
  return number;
}

function readBoolean(env: Variables, name: VariableName): boolean | undefined {
  const value = text(env, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (value === 'true' || value === '1' || value === 'yes') return true;
  if (value === 'false' || value === '0' || value === 'no') return false;
  throw new ConfigError(name, value, 'true or false');
}

function readOneOf<T extends string>(env: Variables, name: VariableName, allowed: readonly T[]): T | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new ConfigError(name, value, `one of ${allowed.join(', ')}`);
  return found;
}

function readMatching(env: Variables, name: VariableName, pattern: RegExp, expected: string): string | undefined {
  const value = text(env, name);
  if (value !== undefined && !pattern.test(value)) throw new ConfigError(name, value, expected);
  return value;
}

/** For secrets: the error says their length, never their value. */
function readLongEnough(env: Variables, name: VariableName, least: number): string | undefined {
  const value = text(env, name);
  if (value !== undefined && value.length < least) {
    throw new ConfigError(name, `(${value.length} characters)`, `at least ${least} characters long`);
  }
  return value;
}

function readUrl(env: Variables, name: VariableName, protocols: readonly string[]): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const shape = `an address beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  if (!URL.canParse(value)) throw new ConfigError(name, withoutPassword(value), shape);
  if (!protocols.includes(new URL(value).protocol)) throw new ConfigError(name, withoutPassword(value), shape);
  return value;
}

function readRoles(env: Variables): readonly Role[] {
  const value = text(env, 'ROLES');
  if (value === undefined) return allRoles;
  const wanted = value.split(',').map((role) => role.trim());
  for (const role of wanted) {
    if (!allRoles.some((one) => one === role)) {
      throw new ConfigError('ROLES', value, `a comma-separated list of ${allRoles.join(', ')}`);
    }
  }
  return allRoles.filter((role) => wanted.includes(role));
}

/** An address as it may be shown and logged: the password replaced by stars. */
export function withoutPassword(url: string): string {
  return url.replace(/(\/\/[^/@:]*):[^@]*@/, '$1:***@');
}
