import Type from 'typebox';
import { Id } from '@floorwalk/shared/kit/ids';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Carries a surge on whose moment has come, if it has not gone on already. Long, because the floor may have to be folded for it. */
export const advanceSurgeJob: JobDefinition = {
  name: 'advance-surge',
  isLong: true,
  payload: Type.Object({ siteId: Id, surgeId: Id }, { additionalProperties: false }),
};
