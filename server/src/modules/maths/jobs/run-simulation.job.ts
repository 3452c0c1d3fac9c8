import Type from 'typebox';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Runs the simulation of that id, if nobody is at it. */
export const runSimulationJob: JobDefinition = {
  name: 'run-simulation',
  isLong: true,
  payload: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }),
};
