import type { BusinessCalendar, OpenPeriod } from './business-calendar.ts';
import type { Agreement, Department } from './department.ts';
import type { HandoffOwner } from './handoff.ts';

const HOUR = 3_600_000;

const allWeek = (...periods: OpenPeriod[]): BusinessCalendar['weekly'] => ({
  mon: periods,
  tue: periods,
  wed: periods,
  thu: periods,
  fri: periods,
  sat: periods,
  sun: periods,
});

/** Hours that the first departments of a floor begin with, in turn: around the clock, in two shifts with a break, in office hours. */
const FIRST_HOURS: readonly BusinessCalendar['weekly'][] = [
  allWeek({ from: '00:00', to: '24:00' }),
  allWeek({ from: '06:00', to: '12:30' }, { from: '13:00', to: '02:00' }),
  {
    ...allWeek({ from: '08:00', to: '12:30' }, { from: '13:15', to: '20:00' }),
    sat: [{ from: '10:00', to: '16:00' }],
    sun: [],
  },
];

/** Where departments of a new site begin until somebody says otherwise: office hours, nothing at the weekend. */
const OFFICE_HOURS: BusinessCalendar['weekly'] = { ...allWeek({ from: '09:00', to: '17:00' }), sat: [], sun: [] };

/** What a floor knows of a department by its queues. */
export type FloorDepartment = { readonly name: string; readonly teamIds: readonly string[] };

/** Departments with what they agree on. */
export type FirstDepartments = {
  readonly departments: readonly Department[];
  readonly agreements: readonly Agreement[];
};

/**
 * Departments to begin with on a new site: an answer within four business hours, accepted within one. Whoever is the owner holds what nobody else
 * does. All agree with each other, so that transfers between them are handoffs.
 */
export function firstDepartments(
  found: readonly FloorDepartment[],
  zone: string,
  owner: HandoffOwner,
): FirstDepartments {
  // Two names that differ in signs alone are one department.
  const ids = found.map(({ name }) => departmentIdOf(name));
  const distinct = found.filter(({ name }, index) => ids.indexOf(departmentIdOf(name)) === index);
  const departments = distinct.map(({ name, teamIds }): Department => ({
    id: departmentIdOf(name),
    name,
    teamIds: [...teamIds],
    calendar: { zone, weekly: OFFICE_HOURS, holidays: [] },
    exceptionOwner: owner,
    responseMs: 4 * HOUR,
    acceptMs: HOUR,
    promises: [],
    warnShare: 0.75,
    bounceLimit: 2,
    documents: [],
    missingDocuments: 'refuse-completion',
  }));
  return { departments, agreements: agreeing(departments, []) };
}

/** Those of the demo floor: different hours, promises and documents, so that there is something to see. */
export function demoDepartments(
  found: readonly FloorDepartment[],
  zone: string,
  owner: HandoffOwner,
): FirstDepartments {
  const departments = found.map(({ name, teamIds }, index): Department => {
    const calendar: BusinessCalendar = {
      zone,
      weekly: FIRST_HOURS[index % FIRST_HOURS.length] ?? allWeek({ from: '08:00', to: '18:00' }),
      holidays: [
        { date: '2026-01-01', name: 'New Year', periods: [], yearly: true },
        { date: '2026-12-25', name: 'Christmas', periods: [{ from: '10:00', to: '14:00' }], yearly: true },
      ],
    };
    return {
      id: departmentIdOf(name),
      name,
      teamIds: [...teamIds],
      calendar,
      exceptionOwner: owner,
      responseMs: HOUR,
      promises: [
        { tier: 'gold', responseMs: HOUR / 2 },
        { priority: 'urgent', responseMs: HOUR / 4 },
        { kind: 'Complaint', responseMs: 8 * HOUR },
      ],
      warnShare: 0.75,
      bounceLimit: 2,
      documents: [{ name: 'Customer statement', kinds: ['Complaint'] }],
      missingDocuments: 'pause-clock',
    };
  });
  return { departments, agreements: agreeing(departments, [owner]) };
}

function agreeing(departments: readonly Department[], escalationContacts: HandoffOwner[]): Agreement[] {
  return departments.flatMap((from) =>
    departments
      .filter((to) => to.id !== from.id)
      .map((to): Agreement => ({
        fromDepartmentId: from.id,
        toDepartmentId: to.id,
        promises: [],
        escalationContacts,
        impact: 'medium',
        opensOnTransfer: true,
        followsContact: true,
      })),
  );
}

/** A name as an id: lower case, what is neither letter nor digit as a hyphen. */
export function departmentIdOf(name: string): string {
  const id = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return id === '' ? 'department' : id;
}
