import Type from 'typebox';

/** From 1970 to the end of 9999, epoch ms: every moment within has a date, and fits wherever one is kept. */
export const MOMENTS = { minimum: 0, maximum: 253_402_300_799_999 } as const;

/** A moment that a request names: whole epoch ms within {@link MOMENTS}. */
export function epochMs(description: string) {
  return Type.Integer({ ...MOMENTS, description });
}
