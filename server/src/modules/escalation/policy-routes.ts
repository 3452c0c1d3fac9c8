import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { DecisionAnswer } from '@floorwalk/shared/api/alerts';
import { MatrixAnswer, PathAnswer, PolicyAnswer, TargetsAnswer } from '@floorwalk/shared/api/escalation';
import { describePath } from '@floorwalk/shared/escalation/describe-path';
import { EscalationFault } from '@floorwalk/shared/escalation/escalation-fault';
import { readMatrix } from '@floorwalk/shared/escalation/read-matrix';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import { readPolicy, type KnownTargets } from '@floorwalk/shared/escalation/read-policy';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import type { Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { matrixInForce } from './first-policies.ts';
import { pathText, targetWords, type TargetNames } from './path-text.ts';
import { demandWhole } from './reach-escalations.ts';
import { siteChannels, sitePeople } from './site-people.ts';
import { siteTeams } from './site-teams.ts';
import { escalationMatrix, escalationPolicy, escalationRotation } from './tables.ts';

/** Most policies in force on one site. */
export const MAX_POLICIES = 100;

const tags = ['escalations'];
const OfSite = Type.Object({ site: Id });
const OfPolicy = Type.Object({ site: Id, id: Id });
const Versioned = Type.Object({ ...DecisionAnswer.properties, version: Type.Integer() });

/** Throws 400 with the pointer of the fault. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EscalationFault) throw badField(error.pointer, error.message);
    throw error;
  }
}

/** Escalation policies and the severity matrix: which are in force, put them, take them away. Each change is an event on the log. */
export function policyRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const demo = services.config.demo !== undefined;

  typed.get(
    '/api/v1/sites/:site/escalation-policies',
    {
      config: requirePermission('view-people'),
      schema: { tags, summary: 'The policies in force', params: OfSite, response: { 200: Type.Array(PolicyAnswer) } },
    },
    async (request) => {
      const siteId = request.params.site;
      await siteTime(database, siteId, now);
      const rows = await database.transaction((transaction) => policiesOf(transaction, siteId));
      return rows.map(({ id, version, policy, setBy, setAt }) => ({ id, version, policy, setBy, setAt }));
    },
  );

  typed.get(
    '/api/v1/sites/:site/escalation-policies/:id/path',
    {
      config: requirePermission('view-people'),
      schema: {
        tags,
        summary: 'A policy as a path to be read: who is responsible when, and how soon they are expected to answer',
        params: OfPolicy,
        response: { 200: PathAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      return database.transaction(async (transaction) => {
        const rows = await policiesOf(transaction, siteId);
        const row = rows.find((one) => one.id === id);
        if (row === undefined) throw notFound('There is no such policy in force.');
        const policies = new Map(rows.map((one) => [one.id, one.policy]));
        const names = await targetNames(transaction, siteId);
        const { lines, exhaustedAfterMs } = describePath(row.policy, policies);
        const told = lines.map(({ targets, ...line }) => ({
          ...line,
          responsible: targets.map((target) => targetWords(target, names)),
        }));
        const owner = targetWords(row.policy.owner, names);
        const answer = { policyId: id, name: row.policy.name, lines: told, exhaustedAfterMs, owner };
        return { ...answer, text: pathText(row.policy, answer) };
      });
    },
  );

  typed.put(
    '/api/v1/sites/:site/escalation-policies/:id',
    {
      config: requirePermission('edit-policies'),
      schema: {
        tags,
        summary: 'Put a policy in force, new or in the place of its former version; escalations that run keep theirs',
        params: OfPolicy,
        querystring: MadeFrom,
        body: Type.Unknown({ description: 'a policy as docs/escalation.md describes it' }),
        response: { 200: Versioned },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        await matrixInForce(transaction, siteId, { time, now: now() });
        const rows = await policiesOf(transaction, siteId);
        const policies = new Map(rows.map((row) => [row.id, row.policy]));
        const known = await knownTargets(transaction, siteId);
        const policy = reading(() => readPolicy(request.body, policies, known));
        if (policy.id !== id) throw badField('/id', `The id in the address is ${id}; the policy must have the same.`);
        // A change may close a loop that runs through others; each that leads here is read with it.
        const next = new Map(policies).set(id, policy);
        for (const other of next.values()) demandEnds(other, next, policy);
        if (!policies.has(id) && policies.size >= MAX_POLICIES)
          throw conflict(`This site has ${MAX_POLICIES} policies, which is the limit. Remove one first.`);
        const before = await formerOf(transaction, siteId, id);
        const version = nextVersion(before, request.query, 'path');
        const by = { id: principal.id, name: principal.name };
        const event = consoleEvent('escalation.policy-set', time, { policy, version, by });
        const values = { policy, version, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(escalationPolicy)
          .values({ site: siteId, id, ...values })
          .onConflictDoUpdate({ target: [escalationPolicy.site, escalationPolicy.id], set: values });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.policy-set',
          subject: id,
          before: before?.policy,
          after: policy,
          events: [event],
        });
        return { ...said, version };
      });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/escalation-policies/:id',
    {
      config: requirePermission('edit-policies'),
      schema: {
        tags,
        summary: 'Take a policy out of force; refused while the matrix or another policy names it',
        params: OfPolicy,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const rows = await policiesOf(transaction, siteId);
        const row = rows.find((one) => one.id === id);
        if (row === undefined) throw notFound('There is no such policy in force.');
        const { matrix } = await matrixInForce(transaction, siteId, { time, now: now() });
        if (matrix.cells.some(({ policyId }) => policyId === id) || matrix.highValue?.policyId === id)
          throw conflict('The severity matrix names this policy. Choose another there first.');
        const follower = rows.find(({ policy }) => policy.continueWith === id);
        if (follower !== undefined)
          throw conflict(`The policy “${follower.policy.name}” continues with this one. Change it first.`);
        await transaction
          .update(escalationPolicy)
          .set({ removedAt: time })
          .where(and(eq(escalationPolicy.site, siteId), eq(escalationPolicy.id, id)));
        const by = { id: principal.id, name: principal.name };
        const event = consoleEvent('escalation.policy-removed', time, { policyId: id, by });
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.policy-removed',
          subject: id,
          before: row.policy,
          events: [event],
        });
      });
    },
  );

  typed.get(
    '/api/v1/sites/:site/escalation-matrix',
    {
      config: requirePermission('view-people'),
      schema: {
        tags,
        summary: 'The severity matrix in force and its former versions, the newest first',
        params: OfSite,
        response: { 200: Type.Array(MatrixAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        await matrixInForce(transaction, siteId, { time, now: now() });
        const rows = await transaction
          .select()
          .from(escalationMatrix)
          .where(eq(escalationMatrix.site, siteId))
          .orderBy(desc(escalationMatrix.version))
          .limit(20);
        return rows.map(({ site: _, ...row }) => row);
      });
    },
  );

  typed.put(
    '/api/v1/sites/:site/escalation-matrix',
    {
      config: requirePermission('edit-policies'),
      schema: {
        tags,
        summary: 'Put a severity matrix in force, in the place of its former version',
        params: OfSite,
        querystring: MadeFrom,
        body: Type.Unknown({ description: 'a matrix as docs/escalation.md describes it' }),
        response: { 200: Versioned },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      return decideOnSite(database, siteId, async (transaction) => {
        const before = await matrixInForce(transaction, siteId, { time, now: now() });
        const rows = await policiesOf(transaction, siteId);
        const matrix = reading(() => readMatrix(request.body, new Set(rows.map(({ id }) => id))));
        const version = nextVersion(before, request.query, 'matrix');
        const by = { id: principal.id, name: principal.name };
        await transaction.insert(escalationMatrix).values({ site: siteId, version, matrix, setBy: by, setAt: time });
        const event = consoleEvent('escalation.matrix-set', time, { matrix, version, by });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'escalation.matrix-set',
          subject: 'matrix',
          before: before.matrix,
          after: matrix,
          events: [event],
        });
        return { ...said, version };
      });
    },
  );

  typed.get(
    '/api/v1/sites/:site/escalation-targets',
    {
      config: requirePermission('view-people'),
      schema: {
        tags,
        summary: 'People and channels that a policy or rotation may name',
        params: OfSite,
        response: { 200: TargetsAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      demandWhole(principalOf(request), siteId);
      const { principals } = await sitePeople(database, siteId, demo);
      const channels = await siteChannels(database, siteId);
      return {
        people: [...principals.values()].map(({ id, name, grants }) => ({
          id,
          name,
          roles: [...new Set(grants.map(({ role }) => role))],
        })),
        channels: [...channels].map(([id, name]) => ({ id, name })),
      };
    },
  );

  async function knownTargets(transaction: Transaction, siteId: string): Promise<KnownTargets> {
    const { principals } = await sitePeople(transaction, siteId, demo);
    const rotations = await rotationsOf(transaction, siteId);
    return {
      personIds: new Set(principals.keys()),
      teamIds: new Set((await siteTeams(transaction, siteId)).keys()),
      rotationIds: new Set(rotations.map(({ id }) => id)),
      channelIds: new Set((await siteChannels(transaction, siteId)).keys()),
    };
  }

  async function targetNames(transaction: Transaction, siteId: string): Promise<TargetNames> {
    const { principals } = await sitePeople(transaction, siteId, demo);
    const rotations = await rotationsOf(transaction, siteId);
    return {
      people: new Map([...principals.values()].map(({ id, name }) => [id, name])),
      teams: await siteTeams(transaction, siteId),
      rotations: new Map(rotations.map(({ id, rotation }) => [id, rotation.name])),
      channels: await siteChannels(transaction, siteId),
    };
  }
}

/** The policies in force. Whoever changes one has locked the site, so that two changes at once cannot close a loop between them. */
export function policiesOf(transaction: Transaction, siteId: string) {
  return transaction
    .select()
    .from(escalationPolicy)
    .where(and(eq(escalationPolicy.site, siteId), isNull(escalationPolicy.removedAt)))
    .orderBy(asc(escalationPolicy.id));
}

async function formerOf(transaction: Transaction, siteId: string, id: string) {
  const [former] = await transaction
    .select()
    .from(escalationPolicy)
    .where(and(eq(escalationPolicy.site, siteId), eq(escalationPolicy.id, id)));
  return former;
}

function rotationsOf(transaction: Transaction, siteId: string) {
  return transaction
    .select()
    .from(escalationRotation)
    .where(and(eq(escalationRotation.site, siteId), isNull(escalationRotation.removedAt)));
}

/** Throws where following `from` comes back to where it was: then the changed policy closed the loop. */
function demandEnds(
  from: EscalationPolicy,
  policies: ReadonlyMap<string, EscalationPolicy>,
  changed: EscalationPolicy,
): void {
  const seen = new Set<string>();
  let at: EscalationPolicy | undefined = from;
  while (at !== undefined) {
    if (seen.has(at.id))
      throw badField(
        '/continueWith',
        `The path of “${from.name}” would never end by this change of “${changed.name}”.`,
      );
    seen.add(at.id);
    at = at.continueWith === undefined ? undefined : policies.get(at.continueWith);
  }
}
