import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../cli/cli-error.ts';
import { commandLineOf, isAlive } from './child.ts';
import { readRunning } from './running-record.ts';
import type { StateDirectory } from './state-directory.ts';

/**
 * Takes the state directory for this process: two starts on one directory would stop each other's services.
 * Throws a CliError naming the running one. Gives back how to let go.
 */
export async function claimHome(directory: StateDirectory): Promise<() => void> {
  const path = join(directory.home, 'claim');
  const mine = `${process.pid} ${await markOf(process.pid)}\n`;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    // oxlint-disable-next-line no-await-in-loop -- each attempt looks at what the last one met
    const holder = await holderOf(path);
    if (holder !== undefined) {
      const address = readRunning(directory)?.address;
      throw new CliError(`Floorwalk already runs from ${directory.home} (process ${holder})`, {
        remedy: address === undefined ? 'wait for it or stop it first' : `open ${address}, or stop it first`,
      });
    }
    rmSync(path, { force: true });
  }
  throw new CliError(`another start is taking ${directory.home} at this moment`, { remedy: 'try again' });
}

/** The live process that holds the claim; undefined when it is gone or its number belongs to another by now. */
async function holderOf(path: string): Promise<number | undefined> {
  let words: string[];
  try {
    words = readFileSync(path, 'utf8').trim().split(' ');
  } catch {
    return undefined;
  }
  const pid = Number(words[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  return (await markOf(pid)) === words.slice(1).join(' ') ? pid : undefined;
}

/** What tells a process from a later one of the same number: when it started, or else its command line. */
async function markOf(pid: number): Promise<string> {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The name in parentheses may hold spaces; field 22 (start time) is the 20th after it.
    const startTicks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot} ${startTicks ?? ''}`;
  } catch {
    return (await commandLineOf(pid)) ?? 'unknown';
  }
}
