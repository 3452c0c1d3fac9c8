import { emptySet } from '../kit/empty-set.ts';
import { pickThings } from '../live/pick-things.ts';
import type { Slice } from '../live/slice.ts';
import type { Agreement, Department } from './department.ts';
import { isOpen, type Handoff } from './handoff.ts';
import {
  createHandoffsState,
  foldHandoffs,
  type FloorTransfer,
  type HandoffsState,
  type InForce,
} from './handoffs-state.ts';
import { reckonHandoff } from './reckon-handoff.ts';
import type { AgreementRow, DepartmentRow, HandoffRow } from './rows.ts';

type EncodedHandoffs = {
  readonly departments: readonly InForce<Department>[];
  readonly agreements: readonly (readonly [string, InForce<Agreement>])[];
  readonly handoffs: readonly Handoff[];
  readonly transfers: readonly FloorTransfer[];
  readonly departmentEventCount: number;
};

/** Departments, agreements and handoffs, as the log tells them. Nothing here depends on time alone: rows hold moments. */
export const handoffsSlice: Slice<HandoffsState> = {
  name: 'handoffs',
  tables: ['handoffs', 'departments', 'departmentAgreements'],
  folds: (type) => type.startsWith('handoff.') || type === 'contact.transferred',
  create: createHandoffsState,
  fold: foldHandoffs,
  rows(state, _asOf, which) {
    const { changed } = state;
    const all = which === 'all';
    const handoffs = pickThings(state.handoffs, all ? state.handoffs.keys() : changed.handoffs);
    const departments = pickThings(state.departments, all ? state.departments.keys() : changed.departments);
    const agreements = pickThings(state.agreements, all ? state.agreements.keys() : changed.agreements);
    return {
      tables: {
        handoffs: handoffs.found.map(([, handoff]) => handoffRow(state, handoff)),
        departments: departments.found.map(([id, { value, version, by, at }]): DepartmentRow => ({
          id,
          department: value,
          version,
          setBy: by,
          setAt: at,
        })),
        departmentAgreements: agreements.found.map(([id, { value, version, by, at }]): AgreementRow => ({
          id,
          agreement: value,
          version,
          setBy: by,
          setAt: at,
        })),
      },
      removed: {
        handoffs: handoffs.gone,
        departments: departments.gone,
        departmentAgreements: agreements.gone,
      },
    };
  },
  clearChanged({ changed }) {
    emptySet(changed.handoffs);
    emptySet(changed.departments);
    emptySet(changed.agreements);
  },
  encode: (state): EncodedHandoffs => ({
    departments: [...state.departments.values()],
    agreements: [...state.agreements],
    handoffs: [...state.handoffs.values()],
    transfers: [...state.transfers.values()],
    departmentEventCount: state.departmentEventCount,
  }),
  decode(_siteId, encoded) {
    const { departments, agreements, handoffs, transfers, departmentEventCount } = encoded as EncodedHandoffs;
    const state = createHandoffsState();
    for (const department of departments) state.departments.set(department.value.id, department);
    for (const [key, agreement] of agreements) state.agreements.set(key, agreement);
    for (const handoff of handoffs) state.handoffs.set(handoff.id, handoff);
    for (const transfer of transfers) state.transfers.set(transfer.position, transfer);
    state.departmentEventCount = departmentEventCount;
    return state;
  },
};

function handoffRow(state: HandoffsState, handoff: Handoff): HandoffRow {
  const to = state.departments.get(handoff.toDepartmentId)?.value;
  const from = handoff.fromDepartmentId === null ? undefined : state.departments.get(handoff.fromDepartmentId)?.value;
  const reckoning = to === undefined ? null : reckonHandoff(handoff, to.calendar);
  return {
    ...handoff,
    warnAt: reckoning?.warnAt ?? null,
    dueAt: reckoning?.dueAt ?? null,
    acceptDueAt: reckoning?.acceptDueAt ?? null,
    targets: isOpen(handoff) ? [handoff.owner.to] : [],
    teamIds: [...new Set([...(to?.teamIds ?? []), ...(from?.teamIds ?? [])])],
  };
}
