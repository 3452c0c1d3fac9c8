import { Worker } from 'node:worker_threads';
import type { LearnedQueue, LearningTask } from './learn-queues.ts';
import type { LearningMessage } from './learning-worker.ts';

/** A thread runs what is built, also when this file itself is run as it was written. */
const WORKER = import.meta.url.endsWith('.ts')
  ? '../../../dist/modules/forecast/learning-worker.js'
  : './learning-worker.js';

/**
 * Learns a site's queues on a thread of its own: it takes tenths of a second a queue, in which nobody else's request is to wait. `onQueue` hears how many are
 * done; aborting `signal` ends the thread at once, and the answer is the signal's reason.
 */
export function learnInWorker(
  task: LearningTask,
  onQueue: (done: number) => void,
  signal: AbortSignal,
): Promise<readonly LearnedQueue[]> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL(WORKER, import.meta.url), { workerData: task, execArgv: [] });
    const finish = (settle: () => void): void => {
      signal.removeEventListener('abort', cancel);
      void worker.terminate();
      settle();
    };
    const cancel = (): void => finish(() => reject(signal.reason));
    signal.addEventListener('abort', cancel);
    worker.on('message', (message: LearningMessage) => {
      if (message.kind === 'progress') onQueue(message.done);
      else finish(() => resolve(message.queues));
    });
    worker.on('error', (error) => finish(() => reject(error)));
    worker.on('exit', (code) => finish(() => reject(new Error(`learning ended without a result (code ${code})`))));
  });
}
