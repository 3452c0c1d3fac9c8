import { epochOf, localTimeOf } from '../../ui/zone-time.ts';

/** A local day of the site; 23 or 25 hours long where clocks change. Epoch ms. */
export type CalendarDay = { readonly from: number; readonly to: number; readonly dayOfMonth: number };
/** The part of a shift that lies within a day. */
export type DayPart<Shift> = { readonly shift: Shift; readonly from: number; readonly to: number };

/** Whole weeks, Monday to Sunday by the zone's calendar: from the one that holds `at`, `offset` weeks on. */
export function weeksFrom(
  at: number,
  zone: string,
  offset: number,
  count: number,
): readonly (readonly CalendarDay[])[] {
  const { year, month, day } = localTimeOf(at, zone);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  const startOf = (shift: number): { readonly at: number; readonly dayOfMonth: number } => {
    const date = new Date(Date.UTC(year, month - 1, day - weekday + shift));
    const local = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    return { at: epochOf({ ...local, hour: 0, minute: 0, second: 0 }, zone), dayOfMonth: local.day };
  };
  return Array.from({ length: count }, (_week, week) =>
    Array.from({ length: 7 }, (_day, index) => {
      const place = (offset + week) * 7 + index;
      const start = startOf(place);
      return { from: start.at, to: startOf(place + 1).at, dayOfMonth: start.dayOfMonth };
    }),
  );
}

type Named = {
  readonly from: number;
  readonly until: number;
  readonly personId: string;
  readonly overrideId: string | null;
};

/** What of the shifts lies within a day, in order; who hands over to themselves goes on. */
export function partsOf<Shift extends Named>(day: CalendarDay, shifts: readonly Shift[]): readonly DayPart<Shift>[] {
  const parts: DayPart<Shift>[] = [];
  for (const shift of shifts) {
    if (shift.from >= day.to || shift.until <= day.from) continue;
    const before = parts.at(-1);
    const to = Math.min(shift.until, day.to);
    const goesOn = before?.shift.personId === shift.personId && before.shift.overrideId === shift.overrideId;
    if (before !== undefined && goesOn) parts[parts.length - 1] = { ...before, to };
    else parts.push({ shift, from: Math.max(shift.from, day.from), to });
  }
  return parts;
}
