import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive } from './child.ts';
import type { StateDirectory } from './state-directory.ts';

/** What a running Floorwalk says about itself in its state directory, for the commands started beside it. */
export interface RunningRecord {
  readonly pid: number;
  readonly startedAt: number;
  /** Epoch milliseconds of the last sign of life, written every few seconds. */
  readonly beatAt: number;
  /** Where people reach it; undefined without the api role. */
  readonly address: string | undefined;
  /** Where this machine reaches it. */
  readonly localAddress: string | undefined;
  readonly roles: readonly string[];
  readonly databaseUrl: string;
  /** Absent where it runs without Redis. */
  readonly redisUrl?: string | undefined;
  readonly redisPrefix: string;
}

/** The record of the Floorwalk that runs from this directory; undefined when none does. */
export function readRunning(directory: StateDirectory): RunningRecord | undefined {
  let record: RunningRecord;
  try {
    record = JSON.parse(readFileSync(directory.runningFile, 'utf8')) as RunningRecord;
  } catch {
    return undefined;
  }
  return Number.isInteger(record.pid) && record.pid > 0 && isAlive(record.pid) ? record : undefined;
}

/** Replaces the record in one step: a reader sees the old one or the new one, whole. It holds passwords, so it is private. */
export function writeRunning(directory: StateDirectory, record: RunningRecord): void {
  const draft = `${directory.runningFile}.${record.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, directory.runningFile);
}

export function removeRunning(directory: StateDirectory): void {
  rmSync(directory.runningFile, { force: true });
}
