import { currentEnvironment } from '../config.ts';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { importHistoryFile, type HistoryFileOptions } from './files/import-history-file.ts';

export const command: CliCommand = {
  register(program) {
    const history = program
      .command('history')
      .description('what came before the log began: forecasts learn from it')
      .action(() => {
        throw new CliError('history is not told what to do', { remedy: 'floorwalk history import FILE.csv --site ID' });
      });
    history
      .command('import')
      .description('send a CSV history into the log, day by day; what is there already is passed over')
      .argument('<file.csv>', 'counts by date and interval start; plain or gzip; - is standard input')
      .requiredOption('--site <id>', 'the site it is of')
      .option(
        '--map <column=name>',
        'which column holds what, by name or position: date=Datum,start=Uhrzeit,count=Anzahl,aht=AHT,queue=Queue,segment=Segment (default: by their usual names)',
      )
      .option('--queue <id>', 'the queue all rows are of, where no column names one')
      .option('--date-order <order>', 'year-month-day, day-month-year or month-day-year', 'year-month-day')
      .option('--decimal <mark>', 'point or comma', 'point')
      .option('--zone <name>', "time zone of the file's times (default: the site's)")
      .option('--site-zone <name>', 'time zone of the site (default: asked of the server)')
      .option('--missing-as-zero', 'a row that is missing from a recorded day means that nobody came')
      .option('--preview', 'say what would be imported, and send nothing')
      .option('--source <name>', 'the source the token is for', 'history')
      .option('--url <address>', 'where Floorwalk answers (default: the one running here)')
      .option('--token <token>', "a source's token (default: one is asked for and kept)")
      .option('--json', 'print what became of the file as JSON, and nothing else, on stdout')
      .action(async (file: string, { json = false, ...options }: HistoryFileOptions & { json?: boolean }) => {
        const abort = new AbortController();
        const stop = (): void => abort.abort();
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
        try {
          const { home } = currentEnvironment();
          const done = await importHistoryFile(file, {
            ...options,
            home,
            signal: abort.signal,
            terminal: process.stderr,
          });
          const text = `${done.lines.join('\n')}\n`;
          if (json) process.stderr.write(text);
          process.stdout.write(json ? `${JSON.stringify(done.report, null, 1)}\n` : text);
        } finally {
          for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop);
        }
      });
  },
};
