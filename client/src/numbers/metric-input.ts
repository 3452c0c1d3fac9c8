import { readCell } from '@floorwalk/shared/floor/cell';
import type { LiveNumbers } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { Measured, MetricId, MetricInput } from '@floorwalk/shared/metrics/metric';

/** A row as formulas read it, over one window. `asOf` is epoch ms of the site's clock. */
export function metricInputOf(row: LiveNumbers, window: WindowKey, asOf: number): MetricInput {
  return {
    now: {
      waitingCount: row.waitingCount,
      oldestQueuedAt: row.oldestQueuedAt,
      inServiceCount: row.inServiceCount,
      agents: row.agents,
      estimateP50Ms: row.estimate?.p50Ms ?? null,
      estimateP80Ms: row.estimate?.p80Ms ?? null,
    },
    readings: readCell(row.windows[window]),
    asOf,
  };
}

export function measureRow(id: MetricId, row: LiveNumbers, window: WindowKey, asOf: number): Measured {
  return METRICS[id].measure(metricInputOf(row, window, asOf));
}
