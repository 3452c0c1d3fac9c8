import type { ServerModule } from '../server-module.ts';
import { alertRoutes } from './alert-routes.ts';
import { backtestRoutes } from './backtest-routes.ts';
import { explainRoutes } from './explain-routes.ts';
import { learnPastHandler } from './jobs/learn-past.handler.ts';
import { learnPastJob } from './jobs/learn-past.job.ts';
import { runBacktestHandler } from './jobs/run-backtest.handler.ts';
import { runBacktestJob } from './jobs/run-backtest.job.ts';
import { previewRoutes } from './preview-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { sweepBacktests } from './sweep-backtests.ts';
import { sweepLearning } from './sweep-learning.ts';
import { watchSites } from './watch-site.ts';
import { windowRoutes } from './window-routes.ts';

/** The floor speaks up by itself: rules, alerts, silences, and why. */
export const alerts: ServerModule = {
  name: 'alerts',
  routes: (app, services) => {
    ruleRoutes(app, services);
    windowRoutes(app, services);
    previewRoutes(app, services);
    alertRoutes(app, services);
    explainRoutes(app, services);
    backtestRoutes(app, services);
  },
  jobs: [sweepBacktests, sweepLearning],
  definitions: [runBacktestJob, learnPastJob],
  handlers: [runBacktestHandler, learnPastHandler],
  reaction: watchSites,
};
