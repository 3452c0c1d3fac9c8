import { METRIC_IDS, type MetricId } from '@floorwalk/shared/metrics/metric';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import { t } from '../../messages/text.ts';
import { metricLabel, metricShortLabel } from '../../numbers/metric-words.ts';
import type { GridColumn, GridSort } from '../../ui/grid-place.ts';

/** A column of the queue table: the queue itself, its last hour, its agents, or any number of the registry. */
export type QueueColumnId = 'queue' | 'trend' | 'agents' | MetricId;

/** All columns there are, in the order of the chooser; the queue itself always stands first. */
export const QUEUE_COLUMN_IDS: readonly QueueColumnId[] = ['trend', 'agents', ...METRIC_IDS];

export const DEFAULT_COLUMNS: readonly QueueColumnId[] = [
  'trend',
  'waiting',
  'longest-wait',
  'service-level',
  'abandon-rate',
  'wait-estimate',
  'agents',
  'average-speed-of-answer',
  'average-handle-time',
];

export const DEFAULT_SORT: GridSort = { column: 'queue', descending: true };

/** The columns an address names, without what does not exist; the default where it names none. */
export function readColumns(text: string | undefined): readonly QueueColumnId[] {
  const named = text
    ?.split(',')
    .filter((id): id is QueueColumnId => (QUEUE_COLUMN_IDS as readonly string[]).includes(id));
  return named && named.length > 0 ? [...new Set(named)] : DEFAULT_COLUMNS;
}

/** How columns stand in the address; `undefined` for the default. */
export function writeColumns(columns: readonly QueueColumnId[]): string | undefined {
  return columns.join() === DEFAULT_COLUMNS.join() ? undefined : columns.join();
}

/** A column and a direction as the address has them: `waiting.desc`. */
export function readSort(text: string | undefined, fallback: GridSort): GridSort {
  const match = /^([a-z0-9-]+)\.(asc|desc)$/.exec(text ?? '');
  return match?.[1] ? { column: match[1], descending: match[2] === 'desc' } : fallback;
}

export function writeSort(sort: GridSort, fallback: GridSort): string | undefined {
  if (sort.column === fallback.column && sort.descending === fallback.descending) return undefined;
  return `${sort.column}.${sort.descending ? 'desc' : 'asc'}`;
}

const WIDTHS: Partial<Record<QueueColumnId, string>> = {
  trend: 'minmax(78px, 0.5fr)',
  'service-level': 'minmax(84px, 0.5fr)',
  'wait-estimate': 'minmax(88px, 0.5fr)',
  agents: 'minmax(70px, 0.4fr)',
  waiting: 'minmax(72px, 0.4fr)',
  'abandon-rate': 'minmax(86px, 0.45fr)',
};

/** The columns as the grid draws them. */
export function gridColumns(ids: readonly QueueColumnId[]): readonly GridColumn[] {
  const queue: GridColumn = {
    id: 'queue',
    label: t('floor.column.queue'),
    title: t('floor.column.queue-explained'),
    width: 'minmax(150px, 3fr)',
  };
  return [
    queue,
    ...ids.map((id): GridColumn => {
      if (id === 'trend')
        return {
          id,
          label: t('floor.column.trend'),
          title: t('floor.trend'),
          width: WIDTHS.trend ?? '',
          sortable: false,
        };
      if (id === 'agents') {
        return {
          id,
          label: t('floor.column.agents'),
          title: t('floor.column.agents-explained'),
          width: WIDTHS.agents ?? '',
          align: 'end',
        };
      }
      return {
        id,
        label: columnHead(id as MetricId),
        title: metricLabel(id as MetricId),
        width: WIDTHS[id] ?? 'minmax(66px, 0.45fr)',
        align: 'end',
      };
    }),
  ];
}

function columnHead(id: MetricId): string {
  const label = metricShortLabel(id);
  return METRICS[id].unit === 'ratio' && !label.includes('%') ? `${label} %` : label;
}
