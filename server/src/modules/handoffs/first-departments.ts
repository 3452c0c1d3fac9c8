import { count, eq } from 'drizzle-orm';
import { firstDepartments, type FloorDepartment } from '@floorwalk/shared/handoffs/first-departments';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import { DEMO_SITE } from '../../auth/demo-session.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import { HANDOFFS_SOURCE } from '@floorwalk/shared/handoffs/handoff-news';
import { department, departmentAgreement, departmentHours } from './tables.ts';

const BY = { id: 'floorwalk', name: 'Floorwalk' } as const;
/** The demo's supervisor, who is whoever plays them. */
const OWNER = { to: { kind: 'person', personId: 'demo:supervisor' }, name: 'Demo supervisor' } as const;

/**
 * Gives the demo floor departments to begin with, once its queues name two. Other sites begin with none: a department has an owner by name, and that
 * is for people to say.
 */
export async function setFirstDepartments(services: JobServices, siteId: string, state: LiveState): Promise<void> {
  const { database, config, now } = services;
  if (siteId !== DEMO_SITE || config.demo === undefined || state.handoffs.departmentEventCount > 0) return;
  const found = departmentsOnFloor(state);
  if (found.length < 2) return;
  const time = Math.floor(siteAsOf(state, now()));
  const { departments, agreements } = firstDepartments(found, state.floor.zone, OWNER);
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
