import { decideHandoff, intakeOf, type HandoffCommand, type HandoffContext } from './decide-handoff.ts';
import type { Agreement, Department } from './department.ts';
import type { HandoffOpened } from './events.ts';
import { openedHandoff } from './evolve-handoff.ts';
import type { Handoff, HandoffOwner } from './handoff.ts';

// A department and its handoffs for tests.
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Monday, 8 June 2026, 09:00 UTC. */
export const START = 1_780_909_200_000;

export const owner = (name: string): HandoffOwner => ({ to: { kind: 'person', personId: name }, name });
export const by = { id: 'ann', name: 'Ann' };
export const always = [{ from: '00:00', to: '24:00' }];

export const BACK_OFFICE: Department = {
  id: 'back-office',
  name: 'Back office',
  teamIds: ['north'],
  calendar: {
    zone: 'UTC',
    weekly: { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always },
    holidays: [],
  },
  exceptionOwner: owner('Emma Exception'),
  responseMs: 4 * HOUR,
  promises: [
    { tier: 'gold', responseMs: 2 * HOUR },
    { kind: 'Complaint', responseMs: 8 * HOUR },
    { kind: 'Complaint', tier: 'gold', responseMs: 3 * HOUR },
    { priority: 'urgent', responseMs: HOUR },
  ],
  warnShare: 0.75,
  bounceLimit: 1,
  documents: [{ name: 'Contract' }, { name: 'Photo', kinds: ['Complaint'] }],
  missingDocuments: 'refuse-completion',
};

export const AGREEMENT: Agreement = {
  fromDepartmentId: 'sales',
  toDepartmentId: 'back-office',
  promises: [{ kind: 'Complaint', responseMs: 5 * HOUR }],
  escalationContacts: [owner('Carl Contact')],
  impact: 'high',
  opensOnTransfer: true,
  followsContact: false,
};

export function open(department: Department, documents: readonly string[] = [], acceptMs?: number): Handoff {
  const data: HandoffOpened = {
    handoffId: 'h1',
    title: 'A refund',
    priority: 'normal',
    fromDepartmentId: 'sales',
    toDepartmentId: department.id,
    owner: intakeOf(department),
    sender: owner('Sam Sender'),
    promiseMs: 4 * HOUR,
    ...(acceptMs !== undefined && { acceptMs }),
    warnShare: department.warnShare,
    bounceLimit: department.bounceLimit,
    documents: [...documents],
    missingDocuments: department.missingDocuments,
    hoursVersion: 1,
    by,
  };
  return openedHandoff(data, START);
}

export const context = (now: number, department = BACK_OFFICE): HandoffContext => ({
  now,
  by,
  department,
  hoursVersion: 1,
  agreement: AGREEMENT,
});

export function carry(handoff: Handoff, command: HandoffCommand, now: number, department = BACK_OFFICE) {
  const decision = decideHandoff(handoff, command, context(now, department));
  if (!decision.ok) throw new Error(`refused: ${decision.refusal}`);
  return decision;
}

export const accept: HandoffCommand = { kind: 'accept', owner: owner('Wanda Worker') };
