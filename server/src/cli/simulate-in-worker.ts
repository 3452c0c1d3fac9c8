import { InputError } from '@floorwalk/shared/numeric/input-error';
import type { SimulationProgress } from '@floorwalk/shared/simulation/simulate';
import type { SimulationResult } from '@floorwalk/shared/simulation/simulation-result';
import { runInWorker } from '../jobs/run-in-worker.ts';
import type { SimulationMessage } from './simulation-worker.ts';

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
  const take = (message: SimulationMessage) => {
    if (message.kind === 'result') return { done: message.result };
    if (message.kind !== 'progress')
      throw new InputError(message.field, message.message.slice(message.field.length + 2));
    onProgress(message.progress);
    return undefined;
  };
  return runInWorker('cli/simulation-worker.js', scenario, take, signal);
}
