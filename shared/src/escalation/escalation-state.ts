import type { DecidedBy } from '../alerts/events.ts';
import type { EventType } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { HISTORY_FOLDS, type CustomerHistory } from './customer-history.ts';
import {
  isEscalationType,
  type EscalationEventType,
  type EscalationRequested,
  type EscalationRequestWithdrawn,
} from './events.ts';
import type { SeverityMatrix } from './matrix.ts';
import type { EscalationPolicyRow, EscalationRow, OnCallRow } from './rows.ts';
import { applyOutcome } from './apply-outcome.ts';
import { isOutcome, type EscalationOutcomeEvent } from './timeline.ts';

/** Ended escalations kept, entries of each timeline, and requests that wait to be started; the history has all. */
export const KEPT_ENDED = 100;
export const KEPT_ENTRIES = 40;
export const KEPT_REQUESTS = 1_000;
export const KEPT_OVERRIDES = 200;

export type MatrixInForce = {
  readonly matrix: SeverityMatrix;
  readonly version: number;
  readonly by: DecidedBy;
  readonly at: number;
};

/** Everything the log says about a site's escalations. */
export type EscalationState = {
  readonly siteId: string;
  readonly policies: Map<string, EscalationPolicyRow>;
  matrix: MatrixInForce | null;
  readonly rotations: Map<string, OnCallRow>;
  readonly escalations: Map<string, EscalationRow>;
  /** Asked for and not begun yet. */
  readonly requests: Map<string, EscalationRequested>;
  /** Requests that were withdrawn, until their escalation has ended. */
  readonly withdrawn: Map<string, EscalationRequestWithdrawn>;
  /** When the last escalation of a waiting contact began, by queue. */
  readonly contactStarts: Map<string, number>;
  readonly history: CustomerHistory;
  /** Events about policies folded so far: none means a new site. */
  policyEventCount: number;
  /** Requests left out because of the limit; shown to operators. */
  requestsLeftOutCount: number;
  readonly changed: {
    readonly escalations: Set<string>;
    readonly policies: Set<string>;
    readonly rotations: Set<string>;
  };
};

export function createEscalationState(siteId: string): EscalationState {
  return {
    siteId,
    policies: new Map(),
    matrix: null,
    rotations: new Map(),
    escalations: new Map(),
    requests: new Map(),
    withdrawn: new Map(),
    contactStarts: new Map(),
    history: { customers: new Map(), contacts: new Map() },
    policyEventCount: 0,
    requestsLeftOutCount: 0,
    changed: { escalations: new Set(), policies: new Set(), rotations: new Set() },
  };
}

/** Folds what is about escalations, and who handled which customer. Total: what does not fit what stands changes nothing. */
export function foldEscalation(state: EscalationState, event: LoggedEvent): void {
  escalationFoldOf(event.type)?.(state, event);
}

/** The same for events of one type alone; `null` where they say nothing. */
export function escalationFoldOf(type: EventType): ((state: EscalationState, event: LoggedEvent) => void) | null {
  const foldHistory = (HISTORY_FOLDS as Partial<Record<EventType, (history: CustomerHistory, event: never) => void>>)[
    type
  ];
  if (foldHistory !== undefined) return (state, event) => foldHistory(state.history, event as never); // of this type
  return isEscalationType(type) ? foldOwn : null;
}

function foldOwn(state: EscalationState, event: LoggedEvent): void {
  if (!isEscalationType(event.type)) return;
  if (isOutcome(event)) foldOutcome(state, event);
  else FOLDS[event.type as Exclude<EscalationEventType, EscalationOutcomeEvent['type']>](state, event as never);
}

type Fold<T extends EscalationEventType> = (state: EscalationState, event: LoggedEvent<T>) => void;
type Others = Exclude<EscalationEventType, EscalationOutcomeEvent['type']>;

const FOLDS: { readonly [T in Others]: Fold<T> } = {
  'escalation.requested': foldRequested,
  'escalation.request-withdrawn': foldWithdrawn,
  'escalation.policy-set': foldPolicySet,
  'escalation.policy-removed': foldPolicyRemoved,
  'escalation.matrix-set': (state, { data, time }) => {
    state.policyEventCount++;
    state.matrix = { matrix: data.matrix, version: data.version, by: data.by, at: time };
  },
  'escalation.rotation-set': foldRotationSet,
  'escalation.rotation-removed': (state, { data }) => {
    if (state.rotations.delete(data.rotationId)) state.changed.rotations.add(data.rotationId);
  },
  'escalation.override-set': foldOverrideSet,
  'escalation.override-removed': (state, { data }) => {
    const row = state.rotations.get(data.rotationId);
    if (row === undefined) return;
    putRotation(state, { ...row, overrides: row.overrides.filter(({ id }) => id !== data.overrideId) });
  },
};

function foldOutcome(state: EscalationState, event: EscalationOutcomeEvent): void {
  const { escalationId: id } = event.data;
  const row = applyOutcome(state.escalations.get(id), event, KEPT_ENTRIES);
  if (row === undefined) return;
  const { origin, queueId } = row;
  if (event.type === 'escalation.started') {
    if (origin.kind === 'request') state.requests.delete(origin.requestId);
    if (origin.kind === 'contact' && queueId !== null) state.contactStarts.set(queueId, event.time);
  }
  put(state, row);
  if (event.type === 'escalation.resolved') {
    if (origin.kind === 'request') state.withdrawn.delete(origin.requestId);
    forgetOldest(state);
  }
}

function foldRequested(state: EscalationState, { data }: LoggedEvent<'escalation.requested'>): void {
  if (state.requests.has(data.requestId) || findByRequest(state, data.requestId) !== undefined) return;
  if (state.requests.size >= KEPT_REQUESTS) {
    state.requestsLeftOutCount++;
    return;
  }
  state.withdrawn.delete(data.requestId);
  state.requests.set(data.requestId, data);
}

/** Kept though nothing runs yet: its start may be on its way to the log. */
function foldWithdrawn(state: EscalationState, { data }: LoggedEvent<'escalation.request-withdrawn'>): void {
  state.requests.delete(data.requestId);
  if (findByRequest(state, data.requestId)?.state === 'resolved') return;
  state.withdrawn.set(data.requestId, data);
  if (state.withdrawn.size <= KEPT_REQUESTS) return;
  const oldest = state.withdrawn.keys().next();
  if (oldest.done !== true) state.withdrawn.delete(oldest.value);
}

function findByRequest(state: EscalationState, requestId: string): EscalationRow | undefined {
  for (const row of state.escalations.values()) {
    if (row.origin.kind === 'request' && row.origin.requestId === requestId) return row;
  }
  return undefined;
}

function foldPolicySet(state: EscalationState, { data, time }: LoggedEvent<'escalation.policy-set'>): void {
  state.policyEventCount++;
  const { policy, version, by } = data;
  state.policies.set(policy.id, { id: policy.id, policy, version, setBy: by, setAt: time });
  state.changed.policies.add(policy.id);
}

function foldPolicyRemoved(state: EscalationState, { data }: LoggedEvent<'escalation.policy-removed'>): void {
  state.policyEventCount++;
  if (state.policies.delete(data.policyId)) state.changed.policies.add(data.policyId);
}

function foldRotationSet(state: EscalationState, { data, time }: LoggedEvent<'escalation.rotation-set'>): void {
  const before = state.rotations.get(data.rotation.id);
  putRotation(state, {
    id: data.rotation.id,
    rotation: data.rotation,
    overrides: before?.overrides ?? [],
    names: { ...before?.names, ...data.names },
    version: data.version,
    setBy: data.by,
    setAt: time,
  });
}

function foldOverrideSet(state: EscalationState, { data, time }: LoggedEvent<'escalation.override-set'>): void {
  const { override, personName } = data;
  const row = state.rotations.get(override.rotationId);
  if (row === undefined) return;
  const kept = row.overrides.filter(({ id, until }) => id !== override.id && until > time);
  putRotation(state, {
    ...row,
    overrides: [...kept, override].slice(-KEPT_OVERRIDES),
    names: { ...row.names, [override.personId]: personName },
  });
}

function putRotation(state: EscalationState, row: OnCallRow): void {
  state.rotations.set(row.id, row);
  state.changed.rotations.add(row.id);
}

function put(state: EscalationState, row: EscalationRow): void {
  // Anew at the end, so that the order of the map is the order of the last event.
  state.escalations.delete(row.id);
  state.escalations.set(row.id, row);
  state.changed.escalations.add(row.id);
}

function forgetOldest(state: EscalationState): void {
  const ended = [...state.escalations.values()].filter((row) => row.state === 'resolved');
  for (const { id } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) {
    state.escalations.delete(id);
    state.changed.escalations.add(id);
  }
}
