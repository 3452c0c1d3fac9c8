import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, eq, isNull, or } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { DecisionAnswer } from '@floorwalk/shared/api/alerts';
import { DepartmentsAnswer, OwnersAnswer } from '@floorwalk/shared/api/handoffs';
import {
  Agreement,
  Department,
  DepartmentId,
  findAgreementFlaw,
  findDepartmentFlaw,
} from '@floorwalk/shared/handoffs/department';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import { demandRoom } from '../../http/demand-room.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { hasOpenHandoffs, reckonAnew } from './decide-handoffs.ts';
import { demandKnown, peopleWhoWork } from './handoff-people.ts';
import { demandWholeSite, ownerOf, sightOfHandoffs } from './reach-handoffs.ts';
import { department, departmentAgreement, departmentHours } from './tables.ts';

/** Most departments, and most agreements, of a site. */
export const MAX_DEPARTMENTS = 100;
export const MAX_AGREEMENTS = 500;

const tags = ['handoffs'];
const OfSite = Type.Object({ site: Id });
const OfDepartment = Type.Object({ site: Id, id: DepartmentId });
const OfPair = Type.Object({ site: Id, id: DepartmentId, to: DepartmentId });
const VersionAnswer = Type.Object({ ...DecisionAnswer.properties, version: Type.Integer() });

/** Departments, what they agreed on, and who can own a handoff. */
export function departmentRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/departments',
    {
      config: requirePermission('view-handoffs'),
      schema: {
        tags,
        summary: 'Departments with hours, promises and owners, and the agreements between them',
        params: OfSite,
        response: { 200: DepartmentsAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      sightOfHandoffs(principalOf(request), siteId);
      const departments = await database
        .select()
        .from(department)
        .where(and(eq(department.site, siteId), isNull(department.removedAt)))
        .orderBy(asc(department.id));
      const agreements = await database
        .select()
        .from(departmentAgreement)
        .where(and(eq(departmentAgreement.site, siteId), isNull(departmentAgreement.removedAt)))
        .orderBy(asc(departmentAgreement.fromDepartmentId), asc(departmentAgreement.toDepartmentId));
      return {
        departments: departments.map(({ department: value, version, setBy, setAt }) => ({
          department: value,
          version,
          setBy,
          setAt,
        })),
        agreements: agreements.map(({ agreement, version, setBy, setAt }) => ({ agreement, version, setBy, setAt })),
      };
    },
  );

  typed.get(
    '/api/v1/sites/:site/handoff-owners',
    {
      config: requirePermission('work-handoffs'),
      schema: {
        tags,
        summary: 'People to whom a handoff can be given: those with accounts who work with handoffs, and who asks',
        params: OfSite,
        response: { 200: OwnersAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const asker = ownerOf(principalOf(request), siteId);
      const owners = await peopleWhoWork(database, siteId);
      const isListed = owners.some((owner) => JSON.stringify(owner.to) === JSON.stringify(asker.to));
      return isListed ? owners : [asker, ...owners];
    },
  );

  typed.put(
    '/api/v1/sites/:site/departments/:id',
    {
      config: requirePermission('edit-departments'),
      schema: {
        tags,
        summary: 'Put a department in force; open handoffs to it are reckoned by its new hours',
        params: OfDepartment,
        querystring: MadeFrom,
        body: Department,
        response: { 200: VersionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const value = request.body;
      if (value.id !== id) throw badField('/id', `The id in the address is ${id}; the department must have the same.`);
      const flaw = findDepartmentFlaw(value);
      if (flaw !== null) throw badField(flaw.pointer, flaw.message);
      await demandKnown(services, principal, siteId, value.exceptionOwner, '/exceptionOwner/to');
      if (value.intake !== undefined) await demandKnown(services, principal, siteId, value.intake, '/intake/to');
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const key = and(eq(department.site, siteId), eq(department.id, id));
        const [before] = await transaction.select().from(department).where(key);
        if (before === undefined || before.removedAt !== null)
          await demandRoom(transaction, department, siteId, { most: MAX_DEPARTMENTS, what: 'departments' });
        const version = nextVersion(before, request.query, 'department');
        const values = { department: value, version, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(department)
          .values({ site: siteId, id, ...values })
          .onConflictDoUpdate({ target: [department.site, department.id], set: values });
        await transaction.insert(departmentHours).values({ site: siteId, id, version, calendar: value.calendar });
        await reckonAnew(transaction, siteId, { department: value, version });
        const event = consoleEvent('handoff.department-set', time, { department: value, version, by });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'department.set',
          subject: id,
          before: before?.removedAt === null ? before.department : undefined,
          after: value,
          events: [event],
        });
        return { ...said, version };
      });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/departments/:id',
    {
      config: requirePermission('edit-departments'),
      schema: {
        tags,
        summary: 'Remove a department that has no open handoffs, with its agreements',
        params: OfDepartment,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction
          .update(department)
          .set({ removedAt: time })
          .where(and(eq(department.site, siteId), eq(department.id, id), isNull(department.removedAt)))
          .returning();
        if (before === undefined) throw notFound('There is no such department.');
        if (await hasOpenHandoffs(transaction, siteId, id))
          throw conflict('Handoffs of this department are open. Complete or cancel them first.');
        const ended = await transaction
          .update(departmentAgreement)
          .set({ removedAt: time })
          .where(
            and(
              eq(departmentAgreement.site, siteId),
              isNull(departmentAgreement.removedAt),
              or(eq(departmentAgreement.fromDepartmentId, id), eq(departmentAgreement.toDepartmentId, id)),
            ),
          )
          .returning();
        const removed = consoleEvent('handoff.department-removed', time, { departmentId: id, by });
        const agreements = ended.map(({ fromDepartmentId, toDepartmentId }) =>
          consoleEvent('handoff.agreement-removed', time, { fromDepartmentId, toDepartmentId, by }),
        );
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'department.removed',
          subject: id,
          before: before.department,
          events: [removed, ...agreements],
        });
      });
    },
  );

  typed.put(
    '/api/v1/sites/:site/departments/:id/agreements/:to',
    {
      config: requirePermission('edit-departments'),
      schema: {
        tags,
        summary: 'Put in force what a department agreed on with another, for what it hands to it',
        params: OfPair,
        querystring: MadeFrom,
        body: Agreement,
        response: { 200: VersionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id, to } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const agreement = request.body;
      if (agreement.fromDepartmentId !== id) throw badField('/fromDepartmentId', `The address says ${id}.`);
      if (agreement.toDepartmentId !== to) throw badField('/toDepartmentId', `The address says ${to}.`);
      for (const [index, contact] of agreement.escalationContacts.entries())
        // oxlint-disable-next-line no-await-in-loop -- the first at fault is named
        await demandKnown(services, principal, siteId, contact, `/escalationContacts/${index}/to`);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const there = await transaction
          .select()
          .from(department)
          .where(and(eq(department.site, siteId), isNull(department.removedAt)));
        const receiver = there.find((row) => row.id === to);
        if (!there.some((row) => row.id === id)) throw notFound(`There is no department ${id}.`);
        if (receiver === undefined) throw notFound(`There is no department ${to}.`);
        const flaw = findAgreementFlaw(agreement, receiver.department);
        if (flaw !== null) throw badField(flaw.pointer, flaw.message);
        const key = and(
          eq(departmentAgreement.site, siteId),
          eq(departmentAgreement.fromDepartmentId, id),
          eq(departmentAgreement.toDepartmentId, to),
        );
        const [before] = await transaction.select().from(departmentAgreement).where(key);
        if (before === undefined || before.removedAt !== null)
          await demandRoom(transaction, departmentAgreement, siteId, { most: MAX_AGREEMENTS, what: 'agreements' });
        const version = nextVersion(before, request.query, 'agreement');
        const values = { agreement, version, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(departmentAgreement)
          .values({ site: siteId, fromDepartmentId: id, toDepartmentId: to, ...values })
          .onConflictDoUpdate({
            target: [
              departmentAgreement.site,
              departmentAgreement.fromDepartmentId,
              departmentAgreement.toDepartmentId,
            ],
            set: values,
          });
        const event = consoleEvent('handoff.agreement-set', time, { agreement, version, by });
        const said = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'department-agreement.set',
          subject: `${id}>${to}`,
          before: before?.removedAt === null ? before.agreement : undefined,
          after: agreement,
          events: [event],
        });
        return { ...said, version };
      });
    },
  );

  typed.delete(
    '/api/v1/sites/:site/departments/:id/agreements/:to',
    {
      config: requirePermission('edit-departments'),
      schema: {
        tags,
        summary: 'End an agreement; handoffs that are open keep what they were promised',
        params: OfPair,
        response: { 200: DecisionAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id, to } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const [before] = await transaction
          .update(departmentAgreement)
          .set({ removedAt: time })
          .where(
            and(
              eq(departmentAgreement.site, siteId),
              eq(departmentAgreement.fromDepartmentId, id),
              eq(departmentAgreement.toDepartmentId, to),
              isNull(departmentAgreement.removedAt),
            ),
          )
          .returning();
        if (before === undefined) throw notFound('There is no such agreement.');
        const event = consoleEvent('handoff.agreement-removed', time, { fromDepartmentId: id, toDepartmentId: to, by });
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'department-agreement.removed',
          subject: `${id}>${to}`,
          before: before.agreement,
          events: [event],
        });
      });
    },
  );
}
