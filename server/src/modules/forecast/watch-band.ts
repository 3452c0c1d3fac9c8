import { and, eq, gt } from 'drizzle-orm';
import { DAY_BUCKET_MS } from '@floorwalk/shared/floor/agent';
import type { Queue } from '@floorwalk/shared/floor/floor-state';
import { tallyOf } from '@floorwalk/shared/floor/ring';
import type { ForecastRow } from '@floorwalk/shared/forecast/rows';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteReaction, StartReaction } from '../../live/site-reaction.ts';
import type { JobServices } from '../../roles/services.ts';
import { publishForecastJob } from './jobs/publish-forecast.job.ts';
import { forecastState } from './tables.ts';

/** Forecasts are compared so often at most, real ms. */
const LEAST_MS = 1_000;
/** Most forecasts asked for within one interval of a queue: what leaves its band again and again is an incident, and the next quarter is near. */
const MOST_PER_INTERVAL = 2;

/** Asks for a new forecast at once when more has come within a running interval than its band holds for all of it; too few are seen at the interval's end. */
export function watchBands(services: JobServices): StartReaction {
  return (siteId) => new SiteBands(siteId, services);
}

class SiteBands implements SiteReaction {
  readonly #siteId: string;
  readonly #services: JobServices;
  readonly #asked = new Map<string, { readonly intervalAt: number; count: number; forecastId: string }>();
  #state: LiveState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #lookedAt = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  behind(): void {
    this.#state = undefined;
  }

  caughtUp(state: LiveState): void {
    this.#state = state;
    const wait = LEAST_MS - (this.#services.now() - this.#lookedAt);
    if (wait <= 0) this.#look();
    else this.#timer ??= setTimeout(() => this.#look(), wait);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#asking;
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#state;
    if (state === undefined || this.#stopped || this.#asking !== undefined || state.clock.kind === 'log') return;
    const realNow = this.#services.now();
    this.#lookedAt = realNow;
    const time = Math.floor(siteAsOf(state, realNow));
    let isDue = false;
    for (const forecast of state.forecasts.forecasts.values()) {
      const queue = state.floor.queues.get(forecast.queueId);
      if (queue !== undefined && hasLeftBand(queue, forecast, time) && this.#mayAsk(forecast, time)) isDue = true;
    }
    if (isDue) this.#ask(time);
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

  #ask(time: number): void {
    const { database, logger, ring, now } = this.#services;
    this.#asking = database
      .update(forecastState)
      .set({ dueAt: time, cause: 'left-band' })
      .where(and(eq(forecastState.site, this.#siteId), gt(forecastState.dueAt, time)))
      .then(() =>
        ring?.(publishForecastJob, `publish-forecast-${this.#siteId.replaceAll(':', '_')}-band-${now()}`, {
          siteId: this.#siteId,
        }),
      )
      .catch((error: unknown) => {
        logger.error(
          { err: error, siteId: this.#siteId },
          'a forecast could not be asked for; the next quarter brings one',
        );
      })
      .then(() => {
        this.#asking = undefined;
      });
  }
}

/** Whether more came into the queue in the interval that runs than the forecast's band holds for the whole of it. */
export function hasLeftBand(queue: Queue, forecast: ForecastRow, time: number): boolean {
  const { startsAt, intervalMs, highCounts, seenCount } = forecast;
  const index = Math.floor((time - startsAt) / intervalMs);
  const high = highCounts[index];
  if (index < seenCount || high === undefined) return false;
  const from = startsAt + index * intervalMs;
  let count = 0;
  for (let at = from; at < from + intervalMs; at += DAY_BUCKET_MS) {
    count += tallyOf(queue.day, Math.floor(at / DAY_BUCKET_MS))?.offeredCount ?? 0;
  }
  return count > high;
}
