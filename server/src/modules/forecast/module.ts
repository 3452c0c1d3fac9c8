import type { ServerModule } from '../server-module.ts';
import { accuracyRoutes } from './accuracy-routes.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { forecastRoutes } from './forecast-routes.ts';
import { importRoutes } from './import-routes.ts';
import { investigationRoutes } from './investigation-routes.ts';
import { publishForecastHandler } from './jobs/publish-forecast.handler.ts';
import { publishForecastJob } from './jobs/publish-forecast.job.ts';
import { requirementRoutes } from './requirement-routes.ts';
import { sweepForecasts } from './sweep-forecasts.ts';
import { watchBands } from './watch-band.ts';

/** What will come: learned from the past, published every quarter of an hour, measured against what came. */
export const forecast: ServerModule = {
  name: 'forecast',
  routes: (app, services) => {
    forecastRoutes(app, services);
    accuracyRoutes(app, services);
    calendarRoutes(app, services);
    investigationRoutes(app, services);
    importRoutes(app, services);
    requirementRoutes(app, services);
  },
  jobs: [sweepForecasts],
  definitions: [publishForecastJob],
  handlers: [publishForecastHandler],
  reaction: watchBands,
};
