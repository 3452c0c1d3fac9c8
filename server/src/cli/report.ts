import { parseMoment } from '@floorwalk/shared/kit/zone';
import { createReport, ReportOptionsError, type Report, type ReportOptions } from '@floorwalk/shared/report/report';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { Option } from 'commander';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { describeTally, refuseOtherFormat } from './files/describe-tally.ts';
import { formatHelp, translatorNamed, zoneNamed } from './files/file-options.ts';
import { createProgressBar } from './files/progress-bar.ts';
import { readEvents, type EventReading } from './files/read-events.ts';
import { openLines } from './files/read-lines.ts';
import { reportTable } from './files/report-table.ts';

export type ReportFileOptions = {
  readonly format: string;
  readonly every: string;
  readonly by: ReportOptions['by'];
  readonly attribution: ReportOptions['attribution'];
  readonly zone?: string;
  /** Seconds, separated by commas. */
  readonly thresholds?: string;
  readonly from?: string;
  readonly to?: string;
};

export type FileReport = { readonly rows: ReportRow[]; readonly reading: EventReading; readonly report: Report };

/** Called now and then with the share of the file that is read (undefined when unknown) and the rows so far. */
export type OnProgress = (share: number | undefined, rowCount: number) => void;

/** Folds a file (`-`: standard input) in memory into the rows of a report. Throws CliError. */
export async function reportFile(
  path: string,
  options: ReportFileOptions,
  onProgress: OnProgress,
): Promise<FileReport> {
  const translator = translatorNamed(options.format);
  const zone = zoneNamed(options.zone, translator.zone);
  const report = openReport(options, zone);
  const lines = openLines(path, process.stdin);
  const reading = readEvents(lines, {
    path,
    translator,
    translation: { source: translator.name, zone },
    holdsAll: true,
    onBatch: () => {
      const { totalBytes } = lines;
      onProgress(totalBytes === undefined ? undefined : lines.bytesRead() / totalBytes, reading.tally.rowCount);
    },
  });
  let position = 0;
  for await (const batch of reading.batches) {
    for (const event of batch) {
      position += 1;
      report.fold({ ...event, position, recordedAt: event.time });
    }
  }
  refuseOtherFormat(reading, path, translator.name);
  return { rows: report.rows(), reading, report };
}

function openReport(options: ReportFileOptions, zone: string): Report {
  const thresholdsSeconds = readThresholds(options.thresholds);
  const from = readMoment('--from', zone, options.from);
  const to = readMoment('--to', zone, options.to);
  try {
    return createReport({
      every: options.every,
      by: options.by,
      attribution: options.attribution,
      zone,
      ...(thresholdsSeconds === undefined ? {} : { thresholdsSeconds }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
  } catch (error) {
    if (error instanceof ReportOptionsError) throw new CliError(`--${error.field}: ${error.message}`, { cause: error });
    throw error;
  }
}

function readThresholds(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const seconds = text.split(',').map((part) => part.trim());
  if (seconds.length > 50 || !seconds.every((part) => /^\d{1,6}$/.test(part))) {
    throw new CliError(`--thresholds is ${JSON.stringify(text)}`, { remedy: 'use whole seconds such as 20,60,120' });
  }
  return seconds.map(Number);
}

function readMoment(option: string, zone: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const moment = parseMoment(zone, text);
  if (moment !== undefined) return moment;
  throw new CliError(`${option} is ${JSON.stringify(text)}`, {
    remedy: 'use a date and time such as 1999-02-03T13:00',
  });
}

export const command: CliCommand = {
  register(program) {
    program
      .command('report')
      .description('Count a file of contacts into intervals, without any server')
      .argument('<file>', 'plain or gzip; - is standard input')
      .requiredOption('--format <name>', formatHelp)
      .option('--every <interval>', 'minutes or hours that divide a day (15m, 30m, 1h), day or all', '30m')
      .addOption(
        new Option('--by <what>', 'one row for each').choices(['queue', 'site', 'group', 'team']).default('site'),
      )
      .addOption(
        new Option('--attribution <how>', 'a contact counts where it was offered, or where it left the queue')
          .choices(['offered', 'ended'])
          .default('offered'),
      )
      .option('--zone <name>', "time zone of the file's local times (default: the format's own)")
      .option('--thresholds <seconds>', 'waits to count answers within, in seconds: 20,60,120')
      .option('--from <time>', 'only intervals that start at or after this local time')
      .option('--to <time>', 'only intervals that start before this local time')
      .option('--json', 'print the rows as JSON, and nothing else, on stdout')
      .action(async (file: string, options: ReportFileOptions & { json?: boolean }) => {
        const bar = createProgressBar(process.stderr, () => performance.now());
        const { rows, reading, report } = await reportFile(file, options, (share, rowCount) => {
          bar.show(share, `${rowCount.toLocaleString('en-US')} rows`);
        }).finally(() => bar.clear());
        process.stdout.write(options.json === true ? `${JSON.stringify(rows, null, 1)}\n` : reportTable(rows));
        const notes = describeTally(reading);
        const { anomalyCount } = report.state;
        if (anomalyCount > 0) notes.push(`${anomalyCount.toLocaleString('en-US')} events did not fit what came before`);
        process.stderr.write(`${notes.join('\n')}\n`);
      });
  },
};
