import { StaffingInputError } from './staffing-input-error.ts';

/** The span a number must lie in. Bounds are inclusive unless named `above` or `below`. */
export interface NumberBounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
}

/** Returns `value` when it is a finite number inside `bounds`; throws a StaffingInputError naming `field` when it is not. */
export function checkNumber(field: string, value: unknown, bounds: NumberBounds = {}): number {
  if (value === undefined || value === null) throw new StaffingInputError(field, 'is missing');
  if (typeof value !== 'number') throw new StaffingInputError(field, `must be a number, not a ${typeof value}`);
  if (!Number.isFinite(value)) throw new StaffingInputError(field, `must be a finite number, not ${value}`);
  const { atLeast, atMost, above, below } = bounds;
  if (atLeast !== undefined && value < atLeast) {
    throw new StaffingInputError(field, `must be at least ${atLeast}, not ${value}`);
  }
  if (above !== undefined && value <= above) {
    throw new StaffingInputError(field, `must be more than ${above}, not ${value}`);
  }
  if (atMost !== undefined && value > atMost) {
    throw new StaffingInputError(field, `must be at most ${atMost}, not ${value}`);
  }
  if (below !== undefined && value >= below) {
    throw new StaffingInputError(field, `must be less than ${below}, not ${value}`);
  }
  return value;
}
