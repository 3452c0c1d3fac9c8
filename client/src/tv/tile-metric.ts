import { readCell } from '@floorwalk/shared/floor/cell';
import type { BotRow, LiveNumbers } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { METRIC_IDS, type Measured, type MetricId, type MetricUnit } from '@floorwalk/shared/metrics/metric';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import { BOT_METRIC_IDS, type BotMetricId } from '@floorwalk/shared/metrics/bot-metric';
import { BOT_METRICS, isBotMetric, measureBot } from '@floorwalk/shared/metrics/bot-metrics';
import type { Better } from './threshold-state.ts';

/** A number that a tile can show, of queues (and their roll-ups) or of bots, behind one face. */
export type TileMetric = {
  readonly id: MetricId | BotMetricId;
  readonly subject: 'queue' | 'bot';
  readonly unit: MetricUnit;
  readonly span: 'now' | 'window';
  readonly better: Better;
  /** `row` is the live row of the subject; `asOf` epoch ms of the site's clock. */
  readonly measure: (row: LiveNumbers & BotRow, window: WindowKey, asOf: number) => Measured;
  /** What the subject itself is measured against, in the metric's unit. */
  readonly targetOf: (row: {
    readonly serviceLevelTarget?: number;
    readonly confidenceThreshold?: number;
  }) => number | undefined;
};

export const TILE_METRIC_IDS: readonly TileMetric['id'][] = [...METRIC_IDS, ...BOT_METRIC_IDS];

const BUILT = new Map<string, TileMetric>();

/** The metric of that id, or `null` where the registry has none (a board made by a newer version). */
export function findTileMetric(id: string): TileMetric | null {
  const built = BUILT.get(id);
  if (built !== undefined) return built;
  const metric = isBotMetric(id)
    ? botMetric(id)
    : METRIC_IDS.includes(id as MetricId)
      ? queueMetric(id as MetricId)
      : null;
  if (metric !== null) BUILT.set(id, metric);
  return metric;
}

function queueMetric(id: MetricId): TileMetric {
  const metric = METRICS[id];
  return {
    id,
    subject: 'queue',
    unit: metric.unit,
    span: metric.span,
    better: metric.better,
    measure: (row, window, asOf) =>
      metric.measure({
        now: {
          waitingCount: row.waitingCount,
          oldestQueuedAt: row.oldestQueuedAt,
          inServiceCount: row.inServiceCount,
          agents: row.agents,
          estimateP50Ms: row.estimate?.p50Ms ?? null,
          estimateP80Ms: row.estimate?.p80Ms ?? null,
        },
        readings: readCell((row as LiveNumbers).windows[window]),
        asOf,
      }),
    targetOf: (row) => (id.startsWith('service-level') ? row.serviceLevelTarget : undefined),
  };
}

function botMetric(id: BotMetricId): TileMetric {
  const metric = BOT_METRICS[id];
  return {
    id,
    subject: 'bot',
    unit: metric.unit,
    span: metric.span,
    better: metric.better,
    measure: (row, window) => measureBot(id, row, window),
    targetOf: (row) => (metric.againstThreshold ? row.confidenceThreshold : undefined),
  };
}
