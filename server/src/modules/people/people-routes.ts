import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { verifyPassword } from 'better-auth/crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { Role, Scope, type Principal } from '@floorwalk/shared/access/role';
import { NewPerson, Person } from '@floorwalk/shared/api/session';
import { principalOf } from '../../auth/access.ts';
import { PASSWORD_LENGTH } from '../../auth/accounts.ts';
import { audit } from '../../auth/audit.ts';
import { administers, checkGrants, checkMayGrant } from '../../auth/grants.ts';
import { badField, forbidden, notFound } from '../../auth/http-problem.ts';
import { lockSetup } from '../../auth/setup-code.ts';
import type { Services } from '../../roles/services.ts';
import { checkPassword } from './check-password.ts';
import { emailAddress } from './email-address.ts';
import * as store from './people-store.ts';

const Password = Type.String({ minLength: PASSWORD_LENGTH.min, maxLength: PASSWORD_LENGTH.max });

/** What an administrator may change about a person; what is left out stays. A new password ends their sessions. */
export const PersonChanges = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    active: Type.Optional(Type.Boolean()),
    password: Type.Optional(Password),
    grants: Type.Optional(Type.Array(Type.Object({ role: Role, scope: Scope }), { maxItems: 50 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const PasswordChange = Type.Object(
  { currentPassword: Type.String({ maxLength: PASSWORD_LENGTH.max }), newPassword: Password },
  { additionalProperties: false },
);

const MANAGE = { access: { permission: 'manage-people', site: 'any-site' } } as const;
const ById = Type.Object({ id: Type.String({ maxLength: 200 }) });
const tags = ['people'];

/** People and what they may reach, for administrators; and one's own password. */
export function peopleRoutes(app: FastifyInstance, services: Services): void {
  const { database, identity, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/people',
    { config: MANAGE, schema: { tags, summary: 'Everybody with an account', response: { 200: Type.Array(Person) } } },
    async (request) => {
      const principal = principalOf(request);
      return (await store.listPeople(database)).filter((person) => maySee(principal, person));
    },
  );

  typed.post(
    '/api/v1/people',
    {
      config: MANAGE,
      schema: { tags, summary: 'Add a person', body: NewPerson, response: { 201: Person } },
    },
    async (request, reply) => {
      const actor = changer(principalOf(request));
      const { name, password, grants } = request.body;
      const email = emailAddress(request.body.email);
      if (email === null) throw badField('/email', 'This is not an e-mail address we can use.');
      checkPassword('/password', password, email);
      checkGrants(grants, '/grants');
      checkMayGrant(actor, grants);
      if (grants.length === 0 && !administers(actor, '*')) {
        throw badField('/grants', 'Say what this person may reach on your site.');
      }
      const person = await database.transaction(async (transaction) => {
        const made = await store.insertPerson(transaction, { name, email, password, grants });
        await audit(transaction, actor, now(), {
          action: 'person.added',
          siteId: onlySite(grants),
          subject: made.id,
          after: { name, email, grants },
        });
        return made;
      });
      return reply.code(201).send(person);
    },
  );

  typed.patch(
    '/api/v1/people/:id',
    {
      config: MANAGE,
      schema: {
        tags,
        summary: 'Change a person: name, grants, password, active or not',
        params: ById,
        body: PersonChanges,
        response: { 200: Person },
      },
    },
    async (request) => {
      const actor = changer(principalOf(request));
      const { password, ...changes } = request.body;
      const { grants } = changes;
      if (grants) checkGrants(grants, '/grants');
      const change = { principalId: request.params.id, ended: reasonOf(request.body) };
      return identity.changes.during(change, async (transaction) => {
        // One change of people at a time, so that two administrators cannot demote each other at once.
        await lockSetup(transaction);
        const before = await store.findPerson(transaction, request.params.id, { lock: true });
        if (!before || !maySee(actor, before)) throw notFound('There is no such person.');
        checkMayGrant(actor, before.grants);
        if (grants) checkMayGrant(actor, grants);
        if (password !== undefined) {
          checkPassword('/password', password, before.email);
          await store.setPassword(transaction, before.id, password);
        }
        await store.updatePerson(transaction, before.id, changes);
        if (changes.active === false || password !== undefined) await store.endSessions(transaction, before.id);
        await store.checkAdministratorRemains(transaction, before);
        const after = { ...before, ...changes };
        await audit(transaction, actor, now(), {
          action: actionOf(request.body),
          siteId: onlySite([...before.grants, ...after.grants]),
          subject: before.id,
          before: auditable(before),
          after: { ...auditable(after), ...(password === undefined ? {} : { passwordChanged: true }) },
        });
        return after;
      });
    },
  );

  typed.delete(
    '/api/v1/people/:id',
    {
      config: MANAGE,
      schema: { tags, summary: 'Remove a person', params: ById, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const actor = changer(principalOf(request));
      const change = { principalId: request.params.id, ended: 'Your account was removed.' };
      await identity.changes.during(change, async (transaction) => {
        await lockSetup(transaction);
        const before = await store.findPerson(transaction, request.params.id, { lock: true });
        if (!before || !maySee(actor, before)) throw notFound('There is no such person.');
        checkMayGrant(actor, before.grants);
        await store.deletePerson(transaction, before.id);
        await store.checkAdministratorRemains(transaction, before);
        await audit(transaction, actor, now(), {
          action: 'person.removed',
          siteId: onlySite(before.grants),
          subject: before.id,
          before: auditable(before),
        });
      });
      return reply.code(204).send(null);
    },
  );

  typed.post(
    '/api/v1/password',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: 'Change your own password; your other sessions end',
        body: PasswordChange,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const actor = principalOf(request);
      const hash = actor.kind === 'person' ? await store.passwordHash(database, actor.id) : null;
      if (hash === null) throw forbidden('There is no password to change here.');
      const keys = [{ kind: 'pair' as const, value: `${actor.id} ${request.ip}` }];
      await identity.signInLimit.attempt(keys, now());
      if (!(await verifyPassword({ hash, password: request.body.currentPassword }))) {
        throw badField('/currentPassword', 'This is not your current password.');
      }
      await identity.signInLimit.succeeded(keys);
      checkPassword('/newPassword', request.body.newPassword, request.recognised?.email ?? '');
      const kept = await identity.accounts.api.getSession({
        headers: new Headers({ cookie: request.headers.cookie ?? '' }),
      });
      const change = { principalId: actor.id, ended: 'Your password was changed.' };
      await identity.changes.during(change, async (transaction) => {
        await store.setPassword(transaction, actor.id, request.body.newPassword);
        await store.endSessions(transaction, actor.id, kept?.session.id);
        await audit(transaction, actor, now(), { action: 'password.changed', siteId: null, subject: actor.id });
      });
      return reply.code(204).send(null);
    },
  );
}

/** The demo shows people but does not change them: accounts would outlive it. */
function changer(principal: Principal): Principal {
  if (principal.kind === 'demo') throw forbidden('The demo shows people but does not change them.');
  return principal;
}

/** An administrator sees the people who reach a site of theirs; one of every site sees all. */
function maySee(principal: Principal, person: Person): boolean {
  return administers(principal, '*') || person.grants.some((grant) => administers(principal, grant.scope.siteId));
}

function actionOf(changes: { active?: boolean; grants?: unknown; password?: string }): string {
  if (changes.active === false) return 'person.deactivated';
  if (changes.active === true) return 'person.activated';
  if (changes.grants !== undefined) return 'person.granted';
  return changes.password === undefined ? 'person.renamed' : 'person.password-set';
}

function reasonOf(changes: { active?: boolean; grants?: unknown; password?: string }): string | null {
  if (changes.active === false) return 'Your account was deactivated.';
  if (changes.password !== undefined) return 'Your password was changed.';
  return changes.grants === undefined ? null : 'What you may see was changed.';
}

function auditable(person: Person): Pick<Person, 'name' | 'email' | 'active' | 'grants'> {
  return { name: person.name, email: person.email, active: person.active, grants: person.grants };
}

/** The site a change belongs to in the audit, `null` for several or all. */
function onlySite(grants: readonly { scope: { siteId: string } }[]): string | null {
  const sites = new Set(grants.map((grant) => grant.scope.siteId));
  const [first] = sites;
  return sites.size === 1 && first !== undefined && first !== '*' ? first : null;
}
