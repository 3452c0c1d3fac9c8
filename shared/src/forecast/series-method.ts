import type { MethodName } from './methods.ts';

/** How the series of a queue can be forecast: by its own past, or as its share of a whole it is part of. */
export type SeriesMethod = 'meanOfLastDays' | MethodName | 'shareOfChannel' | 'shareOfSite';

/** LIST: the same, the simplest first. Stands apart from the methods themselves, which a browser need not fetch to name them. */
export const SERIES_METHODS = [
  'meanOfLastDays',
  'seasonalNaive',
  'meanOfLastFour',
  'medianOfLastSix',
  'components',
  'shareOfChannel',
  'shareOfSite',
] as const satisfies readonly SeriesMethod[];
