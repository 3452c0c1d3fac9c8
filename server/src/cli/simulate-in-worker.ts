import { Worker } from 'node:worker_threads';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import type { SimulationProgress } from '@floorwalk/shared/simulation/simulate';
import type { SimulationResult } from '@floorwalk/shared/simulation/simulation-result';
import type { SimulationMessage } from './simulation-worker.ts';

/** A thread runs what is built, also when this file itself is run as it was written. */
const WORKER = import.meta.url.endsWith('.ts') ? '../../dist/cli/simulation-worker.js' : './simulation-worker.js';

/**
 * Runs a simulation on a thread of its own, so that whoever asked stays responsive. `onProgress` hears of every replication;
 * aborting `signal` ends the thread at once. Rejects with the InputError of a scenario that is refused, with the signal's
 * reason when it was cancelled, or with whatever broke the thread.
 */
export function simulateInWorker(
  scenario: unknown,
  onProgress: (progress: SimulationProgress) => void,
  signal: AbortSignal,
): Promise<SimulationResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL(WORKER, import.meta.url), { workerData: scenario, execArgv: [] });
    const finish = (settle: () => void): void => {
      signal.removeEventListener('abort', cancel);
      void worker.terminate();
      settle();
    };
    const cancel = (): void => finish(() => reject(signal.reason));
    signal.addEventListener('abort', cancel);
    worker.on('message', (message: SimulationMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'result') finish(() => resolve(message.result));
      else finish(() => reject(new InputError(message.field, message.message.slice(message.field.length + 2))));
    });
    worker.on('error', (error) => finish(() => reject(error)));
    worker.on('exit', (code) =>
      finish(() => reject(new Error(`the simulation ended without a result (code ${code})`))),
    );
  });
}
