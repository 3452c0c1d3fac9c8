import Type from 'typebox';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Runs the backtest of that id, if nobody is at it. */
export const runBacktestJob: JobDefinition = {
  name: 'run-backtest',
  isLong: true,
  payload: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }),
};
