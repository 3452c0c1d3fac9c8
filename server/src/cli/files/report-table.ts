import type { ReportRow } from '@floorwalk/shared/report/report-row';

type Column = { readonly title: string; readonly isText?: boolean; readonly value: (row: ReportRow) => string };

const NOTHING = '–';

/** Rows as an aligned table for people; a dash where there is nothing to measure. */
export function reportTable(rows: readonly ReportRow[]): string {
  if (rows.length === 0) return 'No contacts in this span.\n';
  const columns = columnsFor(rows);
  const cells = rows.map((row) => columns.map((column) => column.value(row)));
  const widths = columns.map((column, index) =>
    cells.reduce((width, line) => Math.max(width, line[index]?.length ?? 0), column.title.length),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => {
        const width = widths[index] ?? 0;
        return columns[index]?.isText === true ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return `${[line(columns.map((column) => column.title)), ...cells.map(line)].join('\n')}\n`;
}

function columnsFor(rows: readonly ReportRow[]): Column[] {
  const first = rows[0];
  const columns: Column[] = [
    { title: 'Start', isText: true, value: (row) => row.start.slice(0, 16).replace('T', ' ') },
  ];
  if (first?.queueId !== undefined) columns.push({ title: 'Queue', isText: true, value: (row) => row.queueId ?? '' });
  if (first?.groupId !== undefined) columns.push({ title: 'Group', isText: true, value: (row) => row.groupId ?? '' });
  if (first?.teamId !== undefined) columns.push({ title: 'Team', isText: true, value: (row) => row.teamId ?? '' });
  columns.push(
    { title: 'Offered', value: (row) => String(row.offeredCount) },
    { title: 'Answered', value: (row) => String(row.answeredCount) },
    { title: 'Abandoned', value: (row) => String(row.abandonedCount) },
    { title: 'Abandon rate', value: (row) => percent(row.abandonRate) },
    { title: 'Service level', value: (row) => percent(row.serviceLevel['default'] ?? null) },
    { title: 'ASA', value: (row) => duration(row.averageSpeedOfAnswerMs) },
    { title: 'p90', value: (row) => duration(row.waitP90Ms) },
    { title: 'Longest', value: (row) => duration(row.waitMaxMs) },
    { title: 'AHT', value: (row) => duration(row.averageHandleTimeMs) },
    { title: 'Peak waiting', value: (row) => String(row.peakWaitingCount) },
  );
  return columns;
}

function percent(ratio: number | null): string {
  return ratio === null ? NOTHING : `${(ratio * 100).toFixed(1)} %`;
}

/** Minutes and seconds: `1:05`. */
function duration(ms: number | null): string {
  if (ms === null) return NOTHING;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
