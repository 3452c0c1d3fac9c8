import type { ReactNode } from 'react';

/**
 * Why a number on the glass has no formula. Everything else that holds a digit explains itself (`NumberButton`, `Figure`), which a browser
 * test checks on every screen.
 *
 * - `moment`: a time of day, a date, or how long ago; read from the clock, not reckoned.
 * - `limit`: somebody set it: a target, a threshold, a capacity, an hour.
 * - `named`: part of a name: an id, a title, a version, a channel's address.
 * - `said`: told by the source as it is: a survey's score, a priority, a skill's level.
 * - `rows`: how many rows stand right below, or behind the link that it is on: they can be counted.
 * - `evidence`: n or a part of the number beside it, whose pop-over repeats it.
 * - `scale`: the axis of a chart.
 */
export type PlainReason = 'moment' | 'limit' | 'named' | 'said' | 'rows' | 'evidence' | 'scale';

/** Text with digits that measure nothing. */
export function Plain({ why, children }: { readonly why: PlainReason; readonly children: ReactNode }) {
  return <span data-plain={why}>{children}</span>;
}
