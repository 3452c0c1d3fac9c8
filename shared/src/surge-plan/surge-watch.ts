import { gapOf, isClosed, isShort, type StaffingPicture } from './staffing-picture.ts';
import { guestIdOf } from '../surge/surge-help.ts';
import type { Surge } from '../surge/surge.ts';
import type { SurgePolicy } from '../surge/surge-policy.ts';

export type WatchFindings = {
  readonly propose: readonly { readonly queueId: string; readonly direction: Surge['direction'] }[];
  /** Surges whose gap has been closed for long enough, without them. */
  readonly closed: readonly string[];
};

/**
 * Looks at a site's gaps again and again and says when one has stood long enough to be spoken of, and when one is closed for good. Each gap is spoken
 * of once: until it has closed, whatever was decided about it, the next words about that queue would be the same ones.
 */
export class SurgeWatch {
  /** Since when something has been so without a pause, by what it is; epoch ms of the site's clock. */
  readonly #since = new Map<string, number>();

  evaluate(picture: StaffingPicture, surges: Iterable<Surge>, policy: SurgePolicy): WatchFindings {
    const open = new Map<string, Surge>();
    for (const surge of surges) if (surge.gapClosedAt === null) open.set(surge.queueId, surge);
    const propose: WatchFindings['propose'][number][] = [];
    const closed: string[] = [];
    const holding = new Set<string>();
    const held = (key: string): boolean => {
      holding.add(key);
      const since = this.#since.get(key) ?? picture.now;
      this.#since.set(key, since);
      return picture.now - since >= policy.holdMs;
    };
    for (const queueId of picture.forecasts.keys()) {
      const surge = open.get(queueId);
      if (surge === undefined) {
        const gap = gapOf(picture, queueId, policy.persistIntervals);
        if (gap === null) continue;
        for (const direction of ['add', 'release'] as const) {
          const isSo = isShort(gap, policy, policy.persistIntervals, direction);
          if (isSo && held(`${direction} ${queueId}`)) propose.push({ queueId, direction });
        }
      } else if (isGapClosed(picture, surge, policy) && held(`closed ${surge.id}`)) closed.push(surge.id);
    }
    for (const key of this.#since.keys()) if (!holding.has(key)) this.#since.delete(key);
    return { propose, closed };
  }

  /** Whether anything stands that only time is needed for. */
  get isWaiting(): boolean {
    return this.#since.size > 0;
  }
}

function isGapClosed(picture: StaffingPicture, surge: Surge, policy: SurgePolicy): boolean {
  const gap = gapOf(withoutSurge(picture, surge), surge.queueId, policy.closeIntervals);
  // Where the day's forecast is at its end there is nothing left to be short of.
  if (gap === null) return true;
  return surge.direction === 'add'
    ? isClosed(gap, policy.closeIntervals)
    : !isShort(gap, policy, Math.min(policy.closeIntervals, gap.requiredAgents.length), 'release');
}

/** The floor as it would be had nobody been moved: what a surge itself closes is not closed. */
export function withoutSurge(picture: StaffingPicture, surge: Surge): StaffingPicture {
  const agents = new Map(picture.agents);
  const schedules = new Map(picture.schedules);
  for (const move of surge.moves) {
    for (const { agentId } of move.helpers ?? []) agents.delete(guestIdOf(move.siteId ?? '', agentId));
    const agent = move.agentId === null ? undefined : agents.get(move.agentId);
    if (move.outcome !== 'applied' || agent === undefined || move.change === null) continue;
    const { change } = move;
    if (change.kind === 'queue') {
      agents.set(agent.id, { ...agent, queueIds: agent.queueIds.filter((id) => id !== change.queueId) });
      continue;
    }
    const row = schedules.get(agent.id);
    if (row !== undefined) {
      const days = row.days.map((day) => (day.date === change.date ? { ...day, activities: change.before } : day));
      schedules.set(agent.id, { ...row, days });
    }
    if (move.kind === 'backup-pool') agents.set(agent.id, { ...agent, state: 'signed-out' });
  }
  return { ...picture, agents, schedules };
}
