import { type MethodName, methodNames } from './methods.ts';

/** LIST: how the series of a queue can be forecast: by its own past, or as its share of a whole it is part of. */
export const SERIES_METHODS = ['meanOfLastDays', ...methodNames, 'shareOfChannel', 'shareOfSite'] as const;
export type SeriesMethod = 'meanOfLastDays' | MethodName | 'shareOfChannel' | 'shareOfSite';
