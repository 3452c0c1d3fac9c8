import { isDeferred } from '../what-if/deferred-outlook.ts';
import { ASSUMED_PATIENCE_MS, whatIf, type QueueOutlook } from '../what-if/what-if.ts';
import { findAddMoves, findReleaseMoves, type FoundMove, type Window } from './find-moves.ts';
import { gapOf, type StaffingPicture } from './staffing-picture.ts';
import { MAX_MOVES, type Surge, type SurgeGap, type SurgeMove } from '../surge/surge.ts';
import type { SurgePolicy } from '../surge/surge-policy.ts';

export type SurgePlan = {
  readonly id: string;
  readonly queueId: string;
  readonly direction: Surge['direction'];
  /** Asked for by a person: otherwise the run of intervals that are short. */
  readonly window?: Window;
  /** Agents asked for in it, whatever the gap is. */
  readonly agentsMore?: number;
  readonly policy: SurgePolicy;
  readonly policyVersion: number;
};

/**
 * A surge for a queue as it would be proposed: the window, every move with its cost, its legality and what it does to the service level by itself, and
 * which of them together close the gap the cheapest way. `null` where there is no forecast or nothing to be done about it.
 */
export function proposeSurge(picture: StaffingPicture, plan: SurgePlan): Surge | null {
  const { queueId, direction, policy } = plan;
  const queue = picture.queues.get(queueId);
  const gap = gapOf(picture, queueId);
  if (queue === undefined || gap === null) return null;
  const window = plan.window ?? windowOf(picture, gap, direction, policy);
  const found = (direction === 'add' ? findAddMoves : findReleaseMoves)(picture, queueId, window, policy);
  if (found.length === 0) return null;
  const without = serviceLevelIn(picture, queueId, gap, window, []);
  const judged = found.map((move) => ({ move, reach: reachOf(gap, window, move) }));
  const suggested = suggest(judged, missingIn(gap, window, plan), direction);
  const moves = judged
    .map(({ move }): SurgeMove => ({
      ...move,
      serviceLevelWithout: without,
      serviceLevelWith: serviceLevelIn(picture, queueId, gap, window, [move]),
      isSuggested: suggested.has(move.id),
      isChosen: false,
    }))
    .toSorted(
      (left, right) =>
        Number(right.isSuggested) - Number(left.isSuggested) ||
        Number(left.refusal !== null) - Number(right.refusal !== null) ||
        left.cost - right.cost ||
        (left.id < right.id ? -1 : 1),
    )
    .slice(0, MAX_MOVES);
  const chosen = moves.filter((move) => move.isSuggested);
  return {
    id: plan.id,
    queueId,
    queueName: queue.name,
    teamId: queue.teamId,
    direction,
    state: 'proposed',
    startsAt: window.from,
    endsAt: window.to,
    gap,
    moves,
    serviceLevelWith: serviceLevelIn(picture, queueId, gap, window, chosen),
    policyVersion: plan.policyVersion,
    currency: policy.currency,
    proposedAt: picture.now,
    requested: null,
    decided: null,
    ending: null,
    offeredAt: null,
    answerBy: null,
    activeAt: null,
    returnedAt: null,
    endedAt: null,
    gapClosedAt: null,
    effect: null,
    dueAt: window.to,
  };
}

/** From now to the end of the intervals that are short one after another. */
function windowOf(
  picture: StaffingPicture,
  gap: SurgeGap,
  direction: Surge['direction'],
  { maxLastMs }: SurgePolicy,
): Window {
  const sign = direction === 'add' ? 1 : -1;
  const over = gap.requiredAgents.findIndex(
    (required, index) => sign * (required - (gap.staffedAgents[index] ?? 0)) <= 0,
  );
  const count = over <= 0 ? gap.requiredAgents.length : over;
  const end = gap.startsAt + Math.max(2, count) * gap.intervalMs;
  return { from: picture.now, to: Math.min(end, picture.now + maxLastMs) };
}

/** Agent-milliseconds that are missing (or too many) in a window. */
function missingIn(gap: SurgeGap, window: Window, { direction, agentsMore }: SurgePlan): number {
  if (agentsMore !== undefined) return agentsMore * (window.to - window.from);
  return gap.requiredAgents.reduce((sum, required, index) => {
    const span = overlap(gap, index, window);
    const missing = required - (gap.staffedAgents[index] ?? 0);
    return sum + span * Math.max(0, direction === 'add' ? missing : -missing);
  }, 0);
}

function overlap({ startsAt, intervalMs }: SurgeGap, index: number, { from, to }: Window): number {
  const at = startsAt + index * intervalMs;
  return Math.max(0, Math.min(to, at + intervalMs) - Math.max(from, at));
}

function reachOf(gap: SurgeGap, window: Window, move: FoundMove): number {
  const span = { from: Math.max(window.from, move.fromAt), to: Math.min(window.to, move.toAt) };
  return gap.requiredAgents.reduce((sum, _, index) => sum + overlap(gap, index, span), 0) * move.agentCount;
}

/** The legal moves that cost least for what they bring, one for each agent, until nothing is missing. What frees people never frees too many. */
function suggest(
  judged: readonly { readonly move: FoundMove; readonly reach: number }[],
  missing: number,
  direction: Surge['direction'],
): ReadonlySet<string> {
  const chosen = new Set<string>();
  const agents = new Set<string>();
  let left = missing;
  const price = ({ move, reach }: (typeof judged)[number]) => move.cost / reach;
  const candidates = judged
    .filter(({ move, reach }) => move.refusal === null && reach > 0)
    .toSorted(
      (left_, right) =>
        price(left_) - price(right) || right.reach - left_.reach || (left_.move.id < right.move.id ? -1 : 1),
    );
  for (const { move, reach } of candidates) {
    if (left <= 0) break;
    if (move.agentId !== null && agents.has(move.agentId)) continue;
    if (direction === 'release' && reach > left) continue;
    chosen.add(move.id);
    if (move.agentId !== null) agents.add(move.agentId);
    left -= reach;
  }
  return chosen;
}

/** Service level of a window's contacts with some moves made; `null` where it cannot be told. */
export function serviceLevelIn(
  picture: StaffingPicture,
  queueId: string,
  gap: SurgeGap,
  window: Window,
  moves: readonly Pick<FoundMove, 'kind' | 'fromAt' | 'toAt' | 'agentCount'>[],
): number | null {
  const outlook = outlookOf(picture, queueId, gap, window, moves);
  return outlook === null || outlook.intervals.length === 0 ? null : whatIf(outlook, {}).expected.serviceLevel;
}

function outlookOf(
  picture: StaffingPicture,
  queueId: string,
  gap: SurgeGap,
  window: Window,
  moves: readonly Pick<FoundMove, 'kind' | 'fromAt' | 'toAt' | 'agentCount'>[],
): QueueOutlook | null {
  const forecast = picture.forecasts.get(queueId);
  const queue = picture.queues.get(queueId);
  if (forecast === undefined || queue === undefined) return null;
  const first = Math.round((gap.startsAt - forecast.startsAt) / gap.intervalMs);
  const intervals = gap.requiredAgents.flatMap((_, index) => {
    const span = overlap(gap, index, window);
    const handleTimeMs = forecast.handleTimesMs[first + index] ?? 0;
    const offeredCount = forecast.offeredCounts[first + index] ?? 0;
    if (span <= 0 || handleTimeMs <= 0) return [];
    const more = moves.reduce((sum, move) => {
      const part = overlap(gap, index, {
        from: Math.max(window.from, move.fromAt),
        to: Math.min(window.to, move.toAt),
      });
      return sum + ((move.kind === 'time-off' ? -1 : 1) * move.agentCount * part) / span;
    }, 0);
    return [
      {
        startsAt: gap.startsAt + index * gap.intervalMs,
        offeredCount,
        lowCount: forecast.lowCounts[first + index] ?? offeredCount,
        highCount: forecast.highCounts[first + index] ?? offeredCount,
        handleTimeMs,
        agents: Math.max(0, (gap.staffedAgents[index] ?? 0) + more),
      },
    ];
  });
  return {
    intervalMs: gap.intervalMs,
    intervals,
    thresholdMs: queue.serviceLevelThresholdMs,
    patienceMs: queue.patienceMs ?? ASSUMED_PATIENCE_MS,
    concurrency: 1,
    stretchPerContact: 0,
    // Of work that waits on purpose only what comes is known here, not what waits.
    ...(isDeferred(queue.channel, queue.serviceLevelThresholdMs, gap.intervalMs) && {
      deferred: { waiting: [], maxOccupancy: 1 },
    }),
    botShare: 0,
    containment: 0,
    hourCost: 0,
    abandonCost: 0,
  };
}
