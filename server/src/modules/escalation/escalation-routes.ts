import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DecisionAnswer } from '@floorwalk/shared/api/alerts';
import {
  AcknowledgeEscalation,
  EscalationAnswer,
  ExpertsAnswer,
  MAX_SNOOZE_MS,
  NoteEscalation,
  ReassignEscalation,
  ResolveEscalation,
  SnoozeEscalation,
  StartAnswer,
  StartRequest,
  WarRoomEscalation,
} from '@floorwalk/shared/api/escalation';
import type { EscalationInput } from '@floorwalk/shared/escalation/decide-escalation';
import type { EscalationRefusal } from '@floorwalk/shared/escalation/escalation-machine';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { Id, Label } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { decideOn, type DecideServices } from './decide-escalations.ts';
import { askExpertsOf } from './jobs/advance-escalation.handler.ts';
import { demandAnswerable, escalationsWithin, sightOn } from './reach-escalations.ts';
import { namesOf, sitePeople } from './site-people.ts';
import { startEscalation } from './start-escalation.ts';
import { escalation, escalationPolicy } from './tables.ts';

const tags = ['escalations'];
const OfSite = Type.Object({ site: Id });
const OfOne = Type.Object({ site: Id, id: Id });
const MAX_LISTED = 200;

const WORDS: Record<EscalationRefusal, string> = {
  'not-started': 'This escalation has not begun.',
  'already-started': 'This escalation has begun already.',
  'not-due': 'Nothing is due for this escalation.',
  'not-acknowledged': 'Nobody has acknowledged this escalation.',
  'already-acknowledged': 'This escalation is acknowledged already.',
  'already-resolved': 'This escalation has ended already.',
};

/** Escalations: which there are, beginning one, answering one. */
export function escalationRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const deciding: DecideServices = { ...services, askExperts: askExpertsOf(services) };
  const config = requirePermission('answer-escalations');

  typed.get(
    '/api/v1/sites/:site/escalations',
    {
      config,
      schema: {
        tags,
        summary: 'Escalations, the newest first: those of your part of the site, and those meant for you',
        params: OfSite,
        querystring: Type.Object(
          {
            state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('ended')])),
            before: Type.Optional(epochMs('only those begun before; epoch ms')),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED, default: 50 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(EscalationAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { state, before, limit = 50 } = request.query;
      const rows = await database
        .select({ shown: escalation.shown })
        .from(escalation)
        .where(
          and(
            eq(escalation.site, siteId),
            escalationsWithin(principalOf(request), siteId),
            state === undefined ? undefined : (state === 'open' ? isNull : isNotNull)(escalation.endedAt),
            before === undefined ? undefined : lt(escalation.startedAt, before),
          ),
        )
        .orderBy(desc(escalation.startedAt), escalation.id)
        .limit(limit);
      return rows.map(({ shown }) => shown);
    },
  );

  typed.get(
    '/api/v1/sites/:site/escalations/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One escalation with its whole timeline',
        params: OfOne,
        response: { 200: EscalationAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const [row] = await database
        .select({ shown: escalation.shown })
        .from(escalation)
        .where(
          and(eq(escalation.site, siteId), eq(escalation.id, id), escalationsWithin(principalOf(request), siteId)),
        );
      if (row === undefined) throw notFound('There is no such escalation, or it is not of your part of the site.');
      return row.shown;
    },
  );

  typed.post(
    '/api/v1/sites/:site/escalations',
    {
      config,
      schema: {
        tags,
        summary: 'Escalate something; the severity matrix decides policy and clock unless you name a policy',
        params: OfSite,
        body: StartRequest,
        response: { 201: StartAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { body } = request;
      const principal = principalOf(request);
      sightOn(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      if (body.policyId !== undefined) await demandPolicy(siteId, body.policyId);
      const asked = {
        origin: { kind: 'person', id: randomUUID() },
        about: body.about,
        title: body.title,
        body: body.body ?? '',
        impact: body.impact,
        tier: body.tier ?? null,
        contract: body.contract ?? null,
        queueId: body.queueId ?? null,
        teamId: body.teamId ?? null,
        skill: body.skill ?? null,
        language: body.language ?? null,
        customerRef: body.customerRef ?? null,
        policyId: body.policyId ?? null,
        by: { id: principal.id, name: principal.name },
      } as const;
      const { id, position } = await startEscalation(deciding, siteId, asked, time, principal);
      return reply.code(201).send({ id, position, time });
    },
  );

  typed.post(
    '/api/v1/sites/:site/escalations/:id/acknowledge',
    answering('Take care of it: its path stops', AcknowledgeEscalation),
    (request) => answer(request, { kind: 'acknowledge', by: byOf(request), ...given('note', request.body.note) }),
  );

  typed.post(
    '/api/v1/sites/:site/escalations/:id/reassign',
    answering('Give it to somebody else', ReassignEscalation),
    async (request) => {
      const { to, note } = request.body;
      const siteId = request.params.site;
      const people = await sitePeople(database, siteId, services.config.demo !== undefined);
      if (!people.isDemo && namesOf(people, siteId, to).length === 0)
        throw badField('/to', 'Nobody who has access to this site is meant by that.');
      if (to.kind === 'person' && !people.principals.has(to.personId))
        throw badField('/to/personId', 'This person has no access to this site.');
      return answer(request, { kind: 'reassign', by: byOf(request), to, ...given('note', note) });
    },
  );

  typed.post(
    '/api/v1/sites/:site/escalations/:id/snooze',
    answering('Put it off: nobody is told until then, and then it begins anew', SnoozeEscalation),
    async (request) => {
      const { until, reason } = request.body;
      const { time } = await siteTime(database, request.params.site, now);
      if (until <= time) throw badField('/until', 'A snooze ends later than now.');
      if (until - time > MAX_SNOOZE_MS) throw badField('/until', 'A snooze lasts three days at most.');
      return answer(request, { kind: 'snooze', by: byOf(request), until: Math.floor(until), reason });
    },
  );

  typed.post(
    '/api/v1/sites/:site/escalations/:id/resolve',
    answering('Say that it is settled', ResolveEscalation),
    (request) => answer(request, { kind: 'resolve', by: byOf(request), reason: request.body.reason }),
  );

  typed.post(
    '/api/v1/sites/:site/escalations/:id/note',
    answering('Write something down about it; by who takes care of it, that also renews their time', NoteEscalation),
    (request) => answer(request, { kind: 'note', by: byOf(request), text: request.body.text }),
  );

  typed.post(
    '/api/v1/sites/:site/escalations/:id/war-room',
    answering('Call everybody of the path at once', WarRoomEscalation),
    (request) => answer(request, { kind: 'war-room', by: byOf(request) }),
  );

  typed.get(
    '/api/v1/sites/:site/escalation-experts',
    {
      config: requirePermission('view-people'),
      schema: {
        tags,
        summary: 'Who could help best now, and why',
        params: OfSite,
        querystring: Type.Object(
          {
            skill: Type.Optional(Label),
            queue: Type.Optional(Id),
            team: Type.Optional(Id),
            language: Type.Optional(Type.String({ maxLength: 35 })),
            customer: Type.Optional(Id),
          },
          { additionalProperties: false },
        ),
        response: { 200: ExpertsAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { people } = sightOn(principalOf(request), siteId);
      const { time } = await siteTime(database, siteId, now);
      const { skill, queue, team, language, customer } = request.query;
      const question = {
        skill: skill ?? null,
        queueId: queue ?? null,
        teamId: team ?? null,
        language: language ?? null,
        customerRef: customer ?? null,
      };
      if (people?.whole !== true) throw notFound('Experts are sought on the whole site, and you see only part of it.');
      const found = await deciding.askExperts(siteId, question, time);
      return found.map(({ reasons, ...rest }) => ({ ...rest, reasons: [...reasons] }));
    },
  );

  function answering<Body extends Parameters<typeof Type.Unsafe>[0]>(summary: string, body: Body) {
    return { config, schema: { tags, summary, params: OfOne, body, response: { 200: DecisionAnswer } } };
  }

  async function answer(
    request: FastifyRequest<{ Params: { site: string; id: string } }>,
    input: EscalationInput,
  ): Promise<{ position: number; time: number }> {
    const { site: siteId, id } = request.params;
    const principal = principalOf(request);
    const { time } = await siteTime(database, siteId, now);
    const check = (row: EscalationRow): void => demandAnswerable(principal, siteId, row);
    const decided = await decideOn(deciding, siteId, id, input, { time, actor: principal, check });
    if (decided.ok) return { position: decided.position, time };
    if (decided.refusal === 'unknown') throw notFound('There is no such escalation.');
    throw conflict(wordsOf(decided.refusal, decided.row));
  }

  async function demandPolicy(siteId: string, policyId: string): Promise<void> {
    const [known] = await database
      .select({ id: escalationPolicy.id })
      .from(escalationPolicy)
      .where(
        and(eq(escalationPolicy.site, siteId), eq(escalationPolicy.id, policyId), isNull(escalationPolicy.removedAt)),
      );
    if (known === undefined) throw badField('/policyId', `There is no policy ${policyId} in force.`);
  }
}

function wordsOf(refusal: EscalationRefusal, row: EscalationRow | undefined): string {
  const names = row?.acknowledgements.map(({ by }) => by.name).join(', ') ?? '';
  return refusal === 'already-acknowledged' && names !== ''
    ? `${names} has acknowledged this escalation already.`
    : WORDS[refusal];
}

function byOf(request: FastifyRequest): { readonly id: string; readonly name: string } {
  const { id, name } = principalOf(request);
  return { id, name };
}

function given<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: string });
}
