import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, desc, eq, gt, gte, isNull, lt, or } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import type { Principal } from '@floorwalk/shared/access/role';
import {
  AcknowledgeRequest,
  DecisionAnswer,
  FiringAnswer,
  MAX_SILENCE_MS,
  SilenceAnswer,
  SilenceRequest,
} from '@floorwalk/shared/api/alerts';
import { Severity } from '@floorwalk/shared/alerts/rule';
import type { SilenceScope } from '@floorwalk/shared/alerts/silence-scope';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { firingsWithin, reachOf } from './reach-alerts.ts';
import { siteTime } from '../../live/site-time.ts';
import { alertFiring, alertSilence } from './tables.ts';

const tags = ['alerts'];
const OfSite = Type.Object({ site: Id });
const MAX_FIRINGS = 500;

/** Alerts that fired; acknowledging them; silences. */
export function alertRoutes(app: FastifyInstance, { database, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/alerts',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'Alerts that fired, the newest first; as far as they are about what you see',
        params: OfSite,
        querystring: Type.Object(
          {
            before: Type.Optional(epochMs('only those that fired before; epoch ms')),
            beforeId: Type.Optional(
              Type.String({
                maxLength: 64,
                description: 'with before: the alert listed last, so that those of its moment follow',
              }),
            ),
            from: Type.Optional(epochMs('only those that fired at or after; epoch ms')),
            rule: Type.Optional(Id),
            severity: Type.Optional(Severity),
            order: Type.Optional(
              Type.Union([Type.Literal('newest'), Type.Literal('oldest')], { description: 'newest unless given' }),
            ),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_FIRINGS, default: 100 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(FiringAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { before, beforeId, from, rule, severity, order = 'newest', limit = 100 } = request.query;
      const rows = await database
        .select()
        .from(alertFiring)
        .where(
          and(
            firingsWithin(siteId, principalOf(request)),
            before === undefined
              ? undefined
              : or(
                  lt(alertFiring.firedAt, before),
                  beforeId === undefined
                    ? undefined
                    : and(eq(alertFiring.firedAt, before), gt(alertFiring.alertId, beforeId)),
                ),
            from === undefined ? undefined : gte(alertFiring.firedAt, from),
            rule === undefined ? undefined : eq(alertFiring.ruleId, rule),
            severity === undefined ? undefined : eq(alertFiring.severity, severity),
          ),
        )
        .orderBy(order === 'newest' ? desc(alertFiring.firedAt) : asc(alertFiring.firedAt), alertFiring.alertId)
        .limit(limit);
      return rows.map(firingAnswer);
    },
  );

  typed.post(
    '/api/v1/sites/:site/alerts/:id/acknowledge',
    {
      config: requirePermission('acknowledge-alerts'),
      schema: {
        tags,
        summary: 'Say that you take care of an alert that fires',
        params: Type.Object({ site: Id, id: Id }),
        body: AcknowledgeRequest,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const { firedAt, note } = request.body;
      const principal = principalOf(request);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const ofFiring = and(
          firingsWithin(siteId, principal),
          eq(alertFiring.alertId, id),
          eq(alertFiring.firedAt, firedAt),
        );
        const [firing] = await transaction.select().from(alertFiring).where(ofFiring);
        if (firing === undefined) throw notFound('There is no such alert, or it fired at another moment.');
        if (firing.acknowledgedBy !== null)
          throw conflict(`${firing.acknowledgedBy.name} has acknowledged this alert already.`);
        if (firing.resolvedAt !== null) throw conflict('This alert has ended by itself already.');
        const event = consoleEvent('alert.acknowledged', time, {
          alertId: id,
          firedAt,
          by,
          ...(note !== undefined && { note }),
        });
        await transaction
          .update(alertFiring)
          .set({ acknowledgedBy: by, acknowledgedAt: time, acknowledgedNote: note ?? null })
          .where(ofFiring);
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.acknowledged',
          subject: id,
          after: { firedAt, note },
          events: [event],
        });
      });
    },
  );

  typed.post(
    '/api/v1/sites/:site/alert-silences',
    {
      config: requirePermission('acknowledge-alerts'),
      schema: {
        tags,
        summary: 'Silence alerts of a rule, of a subject, or of both, until a moment and for a reason',
        params: OfSite,
        body: SilenceRequest,
        response: { 201: SilenceAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { scope, until, reason } = request.body;
      const principal = principalOf(request);
      await demandScope(principal, siteId, scope);
      const { time } = await siteTime(database, siteId, now);
      if (until <= time) throw badField('/until', 'A silence ends later than now.');
      if (until - time > MAX_SILENCE_MS) throw badField('/until', 'A silence lasts 30 days at most.');
      const id = randomUUID();
      const by = { id: principal.id, name: principal.name };
      const event = consoleEvent('alert.silenced', time, {
        silenceId: id,
        scope,
        until: Math.floor(until),
        reason,
        by,
      });
      const said = await decideOnSite(database, siteId, async (transaction) => {
        await transaction
          .insert(alertSilence)
          .values({ site: siteId, id, scope, until: Math.floor(until), reason, by, at: time });
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.silenced',
          subject: id,
          after: { scope, until, reason },
          events: [event],
        });
      });
      return reply.code(201).send({ id, ...said });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/alert-silences/:id',
    {
      config: requirePermission('acknowledge-alerts'),
      schema: {
        tags,
        summary: 'End a silence before its time',
        params: Type.Object({ site: Id, id: Id }),
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      const { time } = await siteTime(database, siteId, now);
      const [silence] = await database
        .select()
        .from(alertSilence)
        .where(and(eq(alertSilence.site, siteId), eq(alertSilence.id, id), isNull(alertSilence.endedAt)));
      if (silence === undefined) throw notFound('There is no such silence, or it was ended already.');
      await demandScope(principal, siteId, silence.scope);
      const by = { id: principal.id, name: principal.name };
      const event = consoleEvent('alert.unsilenced', time, { silenceId: id, by }, `unsilence-${id}`);
      return decideOnSite(database, siteId, async (transaction) => {
        const ended = await transaction
          .update(alertSilence)
          .set({ endedAt: time })
          .where(and(eq(alertSilence.site, siteId), eq(alertSilence.id, id), isNull(alertSilence.endedAt)))
          .returning();
        if (ended.length === 0) throw conflict('This silence was ended already.');
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'alert.unsilenced',
          subject: id,
          events: [event],
        });
      });
    },
  );

  /** Who sees part of a site silences within that part: a team or queue of theirs. */
  async function demandScope(principal: Principal, siteId: string, { subject }: SilenceScope): Promise<void> {
    const reach = reachOf(principal, siteId);
    if (reach.whole) return;
    if (subject?.table === 'teams' && reach.teamIds.has(subject.id)) return;
    if (subject?.table === 'queues') {
      if (reach.queueIds.has(subject.id)) return;
      const ofQueue = and(eq(alertFiring.subjectTable, 'queues'), eq(alertFiring.subjectId, subject.id));
      const [newest] = await database
        .select()
        .from(alertFiring)
        .where(and(eq(alertFiring.site, siteId), ofQueue))
        .orderBy(desc(alertFiring.firedAt))
        .limit(1);
      if (newest?.teamId != null && reach.teamIds.has(newest.teamId)) return;
    }
    throw forbidden('You see part of this site: silence a queue or team of yours.');
  }
}

function firingAnswer(row: typeof alertFiring.$inferSelect): FiringAnswer {
  const { site: _, teamId: __, queueId: ___, subjectTable: table, subjectId: id, subjectName: name, ...rest } = row;
  const { evidence, gates, contactIds } = row;
  return {
    ...rest,
    subject: { table, id, name },
    evidence: [...evidence],
    gates: [...(gates ?? [])],
    contactIds: [...(contactIds ?? [])],
  };
}
