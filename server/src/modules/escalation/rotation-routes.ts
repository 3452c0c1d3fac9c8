import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { DecisionAnswer } from '@floorwalk/shared/api/alerts';
import { OverrideRequest, RotationAnswer } from '@floorwalk/shared/api/escalation';
import { KEPT_OVERRIDES } from '@floorwalk/shared/escalation/escalation-state';
import { targetKey } from '@floorwalk/shared/escalation/policy';
import { readRotation } from '@floorwalk/shared/escalation/read-rotation';
import { onCallAt, shiftsWithin, type Shift } from '@floorwalk/shared/escalation/rotation';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import type { Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { demandRoom } from '../../http/demand-room.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { policiesOf, reading } from './policy-routes.ts';
import { demandWhole } from './reach-escalations.ts';
import { overridesOf } from './resolve-targets.ts';
import { sitePeople } from './site-people.ts';
import { escalationOverride, escalationRotation } from './tables.ts';

/** Most rotations of one site. */
export const MAX_ROTATIONS = 100;
/** So far shifts are told, ms: five weeks. */
const SHIFTS_MS = 35 * 86_400_000;
const MAX_OVERRIDE_MS = 90 * 86_400_000;

const tags = ['escalations'];
const OfSite = Type.Object({ site: Id });
const OfRotation = Type.Object({ site: Id, id: Id });
const OfOverride = Type.Object({ site: Id, id: Id, override: Id });

/** On-call rotations and who stands in. Each change is an event on the log. */
export function rotationRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const demo = services.config.demo !== undefined;
  const editing = requirePermission('edit-policies');

  typed.get(
    '/api/v1/sites/:site/on-call',
    {
      config: requirePermission('view-people'),
      schema: {
        tags,
        summary: 'Who is on call, now or at another moment, and the shifts of the five weeks from then',
        params: OfSite,
        querystring: Type.Object({ at: Type.Optional(epochMs('epoch ms')) }, { additionalProperties: false }),
        response: { 200: Type.Array(RotationAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { time } = await siteTime(database, siteId, now);
      const at = request.query.at ?? time;
      return database.transaction(async (transaction) => {
        const { principals } = await sitePeople(transaction, siteId, demo);
        const named = ({ personId, ...shift }: Shift) => ({
          personId,
          name: principals.get(personId)?.name ?? personId,
          ...shift,
        });
        const rows = await transaction
          .select()
          .from(escalationRotation)
          .where(and(eq(escalationRotation.site, siteId), isNull(escalationRotation.removedAt)))
          .orderBy(asc(escalationRotation.id));
        const answers: RotationAnswer[] = [];
        for (const { id, version, rotation } of rows) {
          // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
          const overrides = await overridesOf(transaction, siteId, id);
          answers.push({
            id,
            version,
            rotation,
            overrides: [...overrides],
            now: named(onCallAt(rotation, overrides, at)),
            shifts: shiftsWithin(rotation, overrides, at, at + SHIFTS_MS).map(named),
          });
        }
        return answers;
      });
    },
  );

  typed.put(
    '/api/v1/sites/:site/on-call/:id',
    {
      config: editing,
      schema: {
        tags,
        summary: 'Put a rotation in force, new or in the place of its former version',
        params: OfRotation,
        querystring: MadeFrom,
        body: Type.Unknown({ description: 'a rotation as docs/escalation.md describes it' }),
        response: { 200: Type.Object({ ...DecisionAnswer.properties, version: Type.Integer() }) },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const { principals } = await sitePeople(transaction, siteId, demo);
        const rotation = reading(() => readRotation(request.body, new Set(principals.keys())));
        if (rotation.id !== id)
          throw badField('/id', `The id in the address is ${id}; the rotation must have the same.`);
        const before = await rotationOf(transaction, siteId, id);
        if (before === undefined || before.removedAt !== null)
          await demandRoom(transaction, escalationRotation, siteId, { most: MAX_ROTATIONS, what: 'rotations' });
        const version = nextVersion(before, request.query, 'rotation');
        const by = { id: principal.id, name: principal.name };
        const names = Object.fromEntries(
          rotation.participants.map((personId) => [personId, principals.get(personId)?.name ?? personId]),
        );
        const data = { rotation, names, version, by };
        const event = consoleEvent('escalation.rotation-set', time, data);
        const values = { rotation, version, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(escalationRotation)
          .values({ site: siteId, id, ...values })
          .onConflictDoUpdate({ target: [escalationRotation.site, escalationRotation.id], set: values });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.rotation-set',
          subject: id,
          before: before?.removedAt === null ? before.rotation : undefined,
          after: rotation,
          events: [event],
        });
        return { ...said, version };
      });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/on-call/:id',
    {
      config: editing,
      schema: {
        tags,
        summary: 'Take a rotation out of force; refused while a policy names it',
        params: OfRotation,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const policies = await policiesOf(transaction, siteId);
        const key = targetKey({ kind: 'rotation', rotationId: id });
        const user = policies.find(({ policy }) =>
          [policy.owner, ...policy.steps.flatMap((step) => step.targets)].some((target) => targetKey(target) === key),
        );
        if (user !== undefined)
          throw conflict(`The policy “${user.policy.name}” names this rotation. Change it first.`);
        const row = await rotationOf(transaction, siteId, id);
        if (row === undefined || row.removedAt !== null) throw notFound('There is no such rotation in force.');
        await transaction
          .update(escalationRotation)
          .set({ removedAt: time })
          .where(and(eq(escalationRotation.site, siteId), eq(escalationRotation.id, id)));
        const by = { id: principal.id, name: principal.name };
        const data = { rotationId: id, by };
        const event = consoleEvent('escalation.rotation-removed', time, data);
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.rotation-removed',
          subject: id,
          before: row.rotation,
          events: [event],
        });
      });
    },
  );

  typed.post(
    '/api/v1/sites/:site/on-call/:id/overrides',
    {
      config: editing,
      schema: {
        tags,
        summary: 'Let somebody stand in, from a moment until another',
        params: OfRotation,
        body: OverrideRequest,
        response: { 201: Type.Object({ ...DecisionAnswer.properties, id: Id }) },
      },
    },
    async (request, reply) => {
      const { site: siteId, id: rotationId } = request.params;
      const { personId, from, until, reason } = request.body;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      if (until <= from) throw badField('/until', 'Standing in ends later than it begins.');
      if (until <= time) throw badField('/until', 'Standing in ends later than now.');
      if (until - from > MAX_OVERRIDE_MS) throw badField('/until', 'Somebody stands in for 90 days at most.');
      const made = await decideOnSite(database, siteId, async (transaction) => {
        const row = await rotationOf(transaction, siteId, rotationId);
        if (row === undefined || row.removedAt !== null) throw notFound('There is no such rotation in force.');
        const { principals } = await sitePeople(transaction, siteId, demo);
        const person = principals.get(personId);
        if (person === undefined) throw badField('/personId', 'This person has no access to this site.');
        const standing = await overridesOf(transaction, siteId, rotationId);
        if (standing.filter((one) => one.until > time).length >= KEPT_OVERRIDES)
          throw conflict(`This rotation has ${KEPT_OVERRIDES} stand-ins, which is the limit. Remove one first.`);
        const id = randomUUID();
        const by = { id: principal.id, name: principal.name };
        const override = {
          id,
          rotationId,
          personId,
          from: Math.floor(from),
          until: Math.floor(until),
          ...(reason !== undefined && { reason }),
        };
        const data = { override, personName: person.name, by };
        const event = consoleEvent('escalation.override-set', time, data);
        await transaction.insert(escalationOverride).values({ site: siteId, ...override, setBy: by });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.override-set',
          subject: rotationId,
          after: override,
          events: [event],
        });
        return { id, ...said };
      });
      return reply.code(201).send(made);
    },
  );

  typed.delete(
    '/api/v1/sites/:site/on-call/:id/overrides/:override',
    {
      config: editing,
      schema: { tags, summary: 'Let nobody stand in after all', params: OfOverride, response: { 200: DecisionAnswer } },
    },
    async (request) => {
      const { site: siteId, id: rotationId, override: overrideId } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const gone = await transaction
          .delete(escalationOverride)
          .where(
            and(
              eq(escalationOverride.site, siteId),
              eq(escalationOverride.rotationId, rotationId),
              eq(escalationOverride.id, overrideId),
            ),
          )
          .returning();
        if (gone.length === 0) throw notFound('There is no such stand-in.');
        const data = { rotationId, overrideId, by: { id: principal.id, name: principal.name } };
        const event = consoleEvent('escalation.override-removed', time, data);
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.override-removed',
          subject: rotationId,
          before: gone[0],
          events: [event],
        });
      });
    },
  );
}

async function rotationOf(transaction: Transaction, siteId: string, id: string) {
  const [row] = await transaction
    .select()
    .from(escalationRotation)
    .where(and(eq(escalationRotation.site, siteId), eq(escalationRotation.id, id)));
  return row;
}
