import { Temporal } from 'temporal-polyfill';
import type { SupportHours } from './policy.ts';

/** So far is looked ahead for the next open period, days: further ahead hours are taken as open, because a page must not wait for ever. */
const MAX_DAYS = 370;

/** When support is there next: `time` itself within a period, otherwise the start of the next. Epoch ms. */
export function nextSupportAt(hours: SupportHours, time: number): number {
  const start = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(hours.zone).toPlainDate();
  for (let days = 0; days <= MAX_DAYS; days++) {
    const date = start.add({ days });
    if (hours.closedDates.includes(date.toString())) continue;
    const openings = hours.periods
      .filter(({ weekday }) => weekday === date.dayOfWeek)
      .map(({ from, to }) => ({ from: momentOf(date, from, hours.zone), to: momentOf(date, to, hours.zone) }))
      .filter(({ to }) => to > time)
      .map(({ from }) => Math.max(from, time));
    if (openings.length > 0) return Math.min(...openings);
  }
  return time;
}

function momentOf(date: Temporal.PlainDate, clock: string, zone: string): number {
  const [day, time] = clock === '24:00' ? [date.add({ days: 1 }), '00:00'] : [date, clock];
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
