import Type from 'typebox';
import { Id } from '@floorwalk/shared/kit/ids';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Moves a handover whose time has come: the agent did not answer, nobody took it, nobody ever took it. */
export const moveDueHandoverJob: JobDefinition = {
  name: 'move-due-handover',
  payload: Type.Object({ siteId: Id, handoverId: Id }, { additionalProperties: false }),
};
