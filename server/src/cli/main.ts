#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { CliError, sentenceOf } from './cli-error.ts';
import type { CliCommand } from './cli-command.ts';

type CommandModule = () => Promise<{ command: CliCommand }>;

/**
 * LIST: every command of `floorwalk`, by name. Each is loaded only when it is asked for (or for `--help`), so a small
 * command starts without the server's weight. To add one: a file `cli/<name>.ts` exporting `command`, and a line here.
 */
const commands: Record<string, CommandModule> = {
  start: () => import('./start.ts'),
  doctor: () => import('./doctor.ts'),
  migrate: () => import('./migrate.ts'),
};

async function main(args: readonly string[]): Promise<void> {
  const program = new Command('floorwalk')
    .description('Floorwalk: a live supervisor console for a contact centre')
    .exitOverride()
    .configureOutput({ outputError: () => undefined });

  const wanted = args.find((argument) => !argument.startsWith('-'));
  const loader = wanted === undefined ? undefined : commands[wanted];
  const loaders = loader === undefined ? Object.values(commands) : [loader];
  const modules = await Promise.all(loaders.map((load) => load()));
  for (const module of modules) module.command.register(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  if (args.length === 0) {
    program.outputHelp();
    return;
  }
  await program.parseAsync([...args], { from: 'user' });
}

function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    // Help and version arrive here as "errors" with exit code 0 after they have printed themselves.
    if (error.exitCode !== 0) {
      const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
      process.stderr.write(`floorwalk: ${message} (--help lists what there is)\n`);
    }
    process.exitCode = error.exitCode;
    return;
  }
  process.stderr.write(`floorwalk: ${sentenceOf(error)}\n`);
  process.exitCode = error instanceof CliError ? error.exitCode : 1;
}

// A reader that closes early (`| head`) ends the output; it is not a failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await main(process.argv.slice(2));
} catch (error) {
  fail(error);
}
