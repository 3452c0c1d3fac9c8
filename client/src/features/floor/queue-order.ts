import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { metricInputOf } from '../../numbers/metric-input.ts';
import { judgeNumbers } from '../../severity/queue-severity.ts';
import { SEVERITY_RANK } from '../../severity/severity.ts';
import { compareNames } from '../../ui/compare-names.ts';
import type { GridSort } from '../../ui/grid-place.ts';

export type QueueFilter = {
  /** Words, in small letters, that a queue's name, department, channel or id must hold, all of them. */
  readonly words: readonly string[];
  /** `group:<id>` or `team:<id>`; empty for all. */
  readonly scope: string;
};

/** Whether a queue is within a scope of the address. */
export function inScope(queue: QueueRow, scope: string): boolean {
  if (scope === '') return true;
  const colon = scope.indexOf(':');
  const id = scope.slice(colon + 1);
  return scope.slice(0, colon) === 'group' ? queue.groupId === id : queue.teamId === id;
}

export function matches(queue: QueueRow, filter: QueueFilter): boolean {
  if (!inScope(queue, filter.scope)) return false;
  if (filter.words.length === 0) return true;
  const text = `${queue.name} ${queue.department ?? ''} ${queue.channel} ${queue.id}`.toLowerCase();
  return filter.words.every((word) => text.includes(word));
}

/**
 * Ids of the matching queues in order. By the queue column, descending: the worst first, then the longest wait, then the name; queues
 * without a value stand last whichever way a number is sorted. `serviceLevel` is the site's chosen formula; `asOf` is epoch ms of the site's clock.
 */
export function orderQueues(
  queues: Iterable<QueueRow>,
  filter: QueueFilter,
  sort: GridSort,
  window: WindowKey,
  serviceLevel: MetricId,
  asOf: number,
): readonly string[] {
  const keyed: { readonly id: string; readonly name: string; readonly key: number | null; readonly second: number }[] =
    [];
  for (const queue of queues) {
    if (!matches(queue, filter)) continue;
    const wait = queue.oldestQueuedAt === null ? 0 : asOf - queue.oldestQueuedAt;
    keyed.push({
      id: queue.id,
      name: queue.name,
      key: keyOf(queue, sort.column === 'service-level' ? serviceLevel : sort.column, window, serviceLevel, asOf),
      second: wait,
    });
  }
  const direction = sort.descending ? -1 : 1;
  keyed.sort((left, right) => {
    if (left.key !== right.key) {
      if (left.key === null) return 1;
      if (right.key === null) return -1;
      return (left.key - right.key) * direction;
    }
    return right.second - left.second || compareNames(left.name, right.name) || (left.id < right.id ? -1 : 1);
  });
  return keyed.map(({ id }) => id);
}

function keyOf(
  queue: QueueRow,
  column: string,
  window: WindowKey,
  serviceLevel: MetricId,
  asOf: number,
): number | null {
  if (column === 'agents') return queue.agents[0];
  const input = metricInputOf(queue, window, asOf);
  if (column === 'queue' || !Object.hasOwn(METRICS, column)) {
    return SEVERITY_RANK[judgeNumbers(queue, METRICS[serviceLevel].measure(input), asOf).severity];
  }
  return METRICS[column as MetricId].measure(input).value;
}
