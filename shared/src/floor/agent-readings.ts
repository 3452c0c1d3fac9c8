import { availableMsAt, busyMsAt, changeAt } from './activity.ts';
import type { Agent } from './agent.ts';
import { addAgentCounts, AGENT_TALLY_FIELDS } from './agent-tally.ts';
import { readCell, type Readings } from './cell.ts';
import type { WindowSpan } from './window-reader.ts';
import { BUCKET_MS, DAY_BUCKET_MS } from './window.ts';

/** Where a window ends (not included): with the bucket that holds its reading, epoch ms. */
function endOf(span: WindowSpan): number {
  return (span.last + 1) * (span.ring === 'rolling' ? BUCKET_MS : DAY_BUCKET_MS);
}

/**
 * One agent's numbers over a window, in the shape that the metric registry measures: what has no meaning for an agent reads 0 or `null`.
 * Busy and available time go up to `until` (epoch ms): the reading's moment, or where the running state began.
 */
export function agentReadings(agent: Agent, span: WindowSpan, until: number): Readings {
  const { startAt } = span;
  const counts = AGENT_TALLY_FIELDS.map(() => 0);
  addAgentCounts(agent.tally, startAt, endOf(span), counts);
  const { activity } = agent;
  const to = Math.max(startAt, until);
  const [before, after] = [changeAt(activity, startAt), changeAt(activity, to)];
  return {
    ...NOTHING_READ,
    ...Object.fromEntries(AGENT_TALLY_FIELDS.map((field, index) => [field, counts[index]])),
    busyMs: busyMsAt(activity, after, to) - busyMsAt(activity, before, startAt),
    availableMs: availableMsAt(activity, after, to) - availableMsAt(activity, before, startAt),
  };
}

const NOTHING_READ = readCell(undefined);
