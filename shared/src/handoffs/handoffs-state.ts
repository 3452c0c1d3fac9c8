import type { DecidedBy } from '../alerts/events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { agreementKey, type Agreement, type Department } from './department.ts';
import { handoffMoves, isHandoffType, type HandoffMove, type HandoffMoveType } from './events.ts';
import { evolveHandoff, openedHandoff } from './evolve-handoff.ts';
import { isOpen, type Handoff } from './handoff.ts';

export type InForce<T> = {
  readonly value: T;
  readonly version: number;
  readonly by: DecidedBy;
  readonly at: number;
};

/** A contact that was passed on on the floor, as far as the log tells; whether it becomes a handoff is decided elsewhere. */
export type FloorTransfer = {
  readonly position: number;
  readonly time: number;
  readonly contactId: string;
  readonly toQueueId: string | null;
  readonly toDepartment: string | null;
};

/** Everything the log says about a site's handoffs. */
export type HandoffsState = {
  readonly departments: Map<string, InForce<Department>>;
  readonly agreements: Map<string, InForce<Agreement>>;
  readonly handoffs: Map<string, Handoff>;
  /** Transfers of late that no handoff was opened for, the newest {@link KEPT_TRANSFERS}. */
  readonly transfers: Map<number, FloorTransfer>;
  /** Events about departments folded so far: none means that nobody has decided about them. */
  departmentEventCount: number;
  /** Touched since the last cut; no part of the state proper. */
  readonly changed: {
    readonly handoffs: Set<string>;
    readonly departments: Set<string>;
    readonly agreements: Set<string>;
  };
};

/** Ended handoffs kept, the newest; the history has all of them. */
export const KEPT_ENDED = 200;
export const KEPT_TRANSFERS = 200;

export function createHandoffsState(): HandoffsState {
  return {
    departments: new Map(),
    agreements: new Map(),
    handoffs: new Map(),
    transfers: new Map(),
    departmentEventCount: 0,
    changed: { handoffs: new Set(), departments: new Set(), agreements: new Set() },
  };
}

/** Folds what is about handoffs, and transfers on the floor. Total: what does not fit what stands changes nothing. */
export function foldHandoffs(state: HandoffsState, event: LoggedEvent): void {
  if (event.type === 'contact.transferred') {
    foldTransfer(state, event);
    return;
  }
  if (!isHandoffType(event.type)) return;
  if (isMove(event)) {
    foldMove(state, event);
    return;
  }
  switch (event.type) {
    case 'handoff.department-set':
      foldDepartmentSet(state, event);
      return;
    case 'handoff.department-removed':
      state.departmentEventCount++;
      if (state.departments.delete(event.data.departmentId)) state.changed.departments.add(event.data.departmentId);
      return;
    case 'handoff.agreement-set': {
      const { agreement, version, by } = event.data;
      const key = agreementKey(agreement.fromDepartmentId, agreement.toDepartmentId);
      state.agreements.set(key, { value: agreement, version, by, at: event.time });
      state.changed.agreements.add(key);
      return;
    }
    case 'handoff.agreement-removed': {
      const key = agreementKey(event.data.fromDepartmentId, event.data.toDepartmentId);
      if (state.agreements.delete(key)) state.changed.agreements.add(key);
      return;
    }
    case 'handoff.opened': {
      if (event.data.transferPosition !== undefined) state.transfers.delete(event.data.transferPosition);
      if (!state.handoffs.has(event.data.handoffId)) put(state, openedHandoff(event.data, event.time));
      return;
    }
    default:
  }
}

type LoggedMove = LoggedEvent & HandoffMove;

const MOVES: ReadonlySet<string> = new Set(Object.keys(handoffMoves));
const isMove = (event: LoggedEvent): event is LoggedMove & { type: HandoffMoveType } => MOVES.has(event.type);

function foldMove(state: HandoffsState, event: LoggedMove): void {
  const handoff = state.handoffs.get(event.data.handoffId);
  if (handoff === undefined || !isOpen(handoff)) return;
  const next = evolveHandoff(handoff, event, event.time);
  put(state, next);
  if (!isOpen(next)) forgetOldest(state);
}

function foldDepartmentSet(state: HandoffsState, { data, time }: LoggedEvent<'handoff.department-set'>): void {
  const { department, version, by } = data;
  state.departmentEventCount++;
  state.departments.set(department.id, { value: department, version, by, at: time });
  state.changed.departments.add(department.id);
  // Open ones are reckoned by the new hours, and both sides' teams may have changed.
  for (const handoff of state.handoffs.values()) {
    const isReceiver = handoff.toDepartmentId === department.id;
    if (isReceiver && isOpen(handoff)) state.handoffs.set(handoff.id, { ...handoff, hoursVersion: version });
    if (isReceiver || handoff.fromDepartmentId === department.id) state.changed.handoffs.add(handoff.id);
  }
}

function foldTransfer(state: HandoffsState, { position, time, data }: LoggedEvent<'contact.transferred'>): void {
  // Without an agreement no transfer is of moment, and most sites have none.
  if (state.agreements.size === 0 || (data.toQueueId === undefined && data.toDepartment === undefined)) return;
  state.transfers.set(position, {
    position,
    time,
    contactId: data.contactId,
    toQueueId: data.toQueueId ?? null,
    toDepartment: data.toDepartment ?? null,
  });
  for (const oldest of state.transfers.keys()) {
    if (state.transfers.size <= KEPT_TRANSFERS) break;
    state.transfers.delete(oldest);
  }
}

function put(state: HandoffsState, handoff: Handoff): void {
  // Anew at the end, so that the order of the map is the order of the last move.
  state.handoffs.delete(handoff.id);
  state.handoffs.set(handoff.id, handoff);
  state.changed.handoffs.add(handoff.id);
}

function forgetOldest(state: HandoffsState): void {
  const ended = [...state.handoffs.values()].filter((handoff) => !isOpen(handoff));
  for (const { id } of ended.slice(0, Math.max(0, ended.length - KEPT_ENDED))) {
    state.handoffs.delete(id);
    state.changed.handoffs.add(id);
  }
}
