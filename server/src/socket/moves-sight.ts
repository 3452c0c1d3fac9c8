import type { View } from '@floorwalk/shared/live/apply';
import type { Delta } from '@floorwalk/shared/live/delta';

/**
 * Whether a delta that is about to be applied changes to whom a queue or a bot belongs: then contacts, sessions and bots that it does not hold change
 * hands too.
 */
export function movesSight(view: View, delta: Delta): boolean {
  const queueMoves = delta.tables.queues?.some(
    (queue) => (view.tables.queues.get(queue.id)?.teamId ?? null) !== queue.teamId,
  );
  const botMoves = delta.tables.bots?.some((bot) => {
    const before = view.tables.bots.get(bot.id);
    return (before?.teamId ?? null) !== bot.teamId || (before?.queueId ?? null) !== bot.queueId;
  });
  return queueMoves === true || botMoves === true;
}
