import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { demoDepartments, firstDepartments, type FloorDepartment } from '@floorwalk/shared/handoffs/first-departments';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { HandoffOwner } from '@floorwalk/shared/handoffs/handoff';
import { DEMO_SITE } from '../../auth/demo-session.ts';
import { person, personGrant } from '../../auth/tables.ts';
import type { Database } from '../../db/database.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import { HANDOFFS_SOURCE } from '@floorwalk/shared/handoffs/handoff-news';
import { department, departmentAgreement, departmentHours } from './tables.ts';

const BY = { id: 'floorwalk', name: 'Floorwalk' } as const;
/** The demo's supervisor, who is whoever plays them. */
const DEMO_OWNER = { to: { kind: 'person', personId: 'demo:supervisor' }, name: 'Demo supervisor' } as const;

/**
 * Gives a site departments to begin with, once its queues name two, so that no handoff between them is unowned: exceptions fall to whoever was first
 * set up as its administrator, until somebody else is named. A site without any administrator waits for one.
 */
export async function setFirstDepartments(services: JobServices, siteId: string, state: LiveState): Promise<void> {
  const { database, config, now } = services;
  if (state.handoffs.departmentEventCount > 0) return;
  const found = departmentsOnFloor(state);
  if (found.length < 2) return;
  const isDemo = siteId === DEMO_SITE && config.demo !== undefined;
  const owner = isDemo ? DEMO_OWNER : await firstAdministrator(database, siteId);
  if (owner === null) return;
  const time = Math.floor(siteAsOf(state, now()));
  const first = isDemo ? demoDepartments : firstDepartments;
  const { departments, agreements } = first(found, state.floor.zone, owner);
  const events: NewEvent[] = [
    ...departments.map((value): NewEvent<'handoff.department-set'> => ({
      id: `first-department-${value.id}`,
      source: HANDOFFS_SOURCE,
      type: 'handoff.department-set',
      time,
      data: { department: value, version: 1, by: BY },
    })),
    ...agreements.map((value): NewEvent<'handoff.agreement-set'> => ({
      id: `first-agreement-${value.fromDepartmentId}-${value.toDepartmentId}`,
      source: HANDOFFS_SOURCE,
      type: 'handoff.agreement-set',
      time,
      data: { agreement: value, version: 1, by: BY },
    })),
  ];
  await decideOnSite(database, siteId, async (transaction) => {
    const [there] = await transaction.select({ count: count() }).from(department).where(eq(department.site, siteId));
    if ((there?.count ?? 0) > 0) return;
    await transaction.insert(department).values(
      departments.map((value) => ({
        site: siteId,
        id: value.id,
        version: 1,
        department: value,
        setBy: BY,
        setAt: time,
      })),
    );
    await transaction
      .insert(departmentHours)
      .values(departments.map((value) => ({ site: siteId, id: value.id, version: 1, calendar: value.calendar })));
    await transaction.insert(departmentAgreement).values(
      agreements.map((value) => ({
        site: siteId,
        fromDepartmentId: value.fromDepartmentId,
        toDepartmentId: value.toDepartmentId,
        version: 1,
        agreement: value,
        setBy: BY,
        setAt: time,
      })),
    );
    await appendWith(transaction, siteId, events, now());
  });
}

/** The active administrator of the site, or of all, who has been one the longest. */
async function firstAdministrator(database: Database, siteId: string): Promise<HandoffOwner | null> {
  const [found] = await database
    .select({ id: person.id, name: person.name })
    .from(person)
    .innerJoin(personGrant, eq(personGrant.personId, person.id))
    .where(
      and(eq(person.active, true), eq(personGrant.role, 'administrator'), inArray(personGrant.siteId, [siteId, '*'])),
    )
    .orderBy(asc(person.createdAt), asc(person.id))
    .limit(1);
  return found === undefined ? null : { to: { kind: 'person', personId: found.id }, name: found.name };
}

/** Departments that queues name, by name, each with its queues' teams. */
function departmentsOnFloor({ floor }: LiveState): FloorDepartment[] {
  const teams = new Map<string, Set<string>>();
  for (const { department: name, teamId } of floor.queues.values()) {
    if (name === null) continue;
    const known = teams.get(name) ?? new Set();
    if (teamId !== null) known.add(teamId);
    teams.set(name, known);
  }
  return [...teams]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, teamIds]) => ({ name, teamIds: [...teamIds].toSorted() }));
}
