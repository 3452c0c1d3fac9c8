import type { Command } from 'commander';
import { currentEnvironment } from '../../config.ts';
import { formatHelp } from './file-options.ts';
import { transferFile, type TransferFileOptions } from './transfer-file.ts';
import { transferReport } from './transfer-report.ts';

/** What the shared options give. */
export type TransferCommandOptions = Pick<
  TransferFileOptions,
  'format' | 'site' | 'name' | 'zone' | 'source' | 'url' | 'token'
> & { readonly json?: boolean };

/** Options that `replay` and `import` share. */
export function withTransferOptions(command: Command): Command {
  return command
    .argument('<file>', 'plain or gzip; - is standard input')
    .requiredOption('--format <name>', formatHelp)
    .option('--site <id>', 'the site it becomes (default: the name of the format)')
    .option('--name <text>', "the name people see for the site (default: its id, or the format's own)")
    .option('--zone <name>', "time zone of the file's local times (default: the format's own)")
    .option('--source <name>', 'the source the token is for (default: the name of the format)')
    .option('--url <address>', 'where Floorwalk answers (default: the one running here)')
    .option('--token <token>', "a source's token (default: one is asked for and kept)")
    .option('--json', 'print what became of the file as JSON, and nothing else, on stdout');
}

/**
 * Runs it until its end or Ctrl-C, and says how it went: on stdout, with the progress bar on stderr. With `json` a {@link TransferReport} stands on
 * stdout alone, and the lines for people on stderr.
 */
export async function runTransfer(
  path: string,
  { json = false, ...options }: Omit<TransferFileOptions, 'home' | 'signal' | 'terminal'> & { readonly json?: boolean },
): Promise<void> {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  // Once: a second Ctrl-C ends it at once, which loses nothing either.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  try {
    const { home } = currentEnvironment();
    const done = await transferFile(path, { ...options, home, signal: abort.signal, terminal: process.stderr });
    const summary = `${done.summary.join('\n')}\n`;
    if (json) process.stderr.write(summary);
    process.stdout.write(json ? `${JSON.stringify(transferReport(done, options.format), null, 1)}\n` : summary);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
  }
}
