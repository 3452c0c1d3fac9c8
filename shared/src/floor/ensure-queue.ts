import type { Channel } from '../kit/channel.ts';
import { createQueue, type FloorState, type Queue } from './floor-state.ts';
import { markQueue } from './mark-changed.ts';

/** The queue, made when unknown with default thresholds. `channel` is taken while none was configured. */
export function ensureQueue(state: FloorState, queueId: string, channel?: Channel): Queue {
  let queue = state.queues.get(queueId);
  if (queue === undefined) {
    queue = createQueue(queueId);
    queue.areas = [state.site];
    state.queues.set(queueId, queue);
    if (channel !== undefined) queue.channel = channel;
    markQueue(state, queue);
  }
  return queue;
}
