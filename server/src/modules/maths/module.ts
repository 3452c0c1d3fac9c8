import type { ServerModule } from '../server-module.ts';
import { runSimulationHandler } from './jobs/run-simulation.handler.ts';
import { runSimulationJob } from './jobs/run-simulation.job.ts';
import { mathsRoutes } from './maths-routes.ts';
import { simulationRoutes } from './simulation-routes.ts';
import { sweepSimulations } from './sweep-simulations.ts';

/** The queueing formulas over REST, and simulations in the background. */
export const maths: ServerModule = {
  name: 'maths',
  routes: (app, services) => {
    mathsRoutes(app);
    simulationRoutes(app, services);
  },
  jobs: [sweepSimulations],
  definitions: [runSimulationJob],
  handlers: [runSimulationHandler],
};
