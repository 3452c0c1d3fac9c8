import { Temporal } from 'temporal-polyfill';
import type { QuietHours } from './preferences.ts';

/**
 * When the quiet hours that hold at `time` end; `null` when none do. Spans are by the clock on the wall, so one over a change of clocks is an hour
 * shorter or longer. Epoch ms in and out. An unknown zone is a RangeError.
 */
export function quietUntil({ from, to, days, zone }: QuietHours, time: number): number | null {
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone).toPlainDate();
  let until: number | null = null;
  for (const date of [today.subtract({ days: 1 }), today]) {
    if (!days.includes(date.dayOfWeek)) continue;
    const start = moment(date, from, zone);
    const end = moment(to <= from ? date.add({ days: 1 }) : date, to, zone);
    if (start <= time && time < end) until = Math.max(until ?? end, end);
  }
  return until;
}

function moment(date: Temporal.PlainDate, clock: string, zone: string): number {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
}
