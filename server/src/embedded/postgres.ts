import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { CliError } from '../cli/cli-error.ts';
import { commandLineOf, freePort, hasEnded, isAlive, poll, runToEnd, startDaemon, stopChild } from './child.ts';
import { asIdentity, chooseIdentity, giveTo } from './identity.ts';
import type { Identity } from './identity.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

export interface RunningPostgres {
  /** Of the database `floorwalk`, as its owner. */
  readonly url: string;
  readonly pid: number;
  /** Settles when the server ends without having been stopped here. */
  readonly lost: Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** The data directory; created and initialized when it is missing. */
  readonly directory: string;
  readonly password: string;
  readonly logFile: string;
  /** False only for throw-away data: nothing is flushed to disk. */
  readonly durable: boolean;
}

const user = 'floorwalk';
const startLimitMs = 60_000;

/** Starts PostgreSQL on a free port of this machine alone. Throws a CliError with the log's path when it does not come up. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const binaries = findPostgresBinaries();
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const identity = await chooseIdentity(binaries.postgres, join(options.directory, '..'));
  chmodSync(options.directory, 0o700);
  giveTo(identity, options.directory);
  await stopLeftover(binaries, identity, options.directory);
  const refusal = await dataRefusal(binaries.postgres, options.directory);
  if (refusal !== undefined) throw refusal;
  if (!existsSync(join(options.directory, 'PG_VERSION'))) await initialize(binaries, identity, options);
  const { child, port } = await startServer(binaries, identity, options);
  let stopping = false;
  const lost = new Promise<void>((settle) => {
    child.on('exit', () => {
      if (!stopping) settle();
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    const fast = { signal: 'SIGINT', waitMs: 20_000 } as const;
    const immediate = { signal: 'SIGQUIT', waitMs: 5000 } as const;
    await stopChild(child, [fast, immediate, { signal: 'SIGKILL', waitMs: 2000 }]);
  };
  try {
    const url = await createDatabase(port, options);
    return { url, pid: child.pid ?? 0, lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Why this server cannot use the data that is there: another one's. Undefined where it can, or where there is none yet. */
export async function dataRefusal(postgres: string, directory: string): Promise<CliError | undefined> {
  const versionFile = join(directory, 'PG_VERSION');
  if (!existsSync(versionFile)) return undefined;
  const theirs = readFileSync(versionFile, 'utf8').trim();
  const { stdout } = await runToEnd(postgres, ['--version'], { timeoutMs: 10_000 });
  const ours = /\d+/.exec(stdout)?.[0];
  if (ours === undefined || ours === theirs) return undefined;
  return new CliError(`the data in ${directory} is of PostgreSQL ${theirs}, but this Floorwalk brings ${ours}`, {
    remedy: 'start the version that made it, or set FLOORWALK_HOME to another directory; nothing was changed',
  });
}

function urlOf(port: number, database: string, password: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

/** A starter that was killed leaves its server behind, which would keep the data directory from the next one. */
async function stopLeftover(binaries: PostgresBinaries, identity: Identity, directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid)) {
    const commandLine = await commandLineOf(pid);
    if (commandLine === undefined || commandLine.includes(directory)) {
      const call = asIdentity(identity, binaries.pgCtl, ['-D', directory, '-m', 'fast', '-w', '-t', '30', 'stop']);
      const { code } = await runToEnd(call.command, call.args, { ...call.options, timeoutMs: 40_000 });
      if (code === 0) return;
      throw new CliError(`another PostgreSQL (process ${pid}) holds ${directory} and does not stop`, {
        remedy: 'stop it, then start again',
      });
    }
  }
  // The process is gone, or its number now belongs to something else.
  rmSync(pidFile, { force: true });
}

async function initialize(binaries: PostgresBinaries, identity: Identity, options: PostgresOptions): Promise<void> {
  const scratch = mkdtempSync(join(options.directory, '..', 'init-'));
  const passwordFile = join(scratch, 'password');
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  giveTo(identity, scratch);
  const args = ['-D', options.directory, '-U', user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  args.push('--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (!options.durable) args.push('--no-sync');
  const call = asIdentity(identity, binaries.initdb, args);
  try {
    const { code, stderr } = await runToEnd(call.command, call.args, { ...call.options, timeoutMs: 120_000 });
    if (code === 0) return;
    writeFileSync(options.logFile, stderr, { flag: 'a' });
    // A half-made directory would pass for a good one next time.
    rmSync(options.directory, { recursive: true, force: true });
    throw new CliError(`PostgreSQL could not set up its data in ${options.directory} (details: ${options.logFile})`, {
      remedy: reasonIn(stderr) || 'check that the disk has room and the directory can be written',
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function startServer(
  binaries: PostgresBinaries,
  identity: Identity,
  options: PostgresOptions,
): Promise<{ child: ChildProcess; port: number }> {
  const attempts = 3;
  for (let attempt = 1; ; attempt += 1) {
    // oxlint-disable-next-line no-await-in-loop -- another attempt only after the last has failed
    const port = await freePort();
    const call = asIdentity(identity, binaries.postgres, serverArguments(options, port));
    const child = startDaemon(call.command, call.args, { ...call.options, logFile: options.logFile });
    // oxlint-disable-next-line no-await-in-loop -- another attempt only after the last has failed
    if (await comesUp(child, port, options)) return { child, port };
    // oxlint-disable-next-line no-await-in-loop -- another attempt only after the last has failed
    await stopChild(child, [
      { signal: 'SIGQUIT', waitMs: 5000 },
      { signal: 'SIGKILL', waitMs: 2000 },
    ]);
    // The port may have been taken between looking and listening; anything else fails again and is told then.
    if (attempt === attempts) {
      const reason = reasonIn(readFileSync(options.logFile, 'utf8'));
      throw new CliError(`PostgreSQL did not start (details: ${options.logFile})`, {
        remedy: reason || 'look there, or set DATABASE_URL to another server',
      });
    }
  }
}

function serverArguments(options: PostgresOptions, port: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    log_min_messages: 'warning',
    log_line_prefix: '%m [%p] ',
    max_wal_size: '1GB',
    jit: 'off',
  };
  if (!options.durable) Object.assign(settings, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  const pairs = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', options.directory, '-p', String(port), ...pairs];
}

function comesUp(child: ChildProcess, port: number, options: PostgresOptions): Promise<boolean> {
  return poll(
    startLimitMs,
    async () => hasEnded(child) || (await answers(urlOf(port, 'postgres', options.password))),
  ).then((answered) => answered && !hasEnded(child));
}

async function answers(url: string): Promise<boolean> {
  return (await postgresRefusal(url)) === undefined;
}

/** Undefined when the server answers a query; else why it does not, in the words of the system or the server. */
export async function postgresRefusal(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A connection that breaks while it is being closed must not end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return message || code || 'no answer';
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(port: number, options: PostgresOptions): Promise<string> {
  const client = new Client({ connectionString: urlOf(port, 'postgres', options.password) });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [user]);
    if (rowCount === 0) await client.query(`create database ${user}`);
  } finally {
    await client.end();
  }
  return urlOf(port, user, options.password);
}

/** The last line that tells of an error, else the last. */
function reasonIn(text: string): string {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /\b(error|FATAL|PANIC):/i.test(line)) ?? lines.at(-1) ?? '';
}
