import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, eq } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { HandoverDecisionAnswer, SessionOwnerAnswer, TakeSessionRequest } from '@floorwalk/shared/api/handover';
import { stageOf } from '@floorwalk/shared/handover/conversations';
import { makeOffer } from '@floorwalk/shared/handover/decide-round';
import { HandoverPackage, makeHandoverPackage } from '@floorwalk/shared/handover/handover-package';
import { isOpenState } from '@floorwalk/shared/handover/handover-machine';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { conflict, forbidden, HttpProblem, notFound, notSignedIn } from '../../auth/http-problem.ts';
import { SourceGrants } from '../../ingest/source-grants.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { keepOffer } from './keep-handover.ts';
import { sightFor } from './reach-handovers.ts';
import { reachesSession, readSession, type ReadSession } from './read-session.ts';
import { ringDue } from './ring-due.ts';
import { handover } from './tables.ts';

const tags = ['handovers'];
const OfSession = Type.Object({ site: Id, session: Id });

/** Sessions of bots: their package while the bot still has them, who speaks in them, and taking one out of the bot's hands. */
export function sessionRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const sources = new SourceGrants(database, now);

  typed.get(
    '/api/v1/schemas/handover-package.json',
    {
      config: { access: 'public' },
      schema: { tags, summary: 'JSON Schema of the handover package', response: { 200: Type.Unknown() } },
    },
    async () => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...HandoverPackage }),
  );

  typed.get(
    '/api/v1/sites/:site/bot-sessions/:session/package',
    {
      config: requirePermission('view-contacts'),
      schema: {
        tags,
        summary: 'What is known of a bot session, in the shape of a handover package',
        params: OfSession,
        response: { 200: HandoverPackage },
      },
    },
    async (request) => {
      const { site: siteId, session: sessionId } = request.params;
      const found = await readSession(database, siteId, sessionId);
      if (found === null || !reachesSession(sightFor(principalOf(request), siteId), found)) throw notFound(UNKNOWN);
      const { time } = await siteTime(database, siteId, now);
      return makeHandoverPackage({
        conversation: found.session,
        bot: found.bot,
        policy: found.policy,
        siteId,
        handoverId: null,
        reasons: [],
        now: time,
        respondBy: null,
        respondWithinMs: found.policy.respondWithinMs,
      });
    },
  );

  typed.get(
    '/api/v1/bot-sessions/:session/owner',
    {
      config: { access: 'own-token' },
      schema: {
        tags,
        summary:
          "For a bot's integration, with its source's token: who speaks in a session. Be silent while a person does",
        params: Type.Object({ session: Id }),
        response: { 200: SessionOwnerAnswer },
      },
    },
    async (request) => {
      const token = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) throw notSignedIn();
      const grant = await sources.find(token);
      if (grant === null) throw new HttpProblem(401, 'unknown-token', 'No source has this token.');
      return ownerOf(grant.siteId, request.params.session);
    },
  );

  typed.get(
    '/api/v1/sites/:site/bot-sessions/:session/owner',
    {
      config: requirePermission('view-contacts'),
      schema: {
        tags,
        summary: 'Who speaks in a session now: its bot or a person',
        params: OfSession,
        response: { 200: SessionOwnerAnswer },
      },
    },
    async (request) => {
      const { site: siteId, session: sessionId } = request.params;
      const found = await readSession(database, siteId, sessionId);
      if (found === null || !reachesSession(sightFor(principalOf(request), siteId), found)) throw notFound(UNKNOWN);
      return ownerOf(siteId, sessionId);
    },
  );

  typed.post(
    '/api/v1/sites/:site/handovers',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags,
        summary: "Take a session out of its bot's hands: it is offered to people as if the bot had asked for it",
        params: Type.Object({ site: Id }),
        body: TakeSessionRequest,
        response: { 201: HandoverDecisionAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { sessionId } = request.body;
      const principal = principalOf(request);
      const found = await readSession(database, siteId, sessionId);
      const sight = sightFor(principal, siteId);
      if (found === null) throw notFound(UNKNOWN);
      if (!reachesSession(sight, found)) throw forbidden('This session belongs to a bot out of your reach.');
      demandTakeable(found);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      const { session, bot, policy, queues } = found;
      const offer = makeOffer({
        siteId,
        floor: { queues: queues as never }, // only what an offer reads of a queue is known here
        session,
        bot,
        policy,
        reasons: ['person-asked'],
        by,
        now: time,
      });
      const record = await decideOnSite(database, siteId, async (transaction) => {
        const kept = await keepOffer(transaction, siteId, offer, CONSOLE_SOURCE, time);
        if (kept === null) throw conflict('People have this session already.');
        await appendWith(transaction, siteId, kept.events, now());
        await audit(transaction, principal, now(), {
          action: 'handover.offered',
          siteId,
          subject: kept.record.id,
          after: { sessionId },
        });
        return kept.record;
      });
      if (record.dueAt !== null) await ringDue(services, siteId, [{ handoverId: record.id, dueAt: record.dueAt }]);
      return reply.code(201).send({ id: record.id, state: record.state, time });
    },
  );

  async function ownerOf(siteId: string, sessionId: string) {
    const [kept] = await database
      .select()
      .from(handover)
      .where(and(eq(handover.site, siteId), eq(handover.sessionId, sessionId)))
      .orderBy(desc(handover.offeredAt))
      .limit(1);
    const isOpen = kept !== undefined && isOpenState(kept.state);
    const owner = kept?.state === 'accepted' ? kept.record.owner : null;
    return {
      sessionId,
      speaks: owner === null ? ('bot' as const) : ('person' as const),
      isBotSilent: owner !== null,
      handoverId: isOpen ? kept.id : null,
      state: kept?.state ?? null,
      owner: owner === null ? null : { name: owner.name, agentId: owner.agentId },
      since: kept === undefined ? null : (kept.endedAt ?? kept.acceptedAt ?? kept.offeredAt),
      fallBack:
        kept?.state === 'fallen-back'
          ? { way: kept.record.fallBack, queueId: kept.queueId, message: kept.record.fallBackMessage ?? null }
          : null,
    };
  }
}

const UNKNOWN = 'There is no such session, or not for you.';

function demandTakeable({ session }: ReadSession): void {
  switch (stageOf(session)) {
    case 'owned':
      throw conflict('People have this session already.');
    case 'over':
      throw conflict('This session is over.');
    default:
  }
}
