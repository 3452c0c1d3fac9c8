import type { Slice } from '../live/slice.ts';
import { decodeFloor, encodeFloor, type EncodedFloor } from './encode-floor.ts';
import { FloorRows } from './floor-rows.ts';
import { createFloorState, type FloorState } from './floor-state.ts';
import { floorFoldOf, foldFloor } from './fold-floor.ts';
import { clearChanges } from './mark-changed.ts';

/** Row makers by state; they keep sums between cuts and die with the state. */
const readers = new WeakMap<FloorState, FloorRows>();

/** Contacts, agents, queues and bots folded together. */
export const floorSlice: Slice<FloorState> = {
  name: 'floor',
  tables: ['sites', 'groups', 'teams', 'queues', 'agents', 'contacts', 'bots', 'botSessions', 'sources'],
  create: createFloorState,
  fold: foldFloor,
  foldOf: floorFoldOf,
  rows(state, asOf, which) {
    let reader = readers.get(state);
    if (reader === undefined) {
      reader = new FloorRows();
      readers.set(state, reader);
    }
    return reader.rows(state, asOf, which);
  },
  clearChanged: clearChanges,
  encode: encodeFloor,
  decode: (siteId, encoded) => decodeFloor(siteId, encoded as EncodedFloor),
};
