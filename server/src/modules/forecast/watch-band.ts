import { and, eq, gt } from 'drizzle-orm';
import { DAY_BUCKET_MS } from '@floorwalk/shared/floor/window';
import type { Queue } from '@floorwalk/shared/floor/floor-state';
import { tallyOf } from '@floorwalk/shared/floor/ring';
import type { ForecastRow } from '@floorwalk/shared/forecast/rows';
import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import type { JobServices } from '../../roles/services.ts';
import { publishForecastJob } from './jobs/publish-forecast.job.ts';
import { forecastState } from './tables.ts';

/** Forecasts are compared so often at most, real ms. */
const LEAST_MS = 1_000;
/** Most forecasts asked for within one interval of a queue: what leaves its band again and again is an incident, and the next quarter is near. */
const MOST_PER_INTERVAL = 2;

/** Asks for a new forecast at once when more has come within a running interval than its band holds for all of it; too few are seen at the interval's end. */
export function watchBands(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteBands(siteId, services));
}

class SiteBands implements SiteWatcher {
  readonly about = 'the bands of forecasts';
  readonly leastMs = LEAST_MS;
  readonly #siteId: string;
  readonly #services: JobServices;
  readonly #asked = new Map<string, { readonly intervalAt: number; count: number; forecastId: string }>();

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  failed(): void {
    this.#asked.clear();
  }

  async look({ state, time }: Look): Promise<Looked> {
    let isDue = false;
    for (const forecast of state.forecasts.forecasts.values()) {
      const queue = state.floor.queues.get(forecast.queueId);
      if (queue !== undefined && hasLeftBand(queue, forecast, time) && this.#mayAsk(forecast, time)) isDue = true;
    }
    if (isDue) await this.#ask(time);
    return {};
  }

  #mayAsk({ queueId, forecastId, startsAt, intervalMs }: ForecastRow, time: number): boolean {
    const intervalAt = startsAt + Math.floor((time - startsAt) / intervalMs) * intervalMs;
    const before = this.#asked.get(queueId);
    if (before?.intervalAt !== intervalAt) {
      this.#asked.set(queueId, { intervalAt, count: 1, forecastId });
      return true;
    }
    if (before.forecastId === forecastId || before.count >= MOST_PER_INTERVAL) return false;
    before.count++;
    before.forecastId = forecastId;
    return true;
  }

  async #ask(time: number): Promise<void> {
    const { database, ring, now } = this.#services;
    await database
      .update(forecastState)
      .set({ dueAt: time, cause: 'left-band' })
      .where(and(eq(forecastState.site, this.#siteId), gt(forecastState.dueAt, time)));
    const ringId = `publish-forecast-${this.#siteId.replaceAll(':', '_')}-band-${now()}`;
    await ring?.(publishForecastJob, ringId, { siteId: this.#siteId });
  }
}

/** Whether more came into the queue in the interval that runs than the forecast's band holds for the whole of it. */
export function hasLeftBand(queue: Queue, forecast: ForecastRow, time: number): boolean {
  const { startsAt, intervalMs, highCounts, seenCount } = forecast;
  const index = Math.floor((time - startsAt) / intervalMs);
  const high = highCounts[index];
  if (index < seenCount || high == null) return false;
  const from = startsAt + index * intervalMs;
  let count = 0;
  for (let at = from; at < from + intervalMs; at += DAY_BUCKET_MS) {
    count += tallyOf(queue.day, Math.floor(at / DAY_BUCKET_MS))?.offeredCount ?? 0;
  }
  return count > high;
}
