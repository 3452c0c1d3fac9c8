import { and, eq, gt, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { forecastState } from './tables.ts';

/** Forecasts are due so often, ms of the site's clock. */
export const EVERY_MS = 15 * 60_000;
/** A history comes in pieces: what was told is read once nothing more was told for so long, real ms. */
const TOLD_REST_MS = 2_000;

/**
 * Whether a site's forecasts may be made, and nobody is at it: their moment has come by the site's clock, or more was told of its past than was read.
 * `siteTime` is the site's present, `now` the real one, epoch ms.
 */
export function mayBegin(siteId: string, siteTime: number, now: number): SQL | undefined {
  // A clock that was set back leaves a moment that may never come.
  const hasCome = or(lte(forecastState.dueAt, siteTime), gt(forecastState.dueAt, siteTime + EVERY_MS));
  const wasTold = sql`(select max(recorded_at) from event_log where site = ${siteId}
    and position > forecast_state.read_position and type = 'history.day-recorded') <= ${now - TOLD_REST_MS}`;
  const isFree = or(isNull(forecastState.workingUntil), lt(forecastState.workingUntil, now));
  return and(eq(forecastState.site, siteId), or(hasCome, wasTold), isFree);
}
