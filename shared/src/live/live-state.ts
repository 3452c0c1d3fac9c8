import type { EventType } from '../events.ts';
import { EVENT_TYPES } from '../events.ts';
import { floorSlice } from '../floor/floor-slice.ts';
import type { FloorState } from '../floor/floor-state.ts';
import { markArea } from '../floor/mark-changed.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { siteNow } from '../sites/site-clock.ts';
import type { SiteClock } from '../sites/events.ts';
import type { Snapshot, TableRows } from './delta.ts';
import type { RowChoice, SliceRows } from './slice.ts';

/**
 * Version of the fold. Raise it with every change that makes the same log fold to another state: owners then fold the log anew instead of
 * going on from a snapshot that an older fold made.
 */
export const FOLD_VERSION = 1;

/** A site's whole live state. */
export type LiveState = {
  readonly siteId: string;
  readonly floor: FloorState;
  /** Last position folded; 0 before the first. */
  position: number;
  readonly latestEventAt: number;
  readonly latestRecordedAt: number;
  readonly clock: SiteClock;
};

/** An event that broke the fold: a programmer's error, kept with its stack while folding goes on. */
export type ParkedEvent = { readonly position: number; readonly type: string; readonly stack: string };

export type EncodedState = { readonly foldVersion: number; readonly position: number; readonly floor: unknown };

export function createLiveState(siteId: string): LiveState {
  return stateOf(siteId, floorSlice.create(siteId), 0);
}

function stateOf(siteId: string, floor: FloorState, position: number): LiveState {
  return {
    siteId,
    floor,
    position,
    get latestEventAt() {
      return floor.latestEventAt;
    },
    get latestRecordedAt() {
      return floor.latestRecordedAt;
    },
    get clock() {
      return floor.clock;
    },
  };
}

/** Folds one event. Never throws: what breaks is answered as parked, counted, and left out. */
export function foldEvent(state: LiveState, event: LoggedEvent): ParkedEvent | null {
  state.position = event.position;
  try {
    floorSlice.fold(state.floor, event);
    return null;
  } catch (error) {
    state.floor.parkedCount++;
    markArea(state.floor, state.floor.site);
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { position: event.position, type: event.type, stack };
  }
}

/** Counts an entry whose type this fold does not know. */
export function foldUnknown(state: LiveState, event: { readonly position: number; readonly recordedAt: number }): void {
  state.position = event.position;
  state.floor.position = event.position;
  state.floor.latestRecordedAt = event.recordedAt;
  state.floor.unknownCount++;
  markArea(state.floor, state.floor.site);
}

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Whether the fold knows this type. */
export function isKnownType(type: string): type is EventType {
  return KNOWN.has(type);
}

/** The site's own time for a real moment (decision D12). */
export function siteAsOf(state: LiveState, realNow: number): number {
  return siteNow(state.floor.clock, realNow, state.floor.latestEventAt);
}

/** All rows at `asOf`, or only those that events or time may have changed. */
export function liveRows(state: LiveState, asOf: number, which: RowChoice): SliceRows {
  return floorSlice.rows(state.floor, asOf, which);
}

export function clearChanged(state: LiveState): void {
  floorSlice.clearChanged(state.floor);
}

/** Everything at `asOf`, as a client is given it. */
export function snapshotOf(state: LiveState, asOf: number, cutAt: number): Snapshot {
  const tables: TableRows = liveRows(state, asOf, 'all').tables;
  return { siteId: state.siteId, at: { position: state.position, asOf }, cutAt, foldVersion: FOLD_VERSION, tables };
}

export function encodeState(state: LiveState): EncodedState {
  return { foldVersion: FOLD_VERSION, position: state.position, floor: floorSlice.encode(state.floor) };
}

/** The state again. Throws when another fold version encoded it: fold the log anew instead. */
export function decodeState(siteId: string, encoded: unknown): LiveState {
  const { foldVersion, position, floor } = encoded as EncodedState;
  if (foldVersion !== FOLD_VERSION) {
    throw new Error(`snapshot of fold version ${foldVersion} cannot be read by fold version ${FOLD_VERSION}`);
  }
  return stateOf(siteId, floorSlice.decode(siteId, floor), position);
}

/** Equal for equal states, whoever folded them and however they got there. */
export function hashState(state: LiveState): string {
  return stableHash(JSON.stringify(encodeState(state)));
}
