import type { EventType } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import type { TableName, LiveTables } from '../floor/rows.ts';

/**
 * A part of a site's live state with its own fold and tables. Slices do not see each other; each folds every event it knows.
 * `S` is the state, mutated by `fold` and by nothing else; it must depend on the events alone.
 */
export type Slice<S> = {
  readonly name: string;
  readonly tables: readonly TableName[];
  readonly create: (siteId: string) => S;
  /** Which types it folds; all where it does not say. Asked once for each type: an event is handed to nobody who would pass it over. */
  readonly folds?: (type: EventType) => boolean;
  readonly fold: (state: S, event: LoggedEvent) => void;
  /** The fold of events of one type, where it is quicker known beforehand what to do. Asked once for each type. */
  readonly foldOf?: (type: EventType) => (state: S, event: LoggedEvent) => void;
  /**
   * Rows at `asOf`, as fresh objects that the slice never mutates: those touched by events since `clearChanged` (`changed`), these and those
   * that time alone can change (`timed`), or all.
   */
  readonly rows: (state: S, asOf: number, which: RowChoice) => SliceRows;
  readonly clearChanged: (state: S) => void;
  /** Plain JSON, from which `decode` makes a state that folds on identically. */
  readonly encode: (state: S) => unknown;
  readonly decode: (siteId: string, encoded: unknown) => S;
};

export type RowChoice = 'changed' | 'timed' | 'all';

export type SliceRows = {
  readonly tables: { readonly [K in TableName]?: LiveTables[K][] };
  readonly removed: { readonly [K in TableName]?: string[] };
};
