import type { AlertState } from './alert-machine.ts';
import type { BreachCount } from './rule.ts';

/** When the condition of a counted level held: beginnings and ends by turns, epoch ms; an odd number of them while it holds. */
export type BreachSpans = readonly number[];

/** Most moments kept; older ones are no longer counted. */
const MOST_MOMENTS = 400;

function holds(state: AlertState): boolean {
  return state === 'pending' || state === 'firing';
}

/** The spans after a move of the alert at `at`: they are the alert's own moves, so that they can be read from the log. */
export function noteMove(
  spans: BreachSpans,
  from: AlertState,
  to: AlertState,
  at: number,
  count: BreachCount,
): BreachSpans {
  const next = [...spans];
  const isOpen = next.length % 2 === 1;
  if (holds(to) && !holds(from) && !isOpen) next.push(at);
  else if (!holds(to) && holds(from) && isOpen) next.push(at);
  else return spans;
  const oldest = at - count.withinMs;
  while (next.length > MOST_MOMENTS || (next.length >= 2 && (next[1] ?? at) <= oldest)) next.splice(0, 2);
  return next;
}

/** How often the condition began to hold within the count's time before `now`, and how long it held in all; `heldSince` while it holds. */
export function countBreaches(
  spans: BreachSpans,
  heldSince: number,
  now: number,
  count: BreachCount,
): { readonly times: number; readonly heldMs: number } {
  const oldest = now - count.withinMs;
  const all = spans.length % 2 === 1 ? spans : [...spans, heldSince];
  let times = 0;
  let heldMs = 0;
  for (let index = 0; index < all.length; index += 2) {
    const begin = all[index] ?? now;
    const end = all[index + 1] ?? now;
    if (begin >= oldest) times++;
    heldMs += Math.max(0, Math.min(end, now) - Math.max(begin, oldest));
  }
  return { times, heldMs };
}

/** Whether a level that is counted fires. */
export function isCounted(spans: BreachSpans, heldSince: number, now: number, count: BreachCount): boolean {
  const { times, heldMs } = countBreaches(spans, heldSince, now, count);
  return (count.times === undefined || times >= count.times) && (count.heldMs === undefined || heldMs >= count.heldMs);
}
