import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { projectRoot } from '@floorwalk/server/config';

/** A `floorwalk start` in a process of its own, as a person runs it. */
export interface StartedProcess {
  readonly pid: number;
  /** Where it keeps its state. */
  readonly home: string;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Waits for the line with the address; rejects with what was said when it ends before. */
  readonly line: () => Promise<string>;
  /** What it wrote down about itself. */
  readonly record: () => { pid: number; address: string; databaseUrl: string; redisUrl: string };
  readonly signal: (signal: NodeJS.Signals) => void;
}

const lineLimitMs = 120_000;

/** What `npm start` runs: it builds first what is out of date. */
const startScript: readonly string[] = ['scripts/start.mjs'];

/** Runs a start with its state below `home`, with no more of this environment than a person's has. */
export function startProcess(
  home: string,
  args: readonly string[],
  env: Record<string, string> = {},
  program: readonly string[] = startScript,
): StartedProcess {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(DATABASE_URL|REDIS_URL|npm_|VITEST|NODE_ENV)/.test(name)),
  );
  const child = spawn(process.execPath, [...program, ...args], {
    cwd: projectRoot,
    env: { ...clean, FLOORWALK_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out = collect(child, 'stdout');
  const err = collect(child, 'stderr');
  const ended = new Promise<number | NodeJS.Signals | null>((settle) => {
    child.on('close', (code, signal) => settle(code ?? signal));
  });
  return {
    pid: child.pid ?? 0,
    home,
    stdout: out,
    stderr: err,
    ended,
    signal: (signal) => void child.kill(signal),
    record: () => JSON.parse(readFileSync(join(home, 'running.json'), 'utf8')) as ReturnType<StartedProcess['record']>,
    line: async () => {
      const deadline = Date.now() + lineLimitMs;
      while (!out().includes('\n')) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended: ${err()}`);
        if (Date.now() > deadline) throw new Error(`no line within ${lineLimitMs} ms: ${err()}`);
        // oxlint-disable-next-line no-await-in-loop -- polling
        await delay(50);
      }
      return out();
    },
  };
}

function collect(child: ChildProcess, stream: 'stdout' | 'stderr'): () => string {
  let text = '';
  child[stream]?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return () => text;
}
