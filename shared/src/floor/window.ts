import Type, { type Static } from 'typebox';

/**
 * The spans over which counts are kept, read at an `asOf`. Rolling windows are made of 15-second buckets: the last n minutes are the
 * 4n buckets that end with the one holding `asOf`. `interval` is the site's current 15 or 30 minutes, `today` begins at the site's
 * `dayStartsAt` in its zone.
 */
export const WindowKey = Type.Union([
  Type.Literal('last5m'),
  Type.Literal('last15m'),
  Type.Literal('last30m'),
  Type.Literal('interval'),
  Type.Literal('today'),
]);
export type WindowKey = Static<typeof WindowKey>;
export const WINDOW_KEYS = [
  'last5m',
  'last15m',
  'last30m',
  'interval',
  'today',
] as const satisfies readonly WindowKey[];

/** Width of a bucket of the rolling windows. */
export const BUCKET_MS = 15_000;
/** Buckets in the longest rolling window. */
export const ROLLING_BUCKETS = 120;
/** How many buckets each rolling window spans. */
export const ROLLING_SPAN = { last5m: 20, last15m: 60, last30m: 120 } as const;
/** Width and count of the buckets of a quarter of an hour: a 25-hour day and two hours of lateness. */
export const DAY_BUCKET_MS = 900_000;
export const DAY_BUCKETS = 108;
