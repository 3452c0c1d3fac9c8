/**
 * Why a number on the glass has no formula. Everything else that holds a digit explains itself (`NumberButton`, `Figure`), which a browser
 * test checks on every screen.
 *
 * - `moment`: a time of day, a date, an age that only repeats the moment beside it; read from the clock, not reckoned.
 * - `limit`: somebody set it: a target, a threshold, a capacity, an hour, a count to be reached.
 * - `named`: part of a name: an id, a title, a version, an address.
 * - `said`: told by the source as it is: a survey's score, a priority, a skill's level.
 * - `rows`: how many rows stand right below, or behind the link that it is on: they can be counted.
 * - `evidence`: n or a part of the number beside it, whose pop-over repeats it.
 * - `scale`: the axis or the bins of a chart.
 */
export type PlainReason = 'moment' | 'limit' | 'named' | 'said' | 'rows' | 'evidence' | 'scale';

/** Marks an element whose digits measure nothing. */
export function plain(why: PlainReason): { readonly 'data-plain': PlainReason } {
  return { 'data-plain': why };
}
