import { InputError } from './input-error.ts';

/** The span a number must lie in. Bounds are inclusive unless named `above` or `below`. */
export interface NumberBounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
}

/** Returns `value` when it is a finite number inside `bounds`; throws a InputError naming `field` when it is not. */
export function checkNumber(field: string, value: unknown, bounds: NumberBounds = {}): number {
  if (value === undefined || value === null) throw new InputError(field, 'is missing');
  if (typeof value !== 'number') throw new InputError(field, `must be a number, not a ${typeof value}`);
  if (!Number.isFinite(value)) throw new InputError(field, `must be a finite number, not ${value}`);
  const { atLeast, atMost, above, below } = bounds;
  if (atLeast !== undefined && value < atLeast) {
    throw new InputError(field, `must be at least ${atLeast}, not ${value}`);
  }
  if (above !== undefined && value <= above) {
    throw new InputError(field, `must be more than ${above}, not ${value}`);
  }
  if (atMost !== undefined && value > atMost) {
    throw new InputError(field, `must be at most ${atMost}, not ${value}`);
  }
  if (below !== undefined && value >= below) {
    throw new InputError(field, `must be less than ${below}, not ${value}`);
  }
  return value;
}
