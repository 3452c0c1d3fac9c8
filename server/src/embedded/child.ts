import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface Finished {
  /** Exit code; undefined when a signal or the time limit ended it, or it could not be started. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const outputLimit = 4 * 1024 * 1024;

/** Runs a program to its end and collects what it says. Never rejects: a program that cannot start has no code. */
export function runToEnd(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { timeoutMs?: number } = {},
): Promise<Finished> {
  const { timeoutMs = 60_000, ...spawnOptions } = options;
  return new Promise((settle) => {
    let stdout = '';
    let stderr = '';
    const child = spawn(command, [...args], { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < outputLimit) stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < outputLimit) stderr += text;
    });
    const end = (code: number | null, reason = ''): void => {
      clearTimeout(timer);
      settle({ code: code ?? undefined, stdout, stderr: stderr + reason });
    };
    child.on('error', (error) => end(null, error.message));
    child.on('close', (code) => end(code));
  });
}

/**
 * Starts a program that stays, its output appended to a log file, in a session of its own: a Ctrl-C in the terminal
 * reaches only the starter, which then stops what it started in its own order.
 */
export function startDaemon(
  command: string,
  args: readonly string[],
  options: SpawnOptions & { logFile: string },
): ChildProcess {
  const { logFile, ...spawnOptions } = options;
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(command, [...args], { ...spawnOptions, detached: true, stdio: ['ignore', log, log] });
    // A failure to start shows as a missing pid and an early exit; both are looked at by the caller.
    child.on('error', () => undefined);
    return child;
  } finally {
    closeSync(log);
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Sends each signal in turn, waiting up to its time for the end. Returns true when the program has ended. */
export async function stopChild(
  child: ChildProcess,
  signals: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<boolean> {
  for (const { signal, waitMs } of signals) {
    if (hasEnded(child)) return true;
    child.kill(signal);
    // oxlint-disable-next-line no-await-in-loop -- each signal waits for the one before
    await poll(waitMs, () => hasEnded(child));
  }
  return hasEnded(child);
}

/** Asks again and again until the answer is true or the time is over; gives the last answer. */
export async function poll(
  limitMs: number,
  ask: () => boolean | Promise<boolean>,
  everyMs: number = 25,
): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- asking in turn is the point
    if (await ask()) return true;
    if (Date.now() >= deadline) return false;
    // oxlint-disable-next-line no-await-in-loop -- asking in turn is the point
    await delay(everyMs);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, and it is not ours to signal.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The words a running process was started with, or undefined where the system does not tell. */
export async function commandLineOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return undefined;
    }
  }
  if (process.platform === 'win32') return undefined;
  const { code, stdout } = await runToEnd('ps', ['-o', 'command=', '-p', String(pid)]);
  return code === 0 ? stdout.trim() : undefined;
}

/** A port nobody listens on at this moment. */
export function freePort(host: string = '127.0.0.1'): Promise<number> {
  return new Promise((settle, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Whether a server could listen there now. */
export function portIsFree(host: string, port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer();
    server.on('error', () => settle(false));
    server.listen(port, host, () => server.close(() => settle(true)));
  });
}
