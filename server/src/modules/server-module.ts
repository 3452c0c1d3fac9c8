import type { FastifyInstance } from 'fastify';
import type { Services } from '../roles/services.ts';

/**
 * A part of the server that can be added or removed by its folder and one line in `modules/index.ts`. Modules do not import each other; they meet
 * on the log.
 */
export type ServerModule = {
  readonly name: string;
  /** Adds its REST routes, each with its full path (`/api/v1/…`), TypeBox schemas, and its own check of who asks. Runs once, in the api role. */
  readonly routes?: (app: FastifyInstance, services: Services) => void | Promise<void>;
};
