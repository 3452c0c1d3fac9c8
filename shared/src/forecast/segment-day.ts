/** What came into one queue on one local day, by segment ('' is none), in intervals of a plain day. */
export interface SegmentDay {
  readonly date: string;
  readonly counts: ReadonlyMap<string, readonly number[]>;
  /** Contacts handled and the seconds spent on them, by segment; absent where that is not known of the day. */
  readonly handled?: ReadonlyMap<string, SegmentHandled>;
}

export interface SegmentHandled {
  readonly handled: readonly number[];
  readonly handleSec: readonly number[];
}
