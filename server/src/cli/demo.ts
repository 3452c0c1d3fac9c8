import { randomInt } from 'node:crypto';
import { DEFAULT_AGENT_COUNT } from '@floorwalk/shared/demo/demo-floor';
import { currentEnvironment } from '../config.ts';
import { openStateDirectory } from '../embedded/state-directory.ts';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { demoStatePath, readDemoState } from './files/demo-state.ts';
import { createEventSender } from './files/event-sender.ts';
import { zoneNamed } from './files/file-options.ts';
import { runDemo } from './files/run-demo.ts';
import { openSourceAccess } from './files/source-access.ts';

export interface StartDemoOptions {
  /** Where the ingest API answers. */
  readonly url: string;
  /** The token of the site's source `demo`. */
  readonly token: string;
  /** Seconds of the floor per second of the wall; at 1 it runs on the real clock. */
  readonly speed: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** 40 to 200. */
  readonly agentCount?: number;
  /** IANA zone of the floor's day; this machine's unless given. */
  readonly zone?: string;
  /** Keeps apart what is remembered of several floors. */
  readonly siteId?: string;
  /** The directory kept between starts; the environment's unless given. */
  readonly home?: string;
  /** Called when the past is made up and the floor runs. */
  readonly onRunning?: (sentCount: number) => void;
}

const SOURCE = 'demo';
/** The floor outlives a server that is restarted. */
const PATIENCE_MS = 10 * 60_000;

/** Plays the demo floor through the ingest API until the signal; resolves when it has stopped. Throws CliError. */
export async function startDemo(options: StartDemoOptions): Promise<void> {
  const { url, token, signal, speed, seed } = options;
  const { home } = openStateDirectory(options.home ?? currentEnvironment().home);
  await runDemo({
    sender: createEventSender({ url, token, signal, patienceMs: PATIENCE_MS }),
    source: SOURCE,
    seed,
    speed,
    agentCount: options.agentCount ?? DEFAULT_AGENT_COUNT,
    zone: options.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    statePath: demoStatePath(home, options.siteId ?? 'demo'),
    signal,
    now: Date.now,
    ...(options.onRunning === undefined ? {} : { onRunning: options.onRunning }),
  });
}

type Options = {
  readonly site: string;
  readonly speed: string;
  readonly seed?: string;
  readonly agents: string;
  readonly zone?: string;
  readonly url?: string;
  readonly token?: string;
};

export const command: CliCommand = {
  register(program) {
    program
      .command('demo')
      .description('Play a demo floor on a running Floorwalk: queues, agents, bots, and now and then an incident')
      .option('--site <id>', 'the site it becomes', 'demo-floor')
      .option('--speed <factor>', 'seconds of the floor per second of the wall', '1')
      .option('--seed <number>', 'the same seed plays the same floor (default: the one that was stopped, or a new one)')
      .option('--agents <count>', 'how many work there, 40 to 200', String(DEFAULT_AGENT_COUNT))
      .option('--zone <name>', "time zone of the floor's day (default: this machine's)")
      .option('--url <address>', 'where Floorwalk answers (default: the one running here)')
      .option('--token <token>', 'the token of a source named demo (default: one is asked for and kept)')
      .action(async (options: Options) => {
        const speed = readNumber('--speed', options.speed, 0.001, 1000);
        const agentCount = readNumber('--agents', options.agents, 40, 200);
        const zone = zoneNamed(options.zone, Intl.DateTimeFormat().resolvedOptions().timeZone);
        const { home } = currentEnvironment();
        const seed =
          options.seed === undefined
            ? (readDemoState(demoStatePath(home, options.site))?.seed ?? randomInt(1_000_000))
            : readNumber('--seed', options.seed, 0, 2 ** 31);
        const access = await openSourceAccess({
          home,
          siteId: options.site,
          source: SOURCE,
          ...(options.url === undefined ? {} : { url: options.url }),
          ...(options.token === undefined ? {} : { token: options.token }),
        });
        const abort = new AbortController();
        const stop = (): void => abort.abort();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
        await startDemo({
          url: access.url,
          token: access.token,
          speed,
          seed,
          agentCount,
          zone,
          siteId: options.site,
          home,
          signal: abort.signal,
          onRunning: (sentCount) => {
            process.stdout.write(
              `The demo floor runs on site ${options.site} of ${access.url} with seed ${seed}, ${sentCount.toLocaleString('en-US')} events so far (Ctrl-C stops it)\n`,
            );
          },
        });
        process.stdout.write('Stopped. The same command goes on from here.\n');
      });
  },
};

function readNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new CliError(`${option} is ${JSON.stringify(text)}`, { remedy: `use a number from ${least} to ${most}` });
}
