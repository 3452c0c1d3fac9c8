import type { OpenPeriod } from '@floorwalk/shared/handoffs/business-calendar';
import type { Agreement, Department } from '@floorwalk/shared/handoffs/department';

const OFFICE: OpenPeriod[] = [
  { from: '09:00', to: '12:30' },
  { from: '13:00', to: '17:00' },
];

/** Where a new department starts: office hours, four hours promised. Its owner has still to be said. */
export function newDepartment(zone: string): Department {
  return {
    id: '',
    name: '',
    teamIds: [],
    calendar: {
      zone,
      weekly: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE, sat: [], sun: [] },
      holidays: [],
    },
    exceptionOwner: { to: { kind: 'person', personId: '' }, name: '' },
    responseMs: 4 * 3_600_000,
    promises: [],
    warnShare: 0.75,
    bounceLimit: 2,
    documents: [],
    missingDocuments: 'refuse-completion',
  };
}

export function newAgreement(from: string, to: string): Agreement {
  return {
    fromDepartmentId: from,
    toDepartmentId: to,
    promises: [],
    escalationContacts: [],
    impact: 'medium',
    opensOnTransfer: true,
    followsContact: false,
  };
}

/** The list with another thing in that place; without it where none is given. */
export function withItem<T>(list: readonly T[], index: number, item: T | null): T[] {
  return list.flatMap((one, place) => (place === index ? (item === null ? [] : [item]) : [one]));
}

/** Without what is not given: optional fields of a contract are absent, never empty. */
export function withoutEmpty<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined && field !== '')) as T;
}
