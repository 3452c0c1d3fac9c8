import { backtest } from '@floorwalk/shared/forecast/backtest';
import { buildHistory } from '@floorwalk/shared/forecast/build-history';
import { forecastDays } from '@floorwalk/shared/forecast/forecast-days';
import type { KnownCalendar } from '@floorwalk/shared/forecast/history';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import type { CliCommand } from './cli-command.ts';
import { CliError } from './cli-error.ts';
import { backtestAsText, forecastAsText, repairsAsText } from './forecast-text.ts';
import { printJson } from './json-cases.ts';
import { parseDuration } from './quantity.ts';
import { readHistoryFile } from './read-history-file.ts';

interface ForecastOptions {
  readonly interval: string;
  readonly horizon: string;
  readonly backtest?: string;
  readonly updateAt: string;
  readonly closed?: string;
  readonly event: readonly string[];
  readonly missingAsZero?: boolean;
  readonly dateColumn?: string;
  readonly startColumn?: string;
  readonly countColumn?: string;
  readonly json?: boolean;
}

export const command: CliCommand = {
  register(program) {
    program
      .command('forecast')
      .description(
        'forecast contacts per interval from a CSV history, or test on its last days what forecasts are worth',
      )
      .argument('<file.csv>', 'columns date, interval start, count; plain or gzip')
      .option('--interval <duration>', 'length of an interval', '30m')
      .option('--horizon <duration>', 'how far ahead, up to 6 weeks', '1d')
      .option('--backtest <last=N d>', 'forecast the last N days from the days before each, and compare: last=19d')
      .option('--update-at <times>', 'when the backtest forecasts the rest of the day anew', '10:00,12:00')
      .option('--closed <dates>', 'dates on which nothing is open, parted by commas')
      .option(
        '--event <name=date>',
        'a holiday, campaign or launch, past or to come; give it once per date',
        collect,
        [],
      )
      .option('--missing-as-zero', 'a row that is missing from a recorded day means that nobody came')
      .option('--date-column <name>', 'the column of dates, by name or position')
      .option('--start-column <name>', 'the column of interval starts')
      .option('--count-column <name>', 'the column of counts')
      .option('--json', 'print JSON; errors are WAPE as shares, 0.05 is 5 %')
      .action((file: string, options: ForecastOptions) => {
        try {
          run(file, options);
        } catch (error) {
          if (error instanceof InputError) throw new CliError(error.message, { cause: error });
          throw error;
        }
      });
  },
};

function run(file: string, options: ForecastOptions): void {
  const intervalMinutes = parseDuration('--interval', options.interval) / 60;
  const rows = readHistoryFile(file, {
    ...(options.dateColumn === undefined ? {} : { date: options.dateColumn }),
    ...(options.startColumn === undefined ? {} : { start: options.startColumn }),
    ...(options.countColumn === undefined ? {} : { count: options.countColumn }),
  });
  const { history, repairs } = buildHistory(rows, intervalMinutes, { missingIsZero: options.missingAsZero ?? false });
  const calendar = calendarOf(options);
  // stdout is the answer's alone; what had to be repaired is said beside it.
  if (repairs.length > 0) process.stderr.write(repairsAsText(repairs));
  if (options.backtest === undefined) {
    const horizonDays = Math.ceil(parseDuration('--horizon', options.horizon) / 86_400);
    const days = forecastDays(history, horizonDays, calendar);
    if (options.json) printJson({ intervalMinutes, days, repairs });
    else process.stdout.write(forecastAsText(days));
    return;
  }
  const report = backtest(history, testDaysOf(options.backtest), options.updateAt.split(',').map(minutesOf), calendar);
  if (options.json) printJson({ ...report, repairs });
  else process.stdout.write(backtestAsText(report));
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function calendarOf({ closed, event }: ForecastOptions): KnownCalendar {
  const events = event.map((text) => {
    const [name, date, ...rest] = text.split('=');
    if (name === undefined || date === undefined || rest.length > 0) {
      throw new CliError(`--event cannot be read: ${text}`, { remedy: 'write a name and a date: launch=2003-06-02' });
    }
    return { name: name.trim(), date: date.trim() };
  });
  return { closedDates: closed === undefined ? [] : closed.split(',').map((date) => date.trim()), events };
}

function testDaysOf(text: string): number {
  const match = /^(?:last=)?(\d+)d?$/.exec(text.trim());
  if (match?.[1] === undefined) {
    throw new CliError(`--backtest cannot be read: ${text}`, {
      remedy: 'write last=19d for the last 19 days of the file',
    });
  }
  return Number(match[1]);
}

function minutesOf(text: string): number {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const minutes = Number(match?.[1]) * 60 + Number(match?.[2]);
  if (!(minutes >= 0 && minutes < 1440)) {
    throw new CliError(`--update-at cannot be read: ${text}`, { remedy: 'write times of day: 10:00,12:00' });
  }
  return minutes;
}
