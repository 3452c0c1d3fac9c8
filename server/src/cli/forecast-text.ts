import type { BacktestReport, RestOfDayErrors } from '@floorwalk/shared/forecast/backtest';
import type { HistoryRepair } from '@floorwalk/shared/forecast/build-history';
import type { ForecastDay } from '@floorwalk/shared/forecast/forecast-days';

/** The accuracy table: what was forecast, by what, and what it missed by, with the baselines beside it. */
export function backtestAsText(report: BacktestReport): string {
  const { baselines } = report;
  const rows: [string, RestOfDayErrors][] = [
    ['day ahead', dayAhead(report)],
    ['one interval ahead', { wape: report.oneAheadWape, ...baselines.oneAhead }],
    ...Object.entries(report.restOfDayWape).map(([time, errors]): [string, RestOfDayErrors] => [
      `rest of the day at ${time}`,
      errors,
    ]),
  ];
  const head = ['WAPE', 'floorwalk', 'no update', 'full ratio', 'last week', 'mean of 4 weeks'];
  const table = [
    head,
    ...rows.map(([name, errors]) => [
      name,
      percent(errors.wape),
      name === 'day ahead' ? '' : percent(errors.none),
      name === 'day ahead' ? '' : percent(errors.fullRatio),
      percent(errors.seasonalNaive),
      percent(errors.meanOfLastFour),
    ]),
  ];
  const chosen = Object.entries(report.daysByMethod).map(([name, days]) => `${name} on ${days}`);
  return [
    `${report.days} days, ${report.from} to ${report.to}, each forecast from the days before it;`,
    `${report.intervals} intervals of ${report.intervalMinutes} minutes a day; method: ${chosen.join(', ')}`,
    '',
    ...table.map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(26) : cell.padStart(16)))
        .join('')
        .trimEnd(),
    ),
    '',
    `day ahead by every method: ${Object.entries(baselines.dayAhead)
      .map(([name, error]) => `${name} ${percent(error)}`)
      .join(', ')}`,
    ...report.horizons.map(
      ({ steps, wape, bandCoverage }) =>
        `${String(steps).padStart(2)} open days ahead: ${percent(wape)}, the band of such a day held ${percent(bandCoverage)}`,
    ),
    `the 80 % band held ${percent(report.bandCoverage)} of intervals${Object.entries(report.restOfDayCoverage)
      .map(([time, share]) => `, with the update at ${time} ${percent(share)} of the rest`)
      .join('')}; Poisson noise alone is ${percent(report.noiseFloor)}`,
    '',
  ].join('\n');
}

function dayAhead({ dayAheadWape, baselines }: BacktestReport): RestOfDayErrors {
  const { seasonalNaive, meanOfLastFour } = baselines.dayAhead;
  return { wape: dayAheadWape, none: null, fullRatio: null, seasonalNaive, meanOfLastFour };
}

/** The forecast, one line per interval. */
export function forecastAsText(days: readonly ForecastDay[]): string {
  if (days.length === 0) return 'Nothing is open within the horizon.\n';
  return days
    .flatMap(({ date, method, intervals }) => [
      `${date} (${method})`,
      ...intervals.map(({ start, expected, low, high }) => {
        const band = low === null || high === null ? '' : `   80 %: ${low.toFixed(1)} – ${high.toFixed(1)}`;
        return `  ${start}  ${expected.toFixed(1).padStart(9)}${band}`;
      }),
    ])
    .concat('')
    .join('\n');
}

/** How many repairs are spelled out. */
const mostNamed = 20;

/** What had to be repaired in the file, for stderr. */
export function repairsAsText(repairs: readonly HistoryRepair[]): string {
  const named = repairs.slice(0, mostNamed).map(({ kind, date, interval, line, note }) => {
    const where = [line === undefined ? undefined : `line ${line}`, date, interval].filter(
      (part) => part !== undefined,
    );
    return `  ${kind}: ${where.join(' ')}${where.length > 0 ? ': ' : ''}${note}`;
  });
  const more = repairs.length > mostNamed ? [`  … and ${repairs.length - mostNamed} more (all are in --json)`] : [];
  return [`${repairs.length} repairs were made to the history:`, ...named, ...more, ''].join('\n');
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(2)} %`;
}
