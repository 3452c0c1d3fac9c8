import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DeclineRequest, HandoverAnswer, HandoverDecisionAnswer, NoteRequest } from '@floorwalk/shared/api/handover';
import { HandoverId } from '@floorwalk/shared/handover/events';
import { OPEN_STATES, type HandoverRefusal } from '@floorwalk/shared/handover/handover-machine';
import { HandoverPackage } from '@floorwalk/shared/handover/handover-package';
import type { HandoverCommand, HandoverRecord } from '@floorwalk/shared/handover/move-handover';
import type { Sight } from '@floorwalk/shared/access/sight';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { keepMove, type KeptHandover } from './keep-handover.ts';
import { handoversWithin, leads, ownAgentOf, sightFor } from './reach-handovers.ts';
import { ringDue } from './ring-due.ts';
import { handover } from './tables.ts';

const tags = ['handovers'];
const OfSite = Type.Object({ site: Id });
const OfHandover = Type.Object({ site: Id, id: HandoverId });
const MAX_LISTED = 500;
const GONE = 'There is no such handover, or not for you.';

/** Reading handovers, and taking, declining, handing back and ending them. */
export function handoverRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/handovers',
    {
      config: requirePermission('view-contacts'),
      schema: {
        tags,
        summary: 'Handovers, the newest first: all that you may see, or those you have or had',
        params: OfSite,
        querystring: Type.Object(
          {
            mine: Type.Optional(Type.Boolean({ description: 'only those of your own agent' })),
            open: Type.Optional(Type.Boolean({ description: 'only those that are not over' })),
            bot: Type.Optional(Id),
            before: Type.Optional(epochMs('only those offered before; epoch ms')),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED, default: 100 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(HandoverAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { mine, open, bot, before, limit = 100 } = request.query;
      const sight = sightFor(principalOf(request), siteId);
      const rows = await database
        .select()
        .from(handover)
        .where(
          and(
            handoversWithin(siteId, sight),
            mine === true ? inArray(handover.agentId, [...sight.ownAgentIds]) : undefined,
            open === true ? inArray(handover.state, [...OPEN_STATES]) : undefined,
            bot === undefined ? undefined : eq(handover.botId, bot),
            before === undefined ? undefined : lt(handover.offeredAt, before),
          ),
        )
        .orderBy(desc(handover.offeredAt), handover.id)
        .limit(limit);
      return rows.map(handoverAnswer);
    },
  );

  typed.get(
    '/api/v1/sites/:site/handovers/:id/package',
    {
      config: requirePermission('view-contacts'),
      schema: {
        tags,
        summary: 'Everything a person needs to take the session over, as it was when it was offered',
        params: OfHandover,
        response: { 200: HandoverPackage },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const within = handoversWithin(siteId, sightFor(principalOf(request), siteId));
      const [kept] = await database
        .select()
        .from(handover)
        .where(and(within, eq(handover.id, id)));
      if (kept === undefined) throw notFound(GONE);
      return kept.package;
    },
  );

  typed.post(
    '/api/v1/sites/:site/handovers/:id/accept',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags,
        summary: 'Take it: the session is yours and its bot silent; 409 names who was first',
        params: OfHandover,
        response: { 200: HandoverDecisionAnswer },
      },
    },
    (request) =>
      act(request, 'handover.accepted', (kept, sight, by) => {
        const agentId = ownAgentOf(sight, kept) ?? (sight.ownAgentIds.size === 1 ? first(sight.ownAgentIds) : null);
        const { state, presentedTo } = kept.record;
        if (!leads(sight, kept) && state === 'presented' && presentedTo !== null && presentedTo.id !== agentId)
          throw conflict(`It rings at ${presentedTo.name} now.`);
        return { kind: 'accept', by, agentId, how: 'console' };
      }),
  );

  typed.post(
    '/api/v1/sites/:site/handovers/:id/decline',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags,
        summary: 'Not you, and why: the next agent is asked',
        params: OfHandover,
        body: DeclineRequest,
        response: { 200: HandoverDecisionAnswer },
      },
    },
    (request) =>
      act(request, 'handover.declined', (kept, sight, by) => {
        const { state, presentedTo } = kept.record;
        const isYours = presentedTo !== null && sight.ownAgentIds.has(presentedTo.id);
        if (state === 'presented' && !isYours && !leads(sight, kept))
          throw conflict(`It rings at ${presentedTo?.name ?? 'somebody else'} now.`);
        return { kind: 'decline', by, reason: request.body.reason };
      }),
  );

  typed.post(
    '/api/v1/sites/:site/handovers/:id/hand-back',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags,
        summary: 'Give the session back to its bot, which may speak again',
        params: OfHandover,
        body: NoteRequest,
        response: { 200: HandoverDecisionAnswer },
      },
    },
    (request) =>
      act(request, 'handover.handed-back', (kept, sight, by) => {
        demandOwned(kept, sight);
        return { kind: 'hand-back', by, note: request.body.note ?? null };
      }),
  );

  typed.post(
    '/api/v1/sites/:site/handovers/:id/complete',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags,
        summary: 'The customer is served: it is over',
        params: OfHandover,
        body: NoteRequest,
        response: { 200: HandoverDecisionAnswer },
      },
    },
    (request) =>
      act(request, 'handover.completed', (kept, sight, by) => {
        demandOwned(kept, sight);
        return { kind: 'complete', by, note: request.body.note ?? null };
      }),
  );

  type By = { readonly id: string; readonly name: string };
  type Acting = FastifyRequest<{ Params: { site: string; id: string } }>;

  /** Carries out what somebody wants of a handover, under its lock: of two at once, the second is told who was first. */
  async function act(
    request: Pick<Acting, 'params' | 'recognised'> & { readonly body?: unknown },
    action: string,
    decide: (kept: KeptHandover, sight: Sight, by: By) => HandoverCommand,
  ) {
    const { site: siteId, id } = request.params;
    const principal = principalOf(request as FastifyRequest);
    const sight = sightFor(principal, siteId);
    const by = { id: principal.id, name: principal.name };
    const { time } = await siteTime(database, siteId, now);
    const record = await decideOnSite(database, siteId, async (transaction) => {
      const kept = await keepMove(
        transaction,
        siteId,
        id,
        (found) => {
          if (!leads(sight, found) && ownAgentOf(sight, found) === null) throw notFound(GONE);
          return decide(found, sight, by);
        },
        CONSOLE_SOURCE,
        time,
      );
      if (kept.kind === 'unknown') throw notFound(GONE);
      if (kept.kind === 'refused') throw conflict(refusalWords(kept.refusal, kept.record));
      await appendWith(transaction, siteId, kept.events, now());
      await audit(transaction, principal, now(), { action, siteId, subject: id, after: request.body ?? null });
      return kept.record;
    });
    if (record.dueAt !== null) await ringDue(services, siteId, [{ handoverId: id, dueAt: record.dueAt }]);
    return { id, state: record.state, time };
  }
}

function demandOwned(kept: KeptHandover, sight: Sight): void {
  const { owner } = kept.record;
  const isYours = owner?.agentId != null && sight.ownAgentIds.has(owner.agentId);
  if (!isYours && !leads(sight, kept)) throw forbidden(`${owner?.name ?? 'Nobody'} has it: it is not yours to give.`);
}

function first(ids: ReadonlySet<string>): string | null {
  const [id] = ids;
  return id ?? null;
}

function refusalWords(refusal: HandoverRefusal, { owner, presentedTo }: HandoverRecord): string {
  switch (refusal) {
    case 'taken':
      return `${owner?.name ?? 'Somebody'} has taken it already.`;
    case 'over':
      return owner === null ? 'It is over already.' : `It is over already; ${owner.name} had it.`;
    case 'presented':
      return `It rings at ${presentedTo?.name ?? 'an agent'} now.`;
    case 'not-presented':
      return 'It rings at nobody now: there is nothing to decline.';
    case 'not-taken':
      return 'Nobody has taken it yet.';
  }
}

function handoverAnswer({ id, state, offeredAt, acceptedAt, endedAt, record, offered }: KeptHandover): HandoverAnswer {
  return {
    id,
    state,
    offeredAt,
    acceptedAt,
    endedAt,
    responseMs: acceptedAt === null ? null : Math.max(0, acceptedAt - offeredAt),
    attempts: record.attempt,
    owner: record.owner,
    offered,
  };
}
