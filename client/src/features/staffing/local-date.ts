import { currentLocale } from '../../messages/text.ts';

/** Local date of a zone at a moment (epoch ms), ISO. */
export function localDate(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    at,
  );
}

/** An ISO date with its weekday, short: "Thu 7 May". */
export function formatWeekdayDate(date: string): string {
  return new Intl.DateTimeFormat(currentLocale(), {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  }).format(Date.parse(`${date}T00:00:00Z`));
}
