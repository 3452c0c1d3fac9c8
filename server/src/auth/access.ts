import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { may, type Permission, type Principal } from '@floorwalk/shared/access/role';
import type { Identity, Recognised } from './identity.ts';
import { forbidden, HttpProblem, notSignedIn } from './http-problem.ts';
import { isOwnOrigin } from './own-origin.ts';

/**
 * Who may ask a route. Every route below `/api/` names one; a route without does not start.
 * - `public`: anybody; nobody is looked up.
 * - `own-token`: the route checks a token of its own kind (ingest).
 * - `signed-in`: anyone known.
 * - a permission: on the site of `:site` in the path or of `?site=`; with `any-site`, on at least one site, and the handler checks the one of
 *   the thing it touches ({@link demand}).
 */
export type Access =
  | 'public'
  | 'own-token'
  | 'signed-in'
  | { readonly permission: Permission; readonly site: 'path' | 'query' | 'any-site' };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Who asks, where the route's access had it looked up. */
    recognised: Recognised | null;
  }
}

/** The site in the path. */
export function requirePermission(permission: Permission): { readonly access: Access } {
  return { access: { permission, site: 'path' } };
}

/** What was decided about each route, for the test that walks them. */
export type DecidedRoute = { readonly method: string; readonly url: string; readonly access: Access };

/**
 * Guards every route registered afterwards on `app`, in whatever plugin. `app.ready()` fails when a route below `/api/` has no decision, so
 * that none is open by oversight; the list of decisions is complete then.
 */
export function guardRoutes(
  app: FastifyInstance,
  identity: Identity,
  options: { readonly publicUrl: string | undefined },
): readonly DecidedRoute[] {
  const guarded: RouteOptions[] = [];
  const decided: DecidedRoute[] = [];
  const ownOrigin = options.publicUrl === undefined ? null : new URL(options.publicUrl).origin;
  app.decorateRequest('recognised', null);

  app.addHook('onRoute', (route: RouteOptions) => {
    if (route.url.startsWith('/api/')) guarded.push(route);
  });

  // Only now: hooks registered later may still have had a word on a route.
  app.addHook('onReady', async () => {
    for (const route of guarded) {
      const access = route.config?.access;
      for (const method of [route.method].flat()) {
        if (access === undefined) throw new Error(`${method} ${route.url} does not say who may ask it (config.access)`);
        decided.push({ method, url: route.url, access });
      }
    }
  });

  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    const access = request.routeOptions.config.access;
    if (access === undefined || access === 'public' || access === 'own-token') return;
    // What one person may see must not be kept by a proxy for the next.
    reply.header('cache-control', 'private, no-cache');
    reply.header('vary', 'Cookie, Authorization');
    const recognised = await identity.recognise({ headers: request.headers });
    if (recognised === null) throw notSignedIn();
    if (recognised.by === 'cookie' && changes(request.method)) checkOrigin(request, ownOrigin);
    request.recognised = recognised;
    if (access !== 'signed-in') checkPermission(recognised.principal, access, request);
  });
  return decided;
}

/** Who asks a route whose access had them looked up. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.recognised === null) throw notSignedIn();
  return request.recognised.principal;
}

/** Throws 403 unless the principal may do this on the site. */
export function demand(principal: Principal, permission: Permission, siteId: string): void {
  if (!may(principal, permission, siteId)) throw forbidden(refusal(permission, siteId));
}

/** Writes that a browser sends along with a cookie must come from our own pages (cross-site request forgery). */
export function checkOrigin(request: FastifyRequest, ownOrigin: string | null): void {
  if (isOwnOrigin(request.headers, ownOrigin)) return;
  throw new HttpProblem(
    403,
    'foreign-origin',
    'This request came from another page than ours, so it was not carried out.',
  );
}

function checkPermission(
  principal: Principal,
  access: Extract<Access, { permission: Permission }>,
  request: FastifyRequest,
): void {
  if (access.site === 'any-site') {
    const sites = new Set(principal.grants.map((grant) => grant.scope.siteId));
    if (![...sites].some((siteId) => may(principal, access.permission, siteId))) {
      throw forbidden(refusal(access.permission, null));
    }
    return;
  }
  const siteId =
    access.site === 'path' ? (request.params as { site?: string }).site : (request.query as { site?: unknown }).site;
  if (typeof siteId !== 'string' || siteId === '') {
    throw new HttpProblem(400, 'missing-field', 'Name the site: ?site=…', { pointer: '/site' });
  }
  demand(principal, access.permission, siteId);
}

const WORDS: Record<Permission, string> = {
  'view-live': 'see the live floor',
  'view-people': 'see people',
  'view-contacts': 'see contacts',
  'travel-in-time': 'look into the past',
  'view-intervals': 'see intervals',
  'edit-boards': 'edit boards',
  'share-views': 'share views',
  'manage-people': 'manage people',
  'manage-sources': 'manage sources',
  'manage-kiosks': 'manage screens',
  'configure-site': 'configure the site',
  'acknowledge-alerts': 'acknowledge and silence alerts',
  'edit-rules': 'change alert rules',
  'answer-escalations': 'answer escalations',
  'edit-policies': 'change escalation policies',
  'edit-channels': 'change notification channels',
  'answer-offers': 'answer offers',
  'edit-bots': "change a bot's thresholds and topics",
  'view-handoffs': 'see handoffs between departments',
  'work-handoffs': 'work on handoffs between departments',
  'edit-departments': 'change departments and their hours',
  'view-staffing': 'see staffing',
  'edit-schedules': 'change schedules',
  'request-surges': 'request a surge',
  'approve-surges': 'approve a surge',
};

function refusal(permission: Permission, siteId: string | null): string {
  return `Your role does not let you ${WORDS[permission]}${siteId === null ? '' : ` on the site ${siteId}`}.`;
}

function changes(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}
