import { CELL_FIELDS, type Cell } from '@floorwalk/shared/floor/cell';
import type { AgentRow, QueueRow } from '@floorwalk/shared/floor/rows';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import { metricInputOf } from '../numbers/metric-input.ts';
import { same } from '../store/same.ts';

/** Twelve numbers of each queue, as a table of the desk may show them. */
const QUEUE_NUMBERS: readonly MetricId[] = [
  'waiting',
  'longest-wait',
  'service-level',
  'abandon-rate',
  'wait-estimate',
  'agents-available',
  'average-speed-of-answer',
  'average-handle-time',
  'offered',
  'answered',
  'abandoned',
  'occupancy',
];
const AGENT_NUMBERS = ['state', 'reason', 'since', 'contacts'] as const;

/** How many numbers on the glass differ between two rows of a queue; at least one, so that asking for many comes to an end. */
export function countQueueNumbers(before: QueueRow, after: QueueRow, now: number): number {
  const left = metricInputOf(before, 'last30m', now);
  const right = metricInputOf(after, 'last30m', now);
  return Math.max(
    1,
    QUEUE_NUMBERS.filter((id) => METRICS[id].measure(left).value !== METRICS[id].measure(right).value).length,
  );
}

/** The same of an agent. */
export function countAgentNumbers(before: AgentRow, after: AgentRow): number {
  return Math.max(1, AGENT_NUMBERS.filter((field) => !same(before[field], after[field])).length);
}

/** One contact more or less, offered and answered; never more within the threshold than answered at all. */
export function bump(cell: Cell, by: number): Cell {
  const answered = Math.max(0, (cell[1] ?? 0) + by);
  return cell.map((value, index) => {
    if (value === null) return null;
    if (CELL_FIELDS[index] === 'offeredCount') return Math.max(0, value + by);
    if (CELL_FIELDS[index] === 'answeredCount') return answered;
    if (CELL_FIELDS[index] === 'answeredWithinCount') return Math.min(value, answered);
    return value;
  });
}
