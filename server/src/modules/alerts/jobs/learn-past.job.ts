import Type from 'typebox';
import { Id } from '@floorwalk/shared/kit/ids';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Tells a rule what the log already knows of the past it compares with, if nobody is at it. */
export const learnPastJob: JobDefinition = {
  name: 'learn-past',
  isLong: true,
  payload: Type.Object({ siteId: Id, ruleId: Id }, { additionalProperties: false }),
};
