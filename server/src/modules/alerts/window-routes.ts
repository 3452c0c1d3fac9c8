import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, eq, isNull } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { AlertWindow } from '@floorwalk/shared/alerts/alert-window';
import { checkRecurrence, RulesError } from '@floorwalk/shared/alerts/read-rules';
import { DecisionAnswer, MAX_SITE_WINDOWS, WindowAnswer } from '@floorwalk/shared/api/alerts';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import { demandRoom } from '../../http/demand-room.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { demandWhole, reachOf } from './reach-alerts.ts';
import { alertWindow } from './tables.ts';

const tags = ['alerts'];
const OfWindow = Type.Object({ site: Id, id: Id });

/** Mute and maintenance windows: which are in force, put one, take one away. Each change is an event on the log. */
export function windowRoutes(app: FastifyInstance, { database, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/alert-windows',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'The mute and maintenance windows in force; none for who sees part of the site',
        params: Type.Object({ site: Id }),
        response: { 200: Type.Array(WindowAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      if (!reachOf(principalOf(request), siteId).whole) return [];
      const rows = await database
        .select()
        .from(alertWindow)
        .where(and(eq(alertWindow.site, siteId), isNull(alertWindow.removedAt)))
        .orderBy(asc(alertWindow.id));
      return rows.map(({ id, version, window, setBy, setAt }) => ({ id, version, window, setBy, setAt }));
    },
  );

  typed.put(
    '/api/v1/sites/:site/alert-windows/:id',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags,
        summary: 'Put a mute or maintenance window in force, new or in the place of its former version',
        params: OfWindow,
        querystring: MadeFrom,
        body: AlertWindow,
        response: { 200: Type.Object({ ...DecisionAnswer.properties, version: Type.Integer() }) },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const window = request.body;
      if (window.id !== id) throw badField('/id', `The id in the address is ${id}; the window must have the same.`);
      const { time } = await siteTime(database, siteId, now);
      demandPossible(window, time);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction
          .select()
          .from(alertWindow)
          .where(and(eq(alertWindow.site, siteId), eq(alertWindow.id, id)));
        if (before === undefined || before.removedAt !== null)
          await demandRoom(transaction, alertWindow, siteId, { most: MAX_SITE_WINDOWS, what: 'windows' });
        const version = nextVersion(before, request.query, 'window');
        const event = consoleEvent('alert.window-set', time, { window, version, by });
        const values = { window, version, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(alertWindow)
          .values({ site: siteId, id, ...values })
          .onConflictDoUpdate({ target: [alertWindow.site, alertWindow.id], set: values });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.window-set',
          subject: id,
          before: before?.removedAt === null ? before.window : undefined,
          after: window,
          events: [event],
        });
        return { ...said, version };
      });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/alert-windows/:id',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags,
        summary: 'Take a mute or maintenance window out of force',
        params: OfWindow,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction
          .update(alertWindow)
          .set({ removedAt: time })
          .where(and(eq(alertWindow.site, siteId), eq(alertWindow.id, id), isNull(alertWindow.removedAt)))
          .returning();
        if (before === undefined) throw notFound('There is no such window in force.');
        const event = consoleEvent('alert.window-removed', time, {
          windowId: id,
          by: { id: principal.id, name: principal.name },
        });
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.window-removed',
          subject: id,
          before: before.window,
          events: [event],
        });
      });
    },
  );
}

function demandPossible(window: AlertWindow, time: number): void {
  try {
    checkRecurrence(window.when, '/when');
  } catch (error) {
    if (!(error instanceof RulesError)) throw error;
    throw badField(error.pointer, `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`);
  }
  if (window.when.kind === 'once' && window.when.to <= time) throw badField('/when/to', 'This window is over already.');
}
