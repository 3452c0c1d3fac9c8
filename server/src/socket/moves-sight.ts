import type { View } from '@floorwalk/shared/live/apply';
import type { Delta } from '@floorwalk/shared/live/delta';

/**
 * Whether a delta that is about to be applied changes to whom a queue, a bot or an agent with a schedule belongs: then contacts, sessions, bots and
 * schedules that it does not hold change hands too.
 */
export function movesSight(view: View, delta: Delta): boolean {
  const { queues, bots, agents, schedules } = view.tables;
  return (
    delta.tables.queues?.some((queue) => (queues.get(queue.id)?.teamId ?? null) !== queue.teamId) === true ||
    delta.removed.queues?.some((id) => (queues.get(id)?.teamId ?? null) !== null) === true ||
    delta.tables.bots?.some((bot) => {
      const before = bots.get(bot.id);
      return (before?.teamId ?? null) !== bot.teamId || (before?.queueId ?? null) !== bot.queueId;
    }) === true ||
    delta.removed.bots?.some((id) => bots.has(id)) === true ||
    delta.tables.agents?.some(({ id, teamId }) => schedules.has(id) && (agents.get(id)?.teamId ?? null) !== teamId) ===
      true
  );
}
