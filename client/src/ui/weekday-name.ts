import { currentLocale } from '../messages/text.ts';

/** A Monday. */
const MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** The name of a day of the week in the current language; 1 is Monday. */
export function weekdayName(day: number, form: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(currentLocale(), { weekday: form, timeZone: 'UTC' }).format(
    MONDAY + (day - 1) * DAY_MS,
  );
}
