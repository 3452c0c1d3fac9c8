import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedApp } from '@floorwalk/server/auth/guarded-app';
import { openIdentity, type Identity } from '@floorwalk/server/auth/identity';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { IngestMetrics } from '@floorwalk/server/ingest/ingest-metrics';
import { RejectedEvents } from '@floorwalk/server/ingest/rejected-events';
import { ingestRoutes } from '@floorwalk/server/ingest/routes';
import { SiteClocks } from '@floorwalk/server/ingest/site-clocks';
import { SourceGrants } from '@floorwalk/server/ingest/source-grants';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { sourceRoutes } from '@floorwalk/server/modules/sources/routes';
import type { Services } from '@floorwalk/server/roles/services';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { Registry } from 'prom-client';
import { afterAll, beforeAll } from 'vitest';
import { useDatabase } from '../kit/database.ts';

const LOCAL_TOKEN = 'fwc_0123456789012345678901234567890123456789012';

/** A Floorwalk that takes events over HTTP on a database of its own, and a state directory as the machine it runs on has it. */
export type FileApp = {
  readonly url: string;
  readonly home: string;
  /** Everything a site's log holds, in order. */
  readonly logOf: (siteId: string) => Promise<LoggedEvent[]>;
  /** Requests that came in for events. */
  requestCount: number;
  /** Called before each request for events is handled. */
  onRequest: () => void | Promise<void>;
  /** Stops listening, as a server that goes down; `listen` brings it back at the same address. */
  readonly goDown: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
};

/** Opens it before the tests of a file and closes it after them. */
export function fileApp(): FileApp {
  const database = useDatabase();
  const state = { requestCount: 0, onRequest: () => undefined } as unknown as {
    -readonly [K in keyof FileApp]: FileApp[K];
  };
  let opened: Database;
  let log: PostgresEventLog;
  let identity: Identity;
  let app: ReturnType<typeof guardedApp>['app'];
  const now = (): number => Date.now();

  async function open(port: number): Promise<void> {
    app = guardedApp({ identity, publicUrl: undefined }).app;
    app.addHook('onRequest', async (request) => {
      if (request.url !== '/api/v1/events') return;
      state.requestCount += 1;
      await state.onRequest();
    });
    // The routes of sources need no more of the services than these.
    sourceRoutes(app, { database: opened, now } as Services);
    const metrics = new IngestMetrics(new Registry());
    await app.register((scope, _options, done) => {
      ingestRoutes(scope, {
        log,
        clocks: new SiteClocks(opened, now),
        rejected: new RejectedEvents(opened, metrics.rejectedLeft),
        metrics,
        now,
        grants: new SourceGrants(opened, now),
        limits: { maxBodyBytes: 8 * 1024 * 1024, maxBatchEvents: 10_000 },
      });
      done();
    });
    state.url = (await app.listen({ host: '127.0.0.1', port })).replace(/\/$/, '');
  }

  beforeAll(async () => {
    state.home = mkdtempSync(join(tmpdir(), 'floorwalk-home-'));
    writeFileSync(join(state.home, 'cli-token'), `${LOCAL_TOKEN}\n`, { mode: 0o600 });
    opened = openDatabase(database.url);
    log = new PostgresEventLog({ database: opened, databaseUrl: database.url, now });
    identity = await openIdentity({
      database: opened,
      secret: 'a secret of at least thirty-two characters',
      publicUrl: undefined,
      demo: false,
      localToken: LOCAL_TOKEN,
      now,
    });
    await open(0);
  });

  afterAll(async () => {
    await app.close();
    await identity.close();
    await log.close();
    await closeDatabase(opened);
    rmSync(state.home, { recursive: true, force: true });
  });

  state.goDown = async () => {
    app.server.closeAllConnections();
    await app.close();
  };
  state.comeBack = () => open(Number(new URL(state.url).port));
  state.logOf = async (siteId) => {
    const events: LoggedEvent[] = [];
    for await (const batch of log.read(siteId)) events.push(...batch);
    return events;
  };
  return state;
}
