import { runInWorker } from '../../jobs/run-in-worker.ts';
import type { LearnedQueue, LearningTask } from './learn-queues.ts';
import type { LearningMessage } from './learning-worker.ts';

/**
 * Learns a site's queues on a thread of its own: it takes tenths of a second a queue, in which nobody else's request is to wait. `onQueue` hears how many are
 * done; aborting `signal` ends the thread at once, and the answer is the signal's reason.
 */
export function learnInWorker(
  task: LearningTask,
  onQueue: (done: number) => void,
  signal: AbortSignal,
): Promise<readonly LearnedQueue[]> {
  const take = (message: LearningMessage) => {
    if (message.kind !== 'progress') return { done: message.queues };
    onQueue(message.done);
    return undefined;
  };
  return runInWorker('modules/forecast/learning-worker.js', task, take, signal);
}
