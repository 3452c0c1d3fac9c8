import { calendarDay } from '@floorwalk/shared/forecast/calendar-day';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { badField } from '../auth/http-problem.ts';

/** The date as days since 1970. Throws 400 at the pointer where there is no such day. */
export function demandDate(pointer: string, date: string): number {
  try {
    return calendarDay(date).epochDay;
  } catch (error) {
    if (error instanceof InputError) throw badField(pointer, `${date} is no date.`);
    throw error;
  }
}
