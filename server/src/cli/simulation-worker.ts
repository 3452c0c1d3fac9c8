import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { simulate, type SimulationProgress } from '@floorwalk/shared/simulation/simulate';
import type { SimulationResult } from '@floorwalk/shared/simulation/simulation-result';

/** What the worker tells: how far it is, then the result or what was wrong with the scenario. */
export type SimulationMessage =
  | { readonly kind: 'progress'; readonly progress: SimulationProgress }
  | { readonly kind: 'result'; readonly result: SimulationResult }
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };

function tell(message: SimulationMessage): void {
  parentPort?.postMessage(message);
}

try {
  const run = simulate(workerData);
  for (let step = run.next(); ; step = run.next()) {
    if (step.done) {
      tell({ kind: 'result', result: step.value });
      break;
    }
    tell({ kind: 'progress', progress: step.value });
  }
} catch (error) {
  // Anything else ends the worker, and whoever started it hears of it.
  if (!(error instanceof InputError)) throw error;
  tell({ kind: 'refused', field: error.field, message: error.message });
}
