import {
  accessSync,
  appendFileSync,
  chmodSync,
  constants,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CliError } from '../cli/cli-error.ts';

/** Everything Floorwalk keeps on this machine lies below one directory, so that removing it removes everything. */
export interface StateDirectory {
  readonly home: string;
  readonly log: string;
  readonly postgres: string;
  readonly redis: string;
  /** Programs unpacked for this machine. May be removed at any time; the next start fetches them again. */
  readonly tools: string;
  readonly runningFile: string;
}

const logLimitBytes = 16 * 1024 * 1024;

export function stateDirectoryAt(home: string): StateDirectory {
  return {
    home,
    log: join(home, 'log'),
    postgres: join(home, 'postgres'),
    redis: join(home, 'redis'),
    tools: join(home, 'tools'),
    runningFile: join(home, 'running.json'),
  };
}

/** Makes the directories that are missing. Throws a CliError when the place cannot be written. */
export function openStateDirectory(home: string): StateDirectory {
  const directory = stateDirectoryAt(home);
  try {
    for (const path of [directory.home, directory.log, directory.redis, directory.tools]) {
      mkdirSync(path, { recursive: true });
      accessSync(path, constants.W_OK);
    }
  } catch (error) {
    throw new CliError(`the state directory ${home} cannot be written (${(error as Error).message})`, {
      remedy: 'set FLOORWALK_HOME to a directory you own',
      cause: error,
    });
  }
  return directory;
}

/** The path of one log file, emptied first when it has grown past its limit. */
export function logFileIn(directory: StateDirectory, name: string): string {
  const path = join(directory.log, `${name}.log`);
  try {
    if (statSync(path).size > logLimitBytes) truncateSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return path;
}

/** Where {@link noteError} writes. */
export const errorFileIn = (directory: StateDirectory): string => join(directory.log, 'errors.log');

/** Writes down what went wrong, with its details. Answers whether it could: it must not fail in its turn. */
export function noteError(directory: StateDirectory, text: string): boolean {
  try {
    mkdirSync(directory.log, { recursive: true });
    appendFileSync(errorFileIn(directory), `${new Date().toISOString()} ${text}\n`);
    return true;
  } catch {
    return false;
  }
}

/** A random text of 64 hexadecimal characters, made once and kept in a file only its owner can read. */
export function keptSecret(directory: StateDirectory, name: string): string {
  const path = join(directory.home, name);
  try {
    writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(secret)) {
    throw new CliError(`${path} does not hold a generated secret any more`, {
      remedy: 'remove it to have a new one made (everybody signs in again), or set FLOORWALK_SECRET',
    });
  }
  chmodSync(path, 0o600);
  return secret;
}
