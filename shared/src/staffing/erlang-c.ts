import { checkNumber } from '../numeric/check-number.ts';
import { checkErlangs } from './erlang-b.ts';
import { erlangReciprocalMinusOne, isBeyondWaiting } from './erlang-reciprocal.ts';
import { MAX_SECONDS, MAX_SERVERS, MIN_MEAN_SECONDS } from './limits.ts';

export interface ErlangCInput {
  /** Agents; any real number from 0. */
  readonly servers: number;
  /** Offered load, in erlangs. */
  readonly erlangs: number;
  /** Mean handle time, in seconds. */
  readonly ahtSec: number;
  /** The wait that still counts as in time, in seconds. */
  readonly targetSec: number;
}

export interface ErlangCOutput {
  /** False when the load is at or above the servers: the queue then grows without end and no wait exists. */
  readonly stable: boolean;
  /** Share of contacts that wait, 0-1. */
  readonly pWait: number;
  /** Share of contacts answered within `targetSec`, 0-1. */
  readonly sl: number;
  /** Mean wait of all contacts, in seconds; Infinity when not stable, like every wait below. */
  readonly asa: number;
  /** Mean number waiting. */
  readonly lq: number;
  /** Share of the agents' time spent on contacts, 0-1, capped at 1. */
  readonly occupancy: number;
  /** Load per server; above 1 when overloaded, Infinity without servers. */
  readonly offeredUtilisation: number;
  /** Mean wait of those who wait, in seconds. */
  readonly meanWaitIfDelayed: number;
  readonly p80WaitSec: number;
  readonly p90WaitSec: number;
}

/**
 * The Erlang C formula M/M/N: everybody waits until answered.
 * `C = N / (N + (N − A)(R − 1))`, wait beyond T with probability `C·e^{−(N−A)T/h}`.
 * Source: A. K. Erlang 1917; continued to real N by A. A. Jagers and E. A. van Doorn (1986).
 * Throws InputError.
 */
export function erlangC(input: ErlangCInput): ErlangCOutput {
  const servers = checkNumber('servers', input.servers, { atLeast: 0, atMost: MAX_SERVERS });
  const erlangs = checkErlangs(input.erlangs);
  const ahtSec = checkNumber('ahtSec', input.ahtSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  const targetSec = checkNumber('targetSec', input.targetSec, { atLeast: 0, atMost: MAX_SECONDS });
  if (erlangs === 0) return NOTHING_OFFERED;
  if (servers <= erlangs) return { ...UNSTABLE, offeredUtilisation: erlangs / servers };

  const spare = servers - erlangs;
  const odds = erlangCOdds(servers, erlangs);
  const { waiting } = odds;
  const ratePerSecond = spare / ahtSec;
  const asa = waiting / ratePerSecond;
  return {
    stable: true,
    pWait: waiting,
    sl: erlangCServiceLevel(odds, servers, erlangs, targetSec / ahtSec),
    asa,
    lq: (waiting * erlangs) / spare,
    occupancy: erlangs / servers,
    offeredUtilisation: erlangs / servers,
    meanWaitIfDelayed: 1 / ratePerSecond,
    p80WaitSec: exponentialPercentile(waiting, ratePerSecond, 0.8),
    p90WaitSec: exponentialPercentile(waiting, ratePerSecond, 0.9),
  };
}

/** The wait, in seconds, that a share `percentile` (0-1, exclusive) of Erlang C contacts does not exceed. Throws InputError. */
export function erlangCWaitPercentile(input: Omit<ErlangCInput, 'targetSec'>, percentile: number): number {
  checkNumber('percentile', percentile, { above: 0, below: 1 });
  const { stable, pWait, meanWaitIfDelayed } = erlangC({ ...input, targetSec: 0 });
  if (!stable) return Infinity;
  return input.erlangs === 0 ? 0 : exponentialPercentile(pWait, 1 / meanWaitIfDelayed, percentile);
}

/** The chance to wait at all and its complement, each from positive parts. */
export interface ErlangCOdds {
  readonly waiting: number;
  readonly notWaiting: number;
}

/** The odds of `erlangC` alone, without its checks, for a search over server counts. Everybody waits where it is not stable. */
export function erlangCOdds(servers: number, erlangs: number): ErlangCOdds {
  if (erlangs === 0 || isBeyondWaiting(servers, erlangs)) return { waiting: 0, notWaiting: 1 };
  if (servers <= erlangs) return { waiting: 1, notWaiting: 0 };
  const { mantissa, exponent } = erlangReciprocalMinusOne(servers, erlangs);
  const idle = (servers - erlangs) * mantissa;
  if (exponent > 0) return { waiting: (servers / idle) * 2 ** -exponent, notWaiting: 1 };
  return { waiting: servers / (servers + idle), notWaiting: idle / (servers + idle) };
}

/** Share of contacts answered within the target; `targetInHandleTimes` is targetSec / ahtSec. 0 where it is not stable. */
export function erlangCServiceLevel(
  { waiting, notWaiting }: ErlangCOdds,
  servers: number,
  erlangs: number,
  targetInHandleTimes: number,
): number {
  if (erlangs > 0 && servers <= erlangs) return 0;
  return notWaiting - waiting * Math.expm1((erlangs - servers) * targetInHandleTimes);
}

function exponentialPercentile(pWait: number, ratePerSecond: number, percentile: number): number {
  return pWait <= 1 - percentile ? 0 : Math.log(pWait / (1 - percentile)) / ratePerSecond;
}

const NOTHING_OFFERED: ErlangCOutput = {
  stable: true,
  pWait: 0,
  sl: 1,
  asa: 0,
  lq: 0,
  occupancy: 0,
  offeredUtilisation: 0,
  meanWaitIfDelayed: 0,
  p80WaitSec: 0,
  p90WaitSec: 0,
};

const UNSTABLE: Omit<ErlangCOutput, 'offeredUtilisation'> = {
  stable: false,
  pWait: 1,
  sl: 0,
  asa: Infinity,
  lq: Infinity,
  occupancy: 1,
  meanWaitIfDelayed: Infinity,
  p80WaitSec: Infinity,
  p90WaitSec: Infinity,
};
