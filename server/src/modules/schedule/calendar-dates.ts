import type { VEvent } from 'node-ical';
import { midnightOf, momentOf } from '@floorwalk/shared/schedule/local-moments';

/** A begin that a calendar lists by itself (RDATE), and its end where it gives one. */
export type ListedDate = { readonly start: Date; readonly end: Date | null };

/**
 * An event that occurs at listed dates beside those of its rule, for the expansion to treat alike: dates taken out (EXDATE) and moved repetitions
 * (RECURRENCE-ID) hold for both, and what both name is once.
 */
export function withListedDates(event: VEvent, listed: readonly ListedDate[]): VEvent {
  if (listed.length === 0) return event;
  const { rrule, recurrences } = event;
  const between = (after: Date, before: Date, isInclusive?: boolean) => {
    const dates = [
      ...(rrule?.between(after, before, isInclusive) ?? []),
      ...listed.map(({ start }) => start).filter((start) => start >= after && start <= before),
    ];
    return [...new Map(dates.map((date) => [date.getTime(), new Date(date)])).values()];
  };
  const own = listed.flatMap(({ start, end }) =>
    end === null ? [] : [[start.toISOString(), { ...event, start, end, recurrences: undefined }] as const],
  );
  return {
    ...event,
    rrule: { between } as unknown as NonNullable<VEvent['rrule']>,
    recurrences: { ...Object.fromEntries(own), ...recurrences } as NonNullable<VEvent['recurrences']>,
  };
}

/** What an event's RDATE lists, and what of it cannot be read. Whole days are midnights in UTC, as the reader has those of a rule. */
export function listedDates(
  event: VEvent,
  zone: string,
): { readonly dates: readonly ListedDate[]; readonly unreadable: readonly string[] } {
  const { rdate } = event as { readonly rdate?: unknown };
  const dates: ListedDate[] = [];
  const unreadable: string[] = [];
  for (const one of rdate === undefined ? [] : [rdate].flat()) {
    const { val, params } = typeof one === 'string' ? { val: one, params: {} } : (one as Written);
    const named = (params?.TZID ?? zone).replace(/^"|"$/g, '');
    for (const value of String(val).split(',')) {
      const found = readDate(value.trim(), named, event.datetype === 'date');
      if (found === null) unreadable.push(value);
      else dates.push(found);
    }
  }
  return { dates, unreadable };
}

/** A property as the reader keeps it where it has parameters. */
type Written = { readonly val: unknown; readonly params?: { readonly TZID?: string } };

function readDate(value: string, zone: string, isWholeDay: boolean): ListedDate | null {
  if (isWholeDay) {
    const midnight = /^\d{8}$/.test(value) ? midnightOf('UTC', dashed(value)) : undefined;
    return midnight === undefined ? null : { start: new Date(midnight), end: null };
  }
  const [from = '', until] = value.split('/');
  const start = timeOf(from, zone);
  if (start === undefined) return null;
  if (until === undefined) return { start: new Date(start), end: null };
  const end = until.startsWith('P') ? start + (lengthOf(until) ?? Number.NaN) : (timeOf(until, zone) ?? Number.NaN);
  return end >= start ? { start: new Date(start), end: new Date(end) } : null;
}

/** "20260329T090000" by the clock of a zone, or with a Z by UTC; epoch ms. */
function timeOf(text: string, zone: string): number | undefined {
  const match = /^(\d{8})T(\d{2})(\d{2})(\d{2})(Z)?$/.exec(text);
  if (match === null) return undefined;
  const [, date = '', hour, minute, second, utc] = match;
  return momentOf(utc === undefined ? zone : 'UTC', dashed(date), `${hour}:${minute}:${second}`);
}

function dashed(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}

/** "PT1H30M" or "P1D" in ms. */
function lengthOf(text: string): number | undefined {
  const match = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (match === null || text.length < 3) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
