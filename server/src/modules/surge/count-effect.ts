import { floorSlice } from '@floorwalk/shared/floor/floor-slice';
import { readCell, type Readings } from '@floorwalk/shared/floor/cell';
import { measuredSpanMs, measureEffect } from '@floorwalk/shared/surge/measure-effect';
import { serviceLevelIn } from '@floorwalk/shared/surge-plan/propose-surge';
import { pictureOf } from '@floorwalk/shared/surge-plan/picture-of-state';
import { withoutSurge } from '@floorwalk/shared/surge-plan/surge-watch';
import { gapOf } from '@floorwalk/shared/surge-plan/staffing-picture';
import type { SpanCounts, Surge, SurgeEffect } from '@floorwalk/shared/surge/surge';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { JobServices } from '../../roles/services.ts';

/** Counts what came of a surge from the board's own numbers: today's counts of every queue at its edges, and the differences between them. */
export async function countEffect(services: JobServices, siteId: string, surge: Surge): Promise<SurgeEffect> {
  const { activeAt, returnedAt } = surge;
  const cost = surge.moves.reduce((sum, move) => {
    if (move.outcome !== 'applied' && move.outcome !== 'returned') return sum;
    // Who was returned early cost less.
    const planned = Math.max(1, move.toAt - move.fromAt);
    const worked = Math.max(0, Math.min(move.toAt, returnedAt ?? move.toAt) - Math.max(move.fromAt, activeAt ?? 0));
    return sum + move.cost * Math.min(1, worked / planned);
  }, 0);
  const nothing = { before: null, during: null, after: null, othersBefore: null, othersDuring: null };
  if (activeAt === null || returnedAt === null) return measureEffect({ ...nothing, expectedServiceLevel: null }, cost);
  const span = measuredSpanMs(surge);
  const edges = [activeAt - span, activeAt, returnedAt, surge.dueAt ?? returnedAt + span];
  const counts: ReadonlyMap<string, Readings>[] = [];
  let expected: number | null = null;
  // Queues that gave people away are no measure of what would have been.
  const touched = new Set([surge.queueId]);
  for (const at of edges) {
    // oxlint-disable-next-line no-await-in-loop -- four folds at once would hold four floors in memory
    const { state } = await services.stateAt(siteId, { at, view: 'known' });
    counts.push(todayByQueue(state, at));
    if (at !== activeAt) continue;
    expected = expectedWithout(state, surge, activeAt, returnedAt);
    for (const { kind, agentId, outcome } of surge.moves) {
      if (kind !== 'cross-skill' || agentId === null || outcome === 'none') continue;
      for (const queueId of state.floor.agents.get(agentId)?.queueIds ?? []) touched.add(queueId);
    }
  }
  const spanOf = (index: number, queueIds: readonly string[]): SpanCounts | null =>
    difference(counts[index], counts[index + 1], queueIds, edges[index] ?? 0, edges[index + 1] ?? 0);
  const others = [...(counts[1]?.keys() ?? [])].filter((id) => !touched.has(id));
  const own = [surge.queueId];
  return measureEffect(
    {
      before: spanOf(0, own),
      during: spanOf(1, own),
      after: spanOf(2, own),
      othersBefore: spanOf(0, others),
      othersDuring: spanOf(1, others),
      expectedServiceLevel: expected,
    },
    cost,
  );
}

function todayByQueue({ floor }: LiveState, at: number): ReadonlyMap<string, Readings> {
  const rows = floorSlice.rows(floor, at, 'all').tables.queues ?? [];
  return new Map(rows.map(({ id, windows }) => [id, readCell(windows.today)]));
}

/** Where a new day began in between, the counts of the new day are all there is. */
function difference(
  from: ReadonlyMap<string, Readings> | undefined,
  to: ReadonlyMap<string, Readings> | undefined,
  queueIds: readonly string[],
  fromAt: number,
  toAt: number,
): SpanCounts | null {
  if (queueIds.length === 0 || to === undefined) return null;
  const sum = (of: (readings: Readings) => number): number =>
    queueIds.reduce((total, id) => {
      const end = to.get(id);
      const start = from?.get(id);
      if (end === undefined) return total;
      const sinceStart = of(end) - (start === undefined ? 0 : of(start));
      return total + (sinceStart < 0 ? of(end) : sinceStart);
    }, 0);
  return {
    from: fromAt,
    to: toAt,
    offeredCount: sum((one) => one.offeredCount),
    answeredCount: sum((one) => one.answeredCount),
    inTimeCount: sum((one) => one.answeredWithinCount),
    abandonedCount: sum((one) => one.abandonedCount),
    answeredWaitMs: sum((one) => one.answeredWaitMs),
  };
}

function expectedWithout(state: LiveState, surge: Surge, from: number, to: number): number | null {
  const picture = withoutSurge(pictureOf(state, from, { patience: true }), surge);
  const gap = gapOf(picture, surge.queueId);
  return gap === null ? null : serviceLevelIn(picture, surge.queueId, gap, { from, to }, []);
}
