import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../cli/cli-error.ts';

/** With less than this a floor of some size soon has no room, which the doctor says; with less than the second nothing can begin, with less than the third nothing go on. */
export const ROOM_BYTES = { comfortable: 512 * 2 ** 20, first: 256 * 2 ** 20, further: 64 * 2 ** 20 } as const;

/** Free for us on the disk that holds the path, or that would. */
export function freeBytesAt(path: string): number {
  const disk = statfsSync(existingPart(path));
  return disk.bavail * disk.bsize;
}

/** Throws a CliError where there is too little room to begin: half-written data is worse than none. */
export function demandRoom(home: string, isFirst: boolean): void {
  const free = freeBytesAt(home);
  const least = isFirst ? ROOM_BYTES.first : ROOM_BYTES.further;
  if (free >= least) return;
  throw new CliError(`the disk of ${home} has ${mebibytes(free)} free, but ${mebibytes(least)} are needed`, {
    remedy: 'free some of it, or set FLOORWALK_HOME to a directory elsewhere',
  });
}

/** The path itself, or the nearest directory above it that is there. */
export function existingPart(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingPart(dirname(path));
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MiB`;
}
