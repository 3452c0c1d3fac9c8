import type { FindingCause } from './investigation-events.ts';

/** LIST: what a deviation can turn out to have been, as the schema has it. */
export const FINDING_CAUSES = [
  'campaign',
  'outage',
  'product-or-billing-problem',
  'weather-or-news',
  'holiday-or-event',
  'routing-or-opening-hours',
  'bad-data',
  'forecast-error',
  'other',
] as const satisfies readonly FindingCause[];
