import Type from 'typebox';
import { parseMoment } from '@floorwalk/shared/kit/zone';
import { badField } from '../../auth/http-problem.ts';

/** A moment in the address of a request. */
export const Moment = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'ISO 8601 with offset or Z; without, local time of the site; or epoch ms',
});

/** The moment as epoch ms. Throws 400 naming the field. */
export function readMoment(text: string, zone: string, field: string): number {
  // A plus sign in an address means a space unless it is written %2B, which is easily forgotten.
  const moment = parseMoment(zone, text.replace(/ (?=\d\d:?\d\d$)/, '+'));
  if (moment !== undefined && Math.abs(moment) < 8.64e15) return moment;
  throw badField(
    `/${field}`,
    `${field} is no moment: give ISO 8601 (1999-02-03T13:10, 1999-02-03T13:10+02:00) or epoch ms.`,
  );
}
