import type { FastifyInstance } from 'fastify';
import type { JobDefinition } from '../jobs/job-definition.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { StartReaction } from '../live/site-reaction.ts';
import type { JobServices, Services } from '../roles/services.ts';

/** Work done now and then by one process of the installation, the jobs role. Doing it twice must be harmless. */
export type Job = {
  readonly name: string;
  readonly everyMs: number;
  readonly run: (services: JobServices) => Promise<void>;
};

/**
 * A part of the server that can be added or removed by its folder and one line in `modules/index.ts`. Modules do not import each other; they meet
 * on the log.
 */
export type ServerModule = {
  readonly name: string;
  /** Adds its REST routes, each with its full path (`/api/v1/…`), TypeBox schemas, and its own check of who asks. Runs once, in the api role. */
  readonly routes?: (app: FastifyInstance, services: Services) => void | Promise<void>;
  /** Runs in the jobs role. */
  readonly jobs?: readonly Job[];
  /** Work that is rung for, and what does it in the jobs role. */
  readonly definitions?: readonly JobDefinition[];
  readonly handlers?: readonly JobHandler[];
  /** What the owner of a site does about what it folds. Runs in the fold role. */
  readonly reaction?: (services: JobServices) => StartReaction;
};
