import { Worker } from 'node:worker_threads';

/** A thread runs what is built, also when this file itself is run as it was written. */
const BUILT = new URL(import.meta.url.endsWith('.ts') ? '../../dist/' : '../', import.meta.url);

/**
 * Has a thread of its own do what would keep everybody else waiting: `program` is its file below the server, `task` what it is given. `take` hears
 * of every message, and answers `done` when it brought the result; what it throws ends the thread too. Aborting `signal` ends the thread at once,
 * and rejects with the signal's reason.
 */
export function runInWorker<Message, Result>(
  program: string,
  task: unknown,
  take: (message: Message) => { readonly done: Result } | undefined,
  signal: AbortSignal,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL(program, BUILT), { workerData: task, execArgv: [] });
    const finish = (settle: () => void): void => {
      signal.removeEventListener('abort', cancel);
      void worker.terminate();
      settle();
    };
    const fail = (error: unknown): void => finish(() => reject(error));
    const cancel = (): void => fail(signal.reason);
    signal.addEventListener('abort', cancel);
    worker.on('message', (message: Message) => {
      try {
        const taken = take(message);
        if (taken !== undefined) finish(() => resolve(taken.done));
      } catch (error) {
        fail(error);
      }
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`${program} ended without a result (code ${code})`)));
  });
}
