import fastifyHelmet from '@fastify/helmet';
import { DEMO_SITE } from '../auth/demo-session.ts';
import { guardedApp } from '../auth/guarded-app.ts';
import { openIdentity } from '../auth/identity.ts';
import { ensureLocalToken } from '../auth/local-token.ts';
import { describeApi } from '../http/api-docs.ts';
import { healthRoutes, type HealthCheck } from '../http/health.ts';
import { serveClient } from '../http/static-client.ts';
import { IngestMetrics } from '../ingest/ingest-metrics.ts';
import { RejectedEvents } from '../ingest/rejected-events.ts';
import { ingestRoutes } from '../ingest/routes.ts';
import { SiteClocks } from '../ingest/site-clocks.ts';
import { SourceGrants } from '../ingest/source-grants.ts';
import { ensureSourceToken } from '../ingest/source-tokens.ts';
import { modules } from '../modules/index.ts';
import { Gateway } from '../socket/gateway.ts';
import { Relay } from '../socket/relay.ts';
import { RelayMetrics } from '../socket/relay-metrics.ts';
import { TravelDesk } from '../socket/travel-desk.ts';
import type { Base } from './open-base.ts';
import type { Services } from './services.ts';

const VERSION = '0.1.0';

/** How long requests under way have to end when the server stops, ms. */
const HANG_UP_MS = 3_000;

export type RunningApi = { readonly address: string; readonly setupCode: string | undefined; stop(): Promise<void> };

/** The role that listens: ingest, REST, the socket, and the client's files. */
export async function startApi(base: Base): Promise<RunningApi> {
  const { config, database, log, now, registry } = base;
  const logger = base.logger.child({ role: 'api' });
  const identity = await openIdentity({
    database,
    secret: config.secret,
    publicUrl: config.publicUrl,
    demo: config.demo !== undefined,
    localToken: await ensureLocalToken(config.home),
    now,
  });
  if (config.demo) {
    await ensureSourceToken(database, { siteId: DEMO_SITE, name: 'demo', token: config.demo.token, now: now() });
  }
  const { app } = guardedApp({ identity, publicUrl: config.publicUrl, logger });
  await app.register(fastifyHelmet, { contentSecurityPolicy: CONTENT_SECURITY, strictTransportSecurity: false });
  await describeApi(app, VERSION);
  healthRoutes(app, checksOf(base), registry);

  const ingestMetrics = new IngestMetrics(registry);
  const grants = new SourceGrants(database, now);
  identity.changes.onChange(({ principalId }) => grants.forget(principalId));
  await app.register((scope, _options, done) => {
    ingestRoutes(scope, {
      log,
      clocks: new SiteClocks(database, now),
      rejected: new RejectedEvents(database, ingestMetrics.rejectedLeft),
      metrics: ingestMetrics,
      grants,
      limits: config.ingest,
      now,
    });
    done();
  });
  const services: Services = { ...base, logger, identity, authenticate: identity.authenticate };
  for (const module of modules) {
    // oxlint-disable-next-line no-await-in-loop -- in the order of the list
    await module.routes?.(app, services);
  }
  await serveClient(app, config.clientDirectory);

  const metrics = new RelayMetrics(registry);
  const relay = new Relay({ stream: base.stream, metrics, logger, now });
  const gateway = new Gateway({
    server: app.server,
    authenticate: identity.authenticate,
    changes: identity.changes,
    relay,
    travelDesk: new TravelDesk({ log, stateAt: base.stateAt, metrics, logger, now }),
    siteExists: async (siteId) => (await log.head(siteId)).position > 0,
    metrics,
    logger,
    now,
  });
  // Before the server closes, or it would wait for its sockets for ever.
  app.addHook('preClose', () => gateway.close());
  app.addHook('onClose', async () => {
    relay.close();
    await identity.close();
  });
  const address = await app.listen({ host: config.host, port: config.port });
  return {
    address: config.publicUrl ?? address,
    setupCode: (await identity.setupCode()) ?? undefined,
    stop: async () => {
      // Who is still being answered may have their answer; who does not read it must not keep us.
      const hangUp = setTimeout(() => app.server.closeAllConnections(), HANG_UP_MS);
      try {
        await app.close();
      } finally {
        clearTimeout(hangUp);
      }
    },
  };
}

/** Everything from ourselves, and inline styles, which the widgets set while they move. */
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'", 'ws:', 'wss:'],
    objectSrc: ["'none'"],
    baseUri: ["'self'"],
    frameAncestors: ["'self'"],
    formAction: ["'self'"],
  },
};

function checksOf(base: Base): HealthCheck[] {
  const checks: HealthCheck[] = [
    {
      name: 'postgres',
      check: async () => {
        await base.database.$client.query('select 1');
        return 'ready';
      },
    },
  ];
  if (base.pingRedis) checks.push({ name: 'redis', check: base.pingRedis });
  return checks;
}
