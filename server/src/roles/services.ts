import type { Logger } from 'pino';
import type { Identity } from '../auth/identity.ts';
import type { ServerConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Authenticate } from '../socket/authorize.ts';

/** What the composition root hands to modules. `now` is the real clock, epoch ms; a site's own time comes from its clock. */
export type Services = {
  readonly config: ServerConfig;
  readonly database: Database;
  readonly log: EventLog;
  readonly logger: Logger;
  readonly now: () => number;
  /** `openIdentity` opens it; `authenticate` is its own. `guardRoutes(app, identity, …)` comes before any module's routes. */
  readonly identity: Identity;
  readonly authenticate: Authenticate;
};
