import type { ServerModule } from '../server-module.ts';
import { publishForecastHandler } from './jobs/publish-forecast.handler.ts';
import { publishForecastJob } from './jobs/publish-forecast.job.ts';
import { sweepForecasts } from './sweep-forecasts.ts';
import { watchBands } from './watch-band.ts';

/** What will come: learned from the past, published every quarter of an hour, measured against what came. */
export const forecast: ServerModule = {
  name: 'forecast',
  jobs: [sweepForecasts],
  definitions: [publishForecastJob],
  handlers: [publishForecastHandler],
  reaction: watchBands,
};
