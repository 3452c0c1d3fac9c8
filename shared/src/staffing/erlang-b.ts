import { checkNumber } from '../numeric/check-number.ts';
import { erlangReciprocalMinusOne } from './erlang-reciprocal.ts';
import { MAX_ERLANGS, MAX_SERVERS, MIN_ERLANGS } from './limits.ts';
import { InputError } from '../numeric/input-error.ts';

export interface ErlangBInput {
  /** Lines or agents; any real number from 0. */
  readonly servers: number;
  /** Offered load, in erlangs (arrivals per second × mean handle time in seconds). */
  readonly erlangs: number;
}

export interface ErlangBOutput {
  /** Share of arrivals that find every server busy and are lost, 0-1. */
  readonly blocking: number;
  /** log10 of `blocking`, exact where `blocking` itself underflows; −Infinity when nothing can be blocked. */
  readonly log10Blocking: number;
  /** Load that gets through, in erlangs. */
  readonly carriedErlangs: number;
  /** Carried load per server, 0-1. */
  readonly occupancy: number;
}

/**
 * The Erlang loss formula M/M/N/N: nobody waits, who finds all servers busy is lost.
 * Source: A. K. Erlang 1917; continued to real N by R. Fortet. Computed as 1 / R, see `erlangReciprocalMinusOne`.
 * Throws InputError.
 */
export function erlangB(input: ErlangBInput): ErlangBOutput {
  const servers = checkNumber('servers', input.servers, { atLeast: 0, atMost: MAX_SERVERS });
  const erlangs = checkErlangs(input.erlangs);
  if (servers === 0) return { blocking: 1, log10Blocking: 0, carriedErlangs: 0, occupancy: 0 };
  if (erlangs === 0) return { blocking: 0, log10Blocking: -Infinity, carriedErlangs: 0, occupancy: 0 };
  const { mantissa, exponent } = erlangReciprocalMinusOne(servers, erlangs);
  if (exponent > 0) {
    // R is beyond 1e180: the 1 no longer matters to it.
    const log10Blocking = -(Math.log10(mantissa) + exponent * Math.log10(2));
    return {
      blocking: 2 ** -exponent / mantissa,
      log10Blocking,
      carriedErlangs: erlangs,
      occupancy: erlangs / servers,
    };
  }
  const passed = mantissa / (1 + mantissa);
  return {
    blocking: 1 / (1 + mantissa),
    log10Blocking: -Math.log1p(mantissa) * Math.LOG10E,
    carriedErlangs: erlangs * passed,
    occupancy: (erlangs * passed) / servers,
  };
}

/** An offered load a formula can take: 0, or between MIN_ERLANGS and MAX_ERLANGS. */
export function checkErlangs(erlangs: unknown): number {
  const value = checkNumber('erlangs', erlangs, { atLeast: 0, atMost: MAX_ERLANGS });
  if (value > 0 && value < MIN_ERLANGS) {
    throw new InputError('erlangs', `must be 0 or at least ${MIN_ERLANGS}, not ${value}`);
  }
  return value;
}
