import type { Logger } from 'pino';
import type { Identity } from '../auth/identity.ts';
import type { StartConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { RingJob } from '../jobs/job-definition.ts';
import type { EventLog } from '../log/event-log.ts';
import type { StateAt } from '../live/state-at.ts';
import type { Authenticate } from '../socket/authorize.ts';

/** What the composition root hands to modules. `now` is the real clock, epoch ms; a site's own time comes from its clock. */
export type Services = {
  readonly config: StartConfig;
  readonly database: Database;
  readonly log: EventLog;
  /** A site's state at a moment of the past, or now. */
  readonly stateAt: StateAt;
  readonly logger: Logger;
  readonly now: () => number;
  /** Absent without a Redis: then sweeps alone do what is due, a little later. */
  readonly ring?: RingJob | undefined;
  /** `openIdentity` opens it; `authenticate` is its own. `guardRoutes(app, identity, …)` comes before any module's routes. */
  readonly identity: Identity;
  readonly authenticate: Authenticate;
};

/** What a job is handed: what does not belong to a request. */
export type JobServices = Pick<Services, 'config' | 'database' | 'log' | 'stateAt' | 'logger' | 'now' | 'ring'>;
