import Type from 'typebox';
import type { JobDefinition } from '../../../jobs/job-definition.ts';

/** Publishes a site's forecasts if they are due by its clock. */
export const publishForecastJob: JobDefinition = {
  name: 'publish-forecast',
  isLong: true,
  payload: Type.Object({ siteId: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
};
