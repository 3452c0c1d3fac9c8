import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { MetricId, MetricUnit } from '@floorwalk/shared/metrics/metric';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { t } from '../../messages/text.ts';
import { metricInputOf } from '../../numbers/metric-input.ts';
import { metricLabel } from '../../numbers/metric-words.ts';
import type { CsvTable } from '../../ui/save-csv.ts';
import type { QueueColumnId } from './queue-columns.ts';

const UNIT: Record<MetricUnit, string> = { count: '', ms: ' (s)', ratio: ' (%)' };

/** Queues as they stand in the table: durations in seconds, ratios in percent with the contacts they are of beside them. */
export function queueCsv(
  queues: readonly QueueRow[],
  columns: readonly QueueColumnId[],
  context: { readonly window: WindowKey; readonly serviceLevel: MetricId },
  asOf: number,
): CsvTable {
  const metrics = columns
    .map((column) => (column === 'service-level' ? context.serviceLevel : column))
    .filter((column): column is MetricId => Object.hasOwn(METRICS, column));
  const withAgents = columns.includes('agents');
  return {
    header: [
      t('floor.column.queue-explained'),
      'id',
      ...metrics.flatMap((id) => {
        const { unit } = METRICS[id];
        const label = `${metricLabel(id)}${UNIT[unit]}`;
        return unit === 'ratio' ? [label, `${metricLabel(id)} (n)`] : [label];
      }),
      ...(withAgents ? [metricLabel('agents-available'), metricLabel('agents-signed-in')] : []),
    ],
    rows: queues.map((queue) => {
      const input = metricInputOf(queue, context.window, asOf);
      return [
        queue.name,
        queue.id,
        ...metrics.flatMap((id) => {
          const { unit } = METRICS[id];
          const { value, denominator } = METRICS[id].measure(input);
          if (unit === 'ratio') return [value === null ? null : rounded(value * 100), denominator];
          return [value === null ? null : unit === 'ms' ? rounded(value / 1_000) : value];
        }),
        ...(withAgents ? [queue.agents[0], METRICS['agents-signed-in'].measure(input).value] : []),
      ];
    }),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
