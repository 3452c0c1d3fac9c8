import Type from 'typebox';

/**
 * The life of one escalation. `requested` before its first decision; `waiting-for-hours` until support is there; `notifying` while its path runs;
 * `acknowledged` while somebody takes care; `snoozed` until a moment; `exhausted` when the path ended and nobody took it; `resolved` for good.
 */
export const ESCALATION_STATES = [
  'requested',
  'waiting-for-hours',
  'notifying',
  'acknowledged',
  'snoozed',
  'exhausted',
  'resolved',
] as const;
export type EscalationState = (typeof ESCALATION_STATES)[number];
export const EscalationState = Type.Unsafe<EscalationState>(Type.Enum([...ESCALATION_STATES]));

/** What can happen to it: by time (`due`, `ack-timeout`), by people, or because what it is about settled by itself. */
export const ESCALATION_INPUTS = [
  'start',
  'due',
  'acknowledge',
  'ack-timeout',
  'reassign',
  'snooze',
  'resolve',
  'note',
  'war-room',
  'source-settled',
] as const;
export type EscalationInputKind = (typeof ESCALATION_INPUTS)[number];

/** Why something is not done. */
export const ESCALATION_REFUSALS = [
  'not-started',
  'already-started',
  'not-due',
  'not-acknowledged',
  'already-acknowledged',
  'already-resolved',
] as const;
export type EscalationRefusal = (typeof ESCALATION_REFUSALS)[number];

/** What is done about an input. */
export const ESCALATION_MOVES = [
  'begin',
  'advance',
  'begin-anew',
  'confirm',
  'give',
  'put-off',
  'remark',
  'call-all',
  'end',
] as const;
export type EscalationMove = (typeof ESCALATION_MOVES)[number];

type Cell = EscalationMove | { readonly refuse: EscalationRefusal };

const notStarted = { refuse: 'not-started' } as const;
const alreadyStarted = { refuse: 'already-started' } as const;
const notDue = { refuse: 'not-due' } as const;
const notAcknowledged = { refuse: 'not-acknowledged' } as const;
const alreadyAcknowledged = { refuse: 'already-acknowledged' } as const;
const alreadyResolved = { refuse: 'already-resolved' } as const;

/** Every state against every input. A missing cell does not compile. */
export const ESCALATION_MACHINE: Record<EscalationState, Record<EscalationInputKind, Cell>> = {
  requested: {
    start: 'begin',
    due: notStarted,
    acknowledge: notStarted,
    'ack-timeout': notStarted,
    reassign: notStarted,
    snooze: notStarted,
    resolve: notStarted,
    note: notStarted,
    'war-room': notStarted,
    'source-settled': notStarted,
  },
  'waiting-for-hours': {
    start: alreadyStarted,
    due: 'advance',
    acknowledge: 'confirm',
    'ack-timeout': notAcknowledged,
    reassign: 'give',
    snooze: 'put-off',
    resolve: 'end',
    note: 'remark',
    'war-room': 'call-all',
    'source-settled': 'end',
  },
  notifying: {
    start: alreadyStarted,
    due: 'advance',
    acknowledge: 'confirm',
    'ack-timeout': notAcknowledged,
    reassign: 'give',
    snooze: 'put-off',
    resolve: 'end',
    note: 'remark',
    'war-room': 'call-all',
    'source-settled': 'end',
  },
  acknowledged: {
    start: alreadyStarted,
    due: notDue,
    acknowledge: alreadyAcknowledged,
    'ack-timeout': 'begin-anew',
    reassign: 'give',
    snooze: 'put-off',
    resolve: 'end',
    note: 'remark',
    'war-room': 'call-all',
    'source-settled': 'end',
  },
  snoozed: {
    start: alreadyStarted,
    due: 'begin-anew',
    acknowledge: 'confirm',
    'ack-timeout': notAcknowledged,
    reassign: 'give',
    snooze: 'put-off',
    resolve: 'end',
    note: 'remark',
    'war-room': 'call-all',
    'source-settled': 'end',
  },
  exhausted: {
    start: alreadyStarted,
    due: notDue,
    acknowledge: 'confirm',
    'ack-timeout': notAcknowledged,
    reassign: 'give',
    snooze: 'put-off',
    resolve: 'end',
    note: 'remark',
    'war-room': 'call-all',
    'source-settled': 'end',
  },
  resolved: {
    start: alreadyStarted,
    due: alreadyResolved,
    acknowledge: alreadyResolved,
    'ack-timeout': alreadyResolved,
    reassign: alreadyResolved,
    snooze: alreadyResolved,
    resolve: alreadyResolved,
    note: 'remark',
    'war-room': alreadyResolved,
    'source-settled': alreadyResolved,
  },
};

/** The input that time alone gives in a state, where something is due in it. */
export const TIMED_INPUT: Record<EscalationState, 'due' | 'ack-timeout' | null> = {
  requested: null,
  'waiting-for-hours': 'due',
  notifying: 'due',
  acknowledged: 'ack-timeout',
  snoozed: 'due',
  exhausted: null,
  resolved: null,
};
