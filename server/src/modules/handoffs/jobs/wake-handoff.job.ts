import Type from 'typebox';
import type { JobDefinition } from '../../../jobs/job-definition.ts';
import { Id } from '@floorwalk/shared/kit/ids';

/** Lets the clock of one handoff speak: a pause that ends, a warning, a broken promise. */
export const wakeHandoffJob: JobDefinition = {
  name: 'wake-handoff',
  payload: Type.Object({ siteId: Id, handoffId: Id }, { additionalProperties: false }),
};
