import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { ConfigError, currentEnvironment } from '../config.ts';
import { forgetParameters } from '../db/forget-parameters.ts';
import { errorFileIn, noteError, stateDirectoryAt } from '../embedded/state-directory.ts';
import type { CliCommand } from './cli-command.ts';
import { CliError, sentenceOf } from './cli-error.ts';

type CommandModule = () => Promise<{ command: CliCommand }>;

/**
 * LIST: every command of `floorwalk`, by name. Each is loaded only when it is asked for (or for `--help`), so a small
 * command starts without the server's weight. To add one: a file `cli/<name>.ts` exporting `command`, and a line here.
 */
const commands: Record<string, CommandModule> = {
  start: () => import('./start.ts'),
  doctor: () => import('./doctor.ts'),
  migrate: () => import('./migrate.ts'),
  demo: () => import('./demo.ts'),
  import: () => import('./import.ts'),
  history: () => import('./history.ts'),
  replay: () => import('./replay.ts'),
  report: () => import('./report.ts'),
  erlang: () => import('./erlang.ts'),
  staffing: () => import('./staffing.ts'),
  ewt: () => import('./ewt.ts'),
  forecast: () => import('./forecast.ts'),
  simulate: () => import('./simulate.ts'),
  backtest: () => import('./backtest.ts'),
};

/**
 * Runs one command. Never throws: a failure is one sentence on stderr and the process's exit code.
 * `replacements` stand in for commands of the list.
 */
export async function runCli(args: readonly string[], replacements: Record<string, CliCommand> = {}): Promise<void> {
  // A reader that closes early (`| head`) ends the output; it is not a failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    await parse(args, replacements);
  } catch (error) {
    process.exitCode = report(error);
  }
}

async function parse(args: readonly string[], replacements: Record<string, CliCommand>): Promise<void> {
  const program = new Command('floorwalk')
    .description('Floorwalk: a live supervisor console for a contact centre')
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  const wanted = args.find((argument) => !argument.startsWith('-')) ?? '';
  const names = Object.hasOwn(commands, wanted) ? [wanted] : Object.keys(commands);
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- they share most of what they load
    const command = replacements[name] ?? (await commands[name]?.())?.command;
    command?.register(program);
  }
  for (const command of program.commands) command.copyInheritedSettings(program);
  if (args.length === 0) program.outputHelp();
  else await program.parseAsync([...args], { from: 'user' });
}

/** Says on stderr what went wrong; gives the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Help and version arrive here with exit code 0 after they have printed themselves.
    if (error.exitCode !== 0) {
      const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
      process.stderr.write(`floorwalk: ${message} (--help lists what there is)\n`);
    }
    return error.exitCode;
  }
  const expected = error instanceof CliError || error instanceof ConfigError;
  process.stderr.write(`floorwalk: ${sentenceOf(forgetParameters(error))}${expected ? '' : details(error)}\n`);
  return error instanceof CliError ? error.exitCode : 1;
}

/** Keeps the stack of a failure nobody foresaw, and says where. */
function details(error: unknown): string {
  const directory = stateDirectoryAt(currentEnvironment().home);
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return noteError(directory, stack) ? ` (details: ${errorFileIn(directory)})` : '';
}

const entry = process.argv[1];
if (entry !== undefined && realpathSync(entry) === fileURLToPath(import.meta.url)) await runCli(process.argv.slice(2));
