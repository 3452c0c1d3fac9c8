import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import {
  createEscalationState,
  escalationFoldOf,
  foldEscalation,
  type EscalationState,
  type MatrixInForce,
} from './escalation-state.ts';
import type { EscalationRequested, EscalationRequestWithdrawn } from './events.ts';
import type { EscalationPolicyRow, EscalationRow, OnCallRow } from './rows.ts';

type Encoded = {
  readonly policies: readonly EscalationPolicyRow[];
  readonly matrix: MatrixInForce | null;
  readonly rotations: readonly OnCallRow[];
  readonly escalations: readonly EscalationRow[];
  readonly requests: readonly EscalationRequested[];
  readonly withdrawn: readonly EscalationRequestWithdrawn[];
  readonly contactStarts: readonly (readonly [string, number])[];
  readonly customers: readonly (readonly [string, readonly (readonly [string, number])[]])[];
  readonly contacts: readonly (readonly [string, string])[];
  readonly policyEventCount: number;
  readonly requestsLeftOutCount: number;
};

/** Escalations, policies and who is on call, as the log tells them. Nothing here depends on time alone: rows hold moments. */
export const escalationSlice: Slice<EscalationState> = {
  name: 'escalation',
  tables: ['escalations', 'escalationPolicies', 'onCall'],
  folds: (type) => escalationFoldOf(type) !== null,
  create: createEscalationState,
  fold: foldEscalation,
  foldOf: (type) => escalationFoldOf(type) ?? foldEscalation,
  rows(state, _asOf, which) {
    const all = which === 'all';
    const { changed } = state;
    const escalations = pick(state.escalations, all ? state.escalations.keys() : changed.escalations);
    const policies = pick(state.policies, all ? state.policies.keys() : changed.policies);
    const rotations = pick(state.rotations, all ? state.rotations.keys() : changed.rotations);
    return {
      tables: { escalations: escalations.found, escalationPolicies: policies.found, onCall: rotations.found },
      removed: { escalations: escalations.gone, escalationPolicies: policies.gone, onCall: rotations.gone },
    };
  },
  clearChanged({ changed }) {
    emptySet(changed.escalations);
    emptySet(changed.policies);
    emptySet(changed.rotations);
  },
  encode: (state): Encoded => ({
    policies: [...state.policies.values()],
    matrix: state.matrix,
    rotations: [...state.rotations.values()],
    escalations: [...state.escalations.values()],
    requests: [...state.requests.values()],
    withdrawn: [...state.withdrawn.values()],
    contactStarts: [...state.contactStarts],
    customers: [...state.history.customers].map(([id, agents]) => [id, [...agents]] as const),
    contacts: [...state.history.contacts],
    policyEventCount: state.policyEventCount,
    requestsLeftOutCount: state.requestsLeftOutCount,
  }),
  decode(siteId, encoded) {
    const from = encoded as Encoded;
    const state = createEscalationState(siteId);
    for (const row of from.policies) state.policies.set(row.id, row);
    state.matrix = from.matrix;
    for (const row of from.rotations) state.rotations.set(row.id, row);
    for (const row of from.escalations) state.escalations.set(row.id, row);
    for (const request of from.requests) state.requests.set(request.requestId, request);
    for (const one of from.withdrawn) state.withdrawn.set(one.requestId, one);
    for (const [id, at] of from.contactStarts) state.contactStarts.set(id, at);
    for (const [id, agents] of from.customers) state.history.customers.set(id, new Map(agents));
    for (const [id, customer] of from.contacts) state.history.contacts.set(id, customer);
    state.policyEventCount = from.policyEventCount;
    state.requestsLeftOutCount = from.requestsLeftOutCount;
    return state;
  },
};

function pick<T>(all: ReadonlyMap<string, T>, ids: Iterable<string>): { readonly found: T[]; readonly gone: string[] } {
  const found: T[] = [];
  const gone: string[] = [];
  for (const id of ids) {
    const thing = all.get(id);
    if (thing === undefined) gone.push(id);
    else found.push(thing);
  }
  return { found, gone };
}
