import Type from 'typebox';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Hands over the delivery of that id, if it is due and nobody is at it. */
export const deliverNoticeJob: JobDefinition = {
  name: 'deliver-notice',
  payload: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false }),
};
