import type { EventType } from '../events.ts';
import { EVENT_TYPES } from '../events.ts';
import { markArea } from '../floor/mark-changed.ts';
import { writeFloor } from '../floor/write-floor.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { siteNow } from '../sites/site-clock.ts';
import type { SiteClock } from '../sites/events.ts';
import type { Snapshot, TableRows } from './delta.ts';
import type { RowChoice, SliceRows } from './slice.ts';
import { SLICE_LIST, type SliceStates } from './slices.ts';

/**
 * Version of the fold. Raise it with every change that makes the same log fold to another state: owners then fold the log anew instead of
 * going on from a snapshot that an older fold made.
 */
export const FOLD_VERSION = 6;

/** A site's whole live state. */
export type LiveState = SliceStates & {
  readonly siteId: string;
  /** Last position folded; 0 before the first. */
  position: number;
  /** Slices handed an event since {@link clearChanged}, a bit each by their place in the list. Says nothing about the floor. */
  touched: number;
  readonly latestEventAt: number;
  readonly latestRecordedAt: number;
  readonly clock: SiteClock;
};

/** An event that broke the fold: a programmer's error, kept with its stack while folding goes on. */
export type ParkedEvent = { readonly position: number; readonly type: string; readonly stack: string };

export type EncodedState = {
  readonly foldVersion: number;
  readonly position: number;
  readonly slices: Readonly<Record<string, unknown>>;
};

export function createLiveState(siteId: string): LiveState {
  return stateOf(siteId, 0, (slice) => slice.create(siteId));
}

function stateOf(
  siteId: string,
  position: number,
  make: (slice: (typeof SLICE_LIST)[number][1]) => SliceStates[keyof SliceStates],
): LiveState {
  const slices = Object.fromEntries(SLICE_LIST.map(([name, slice]) => [name, make(slice)])) as unknown as SliceStates;
  const { floor } = slices;
  return {
    ...slices,
    siteId,
    position,
    touched: -1,
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

type AnySlice = (typeof SLICE_LIST)[number][1];
type Folding = {
  readonly steps: readonly { readonly name: keyof SliceStates; readonly fold: AnySlice['fold'] }[];
  /** The slices, a bit each by their place in the list. */
  readonly touched: number;
};

/** What is done with an event of each type: whom it is handed to. Looked up once for each event. */
const FOLDING: ReadonlyMap<string, Folding> = new Map(EVENT_TYPES.map((type) => [type, foldingOf(type)]));

function foldingOf(type: EventType): Folding {
  const slices = SLICE_LIST.filter(([, slice]) => slice.folds?.(type) ?? true);
  return {
    steps: slices.map(([name, slice]) => ({ name, fold: slice.foldOf?.(type) ?? slice.fold })),
    touched: slices.reduce((bits, entry) => bits | (1 << SLICE_LIST.indexOf(entry)), 0),
  };
}

/**
 * Folds one event; one of a type that only another version knows is counted. Never throws: what breaks a slice is answered as parked, counted,
 * and left out of that slice.
 */
export function foldEvent(state: LiveState, event: LoggedEvent): ParkedEvent | null {
  const folding = FOLDING.get(event.type);
  if (folding === undefined) {
    foldUnknown(state, event);
    return null;
  }
  state.position = event.position;
  state.touched |= folding.touched;
  const { steps } = folding;
  let broken: ParkedEvent | null = null;
  for (let index = 0; index < steps.length; index++) {
    const { name, fold } = steps[index] as Folding['steps'][number]; // index is within
    try {
      fold(state[name], event);
    } catch (error) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      broken ??= { position: event.position, type: event.type, stack };
    }
  }
  if (broken !== null) {
    state.floor.parkedCount++;
    markArea(state.floor, state.floor.site);
  }
  return broken;
}

/** Counts an entry whose type this fold does not know. */
function foldUnknown(state: LiveState, event: { readonly position: number; readonly recordedAt: number }): void {
  state.touched = -1;
  state.position = event.position;
  state.floor.position = event.position;
  state.floor.latestRecordedAt = event.recordedAt;
  state.floor.unknownCount++;
  markArea(state.floor, state.floor.site);
}

/** The site's own time for a real moment (decision D12). */
export function siteAsOf(state: LiveState, realNow: number): number {
  return siteNow(state.floor.clock, realNow, state.floor.latestEventAt);
}

/** All rows at `asOf`, or only those that events or time may have changed. */
export function liveRows(state: LiveState, asOf: number, which: RowChoice): SliceRows {
  const all = SLICE_LIST.map(([name, slice]) => slice.rows(state[name], asOf, which));
  return {
    tables: Object.assign({}, ...all.map((rows) => rows.tables)) as SliceRows['tables'],
    removed: Object.assign({}, ...all.map((rows) => rows.removed)) as SliceRows['removed'],
  };
}

export function clearChanged(state: LiveState): void {
  for (let place = 0, touched = state.touched; touched !== 0 && place < SLICE_LIST.length; place++, touched >>>= 1) {
    if ((touched & 1) === 0) continue;
    const [name, slice] = SLICE_LIST[place] as (typeof SLICE_LIST)[number]; // place is within
    slice.clearChanged(state[name]);
  }
  state.touched = 0;
}

/** Everything at `asOf`, as a client is given it. */
export function snapshotOf(state: LiveState, asOf: number, cutAt: number): Snapshot {
  const tables: TableRows = liveRows(state, asOf, 'all').tables;
  return { siteId: state.siteId, at: { position: state.position, asOf }, cutAt, foldVersion: FOLD_VERSION, tables };
}

export function encodeState(state: LiveState): EncodedState {
  const slices = Object.fromEntries(SLICE_LIST.map(([name, slice]) => [name, slice.encode(state[name])]));
  return { foldVersion: FOLD_VERSION, position: state.position, slices };
}

/** A state as text in pieces, with the position and times at which it stood. */
export type WrittenState = {
  readonly position: number;
  readonly latestEventAt: number;
  readonly latestRecordedAt: number;
  readonly pieces: readonly string[];
};

/**
 * Writes a state bit by bit while it is folded on (see {@link writeFloor}): gives what `JSON.stringify(encodeState(state))` does at the position
 * where it ends. Everything but the floor is small, and written in the last bit.
 */
export function* writeState(state: LiveState): Generator<undefined, WrittenState> {
  const floor = yield* writeFloor(state.floor);
  const { position, latestEventAt, latestRecordedAt } = state;
  const pieces = [`{"foldVersion":${FOLD_VERSION},"position":${position},"slices":{`];
  SLICE_LIST.forEach(([name, slice], place) => {
    pieces.push(`${place === 0 ? '' : ','}"${name}":`);
    // One by one: there are too many to be arguments of one call.
    if (name === 'floor') for (const piece of floor) pieces.push(piece);
    else pieces.push(JSON.stringify(slice.encode(state[name])));
  });
  pieces.push('}}');
  return { position, latestEventAt, latestRecordedAt, pieces };
}

/** The state again. Throws when another fold version encoded it: fold the log anew instead. */
export function decodeState(siteId: string, encoded: unknown): LiveState {
  const { foldVersion, position, slices } = encoded as EncodedState;
  if (foldVersion !== FOLD_VERSION) {
    throw new Error(`snapshot of fold version ${foldVersion} cannot be read by fold version ${FOLD_VERSION}`);
  }
  return stateOf(siteId, position, (slice) => slice.decode(siteId, slices[slice.name]));
}

/** Equal for equal states, whoever folded them and however they got there. */
export function hashState(state: LiveState): string {
  return stableHash(JSON.stringify(encodeState(state)));
}
