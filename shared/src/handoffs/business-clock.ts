import { businessDays, openSpans, type BusinessCalendar, type Span } from './business-calendar.ts';
import { pauseEnd, type Pause, type PauseReason } from './pause.ts';

/**
 * What a stretch of time was to the clock. Time when the department is closed stays closed while the clock is paused (it would not have counted
 * anyway); `pause` then says that it was paused too. So what is `paused` is business time, and counted, paused, closed and holiday together are
 * the whole.
 */
export type ClockSegment = Span & {
  readonly kind: 'counted' | 'paused' | 'closed' | 'holiday';
  readonly holiday: string | null;
  readonly pause: PauseReason | null;
};

/** Open time that is not paused, from `from` on, in order. */
function* countedSpans(calendar: BusinessCalendar, pauses: readonly Pause[], from: number): Generator<Span> {
  const stops = mergedStops(pauses);
  for (const open of openSpans(calendar, from)) {
    let at = open.from;
    for (const stop of stops) {
      if (stop.to <= at) continue;
      if (stop.from >= open.to) break;
      if (stop.from > at) yield { from: at, to: stop.from };
      at = Math.max(at, stop.to);
      // Nothing counts any more, on any later day.
      if (at === Infinity) return;
    }
    if (at < open.to) yield { from: at, to: open.to };
  }
}

function mergedStops(pauses: readonly Pause[]): readonly Span[] {
  const stops: Span[] = [];
  const sorted = pauses
    .map((pause): Span => ({ from: pause.from, to: pauseEnd(pause) }))
    .toSorted((left, right) => left.from - right.from);
  for (const stop of sorted) {
    const last = stops.at(-1);
    if (last !== undefined && stop.from <= last.to)
      stops[stops.length - 1] = { from: last.from, to: Math.max(last.to, stop.to) };
    else stops.push(stop);
  }
  return stops;
}

/** Business time between two moments that no pause covers, ms. 0 where `to` is not later than `from`. */
export function countedMs(calendar: BusinessCalendar, pauses: readonly Pause[], from: number, to: number): number {
  let sum = 0;
  if (to <= from) return sum;
  for (const span of countedSpans(calendar, pauses, from)) {
    if (span.from >= to) break;
    sum += Math.min(span.to, to) - span.from;
  }
  return sum;
}

/**
 * The earliest moment by which so much business time has been counted since `from`; `null` while a pause without an end keeps it from ever being,
 * or where it lies beyond the horizon.
 */
export function dueAt(
  calendar: BusinessCalendar,
  pauses: readonly Pause[],
  from: number,
  promiseMs: number,
): number | null {
  if (promiseMs <= 0) return from;
  let left = promiseMs;
  for (const span of countedSpans(calendar, pauses, from)) {
    const length = span.to - span.from;
    if (length >= left) return span.from + left;
    left -= length;
  }
  return null;
}

/** Most segments worked out at once; {@link segments} ends early where there are more. */
export const MAX_SEGMENTS = 2_000;

/** Every stretch between two moments with what it was and why, without a gap, in order; neighbours differ. */
export function segments(
  calendar: BusinessCalendar,
  pauses: readonly Pause[],
  from: number,
  to: number,
): readonly ClockSegment[] {
  const found: ClockSegment[] = [];
  for (const piece of hourPieces(calendar, from, to)) {
    for (const segment of overPauses(piece, pauses)) {
      const last = found.at(-1);
      if (last !== undefined && last.to === segment.from && isAlike(last, segment))
        found[found.length - 1] = { ...last, to: segment.to };
      else if (found.length >= MAX_SEGMENTS) return found;
      else found.push(segment);
    }
  }
  return found;
}

type HourPiece = Span & { readonly open: boolean; readonly holiday: string | null };

/** Open and closed pieces; closed ones end with the day, because the next may be closed for another reason. */
function* hourPieces(calendar: BusinessCalendar, from: number, to: number): Generator<HourPiece> {
  const open = openSpans(calendar, from);
  let next = open.next();
  let at = from;
  for (const day of businessDays(calendar, from)) {
    const end = Math.min(day.to, to);
    while (at < end) {
      const span = next.done === true ? null : next.value;
      if (span !== null && span.to <= at) {
        next = open.next();
      } else if (span !== null && span.from <= at) {
        const until = Math.min(span.to, end);
        yield { from: at, to: until, open: true, holiday: null };
        at = until;
      } else {
        const until = Math.min(span?.from ?? Infinity, end);
        yield { from: at, to: until, open: false, holiday: day.holiday };
        at = until;
      }
    }
    if (at >= to) return;
  }
}

function* overPauses(piece: HourPiece, pauses: readonly Pause[]): Generator<ClockSegment> {
  let at = piece.from;
  while (at < piece.to) {
    const now = at;
    const pause = pauses.find((one) => one.from <= now && now < pauseEnd(one));
    const edges = pauses.flatMap((one) => [one.from, pauseEnd(one)]).filter((edge) => edge > now);
    const until = Math.min(piece.to, ...edges);
    const kind = piece.open ? (pause ? 'paused' : 'counted') : piece.holiday === null ? 'closed' : 'holiday';
    yield { from: at, to: until, kind, holiday: piece.holiday, pause: pause?.reason ?? null };
    at = until;
  }
}

function isAlike(left: ClockSegment, right: ClockSegment): boolean {
  return left.kind === right.kind && left.holiday === right.holiday && left.pause === right.pause;
}
