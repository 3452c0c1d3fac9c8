import { parentPort, workerData } from 'node:worker_threads';
import { learnQueues, type LearnedQueue, type LearningTask } from './learn-queues.ts';

/** What the thread tells: how many queues are done, then what was learned. */
export type LearningMessage =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'result'; readonly queues: readonly LearnedQueue[] };

const tell = (message: LearningMessage): void => parentPort?.postMessage(message);

tell({
  kind: 'result',
  queues: learnQueues(workerData as LearningTask, (done) => tell({ kind: 'progress', done })),
});
