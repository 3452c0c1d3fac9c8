import { checkNumber } from '../numeric/check-number.ts';
import { InputError } from '../numeric/input-error.ts';

export interface OfferedLoadInput {
  /** Contacts expected in each interval. */
  readonly calls: readonly number[];
  readonly intervalSec: number;
  /** Mean handle time, in seconds. */
  readonly ahtSec: number;
  /** Contacts in progress at the start, in erlangs. */
  readonly startErlangs?: number;
}

/**
 * The load a time-varying demand really puts on the floor in each interval, in erlangs: the mean over the interval of
 * `m'(t) = λ(t) − m(t)/h`, the number of contacts in progress if nobody ever waited, with λ constant inside an interval
 * (solved exactly). It lags behind the demand by about a handle time: staff to it, not to the demand of the moment.
 * Source: O. Jennings, A. Mandelbaum, W. Massey, W. Whitt, "Server staffing to meet time-varying demand" (Management Science
 * 42, 1996); L. Green, P. Kolesar, W. Whitt 2007. Throws InputError.
 */
export function modifiedOfferedLoad(input: OfferedLoadInput): number[] {
  const intervalSec = checkNumber('intervalSec', input.intervalSec, { above: 0 });
  const ahtSec = checkNumber('ahtSec', input.ahtSec, { above: 0 });
  let inProgress = checkNumber('startErlangs', input.startErlangs ?? 0, { atLeast: 0 });
  if (input.calls.length > 100_000) throw new InputError('calls', 'has more than 100000 intervals');
  const ratio = intervalSec / ahtSec;
  // Share of the distance to the steady state left at the end of an interval, and left on average over it.
  const leftAtEnd = Math.exp(-ratio);
  const leftOnAverage = -Math.expm1(-ratio) / ratio;
  return input.calls.map((calls) => {
    const steady = (checkNumber('calls', calls, { atLeast: 0 }) * ahtSec) / intervalSec;
    const mean = steady + (inProgress - steady) * leftOnAverage;
    inProgress = steady + (inProgress - steady) * leftAtEnd;
    return mean;
  });
}
