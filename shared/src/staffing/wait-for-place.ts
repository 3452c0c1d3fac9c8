import { checkNumber } from '../numeric/check-number.ts';
import { MAX_AHEAD, MAX_SECONDS, MAX_SERVERS, MIN_MEAN_SECONDS } from './limits.ts';
import { normalQuantile } from '../numeric/normal-distribution.ts';
import { RESCALE_EXPONENT, RESCALE_FACTOR, RESCALE_LIMIT } from '../numeric/scaled-number.ts';

export interface WaitForPlaceInput {
  /** Contacts waiting before this one; a whole number. */
  readonly aheadInQueue: number;
  /** Agents serving, all busy; any real number from 0. */
  readonly servers: number;
  /** Mean handle time, in seconds. */
  readonly ahtSec: number;
  /** Mean patience of those ahead, in seconds; null when nobody leaves. */
  readonly patienceSec: number | null;
}

export interface WaitForPlaceOutput {
  /** Mean wait in seconds; Infinity, like the percentiles, when nobody serves. */
  readonly mean: number;
  readonly sd: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly p95: number;
}

/**
 * The wait of a contact with `aheadInQueue` = n others ahead while all `servers` s are busy, if it never leaves: the sum of
 * n + 1 independent exponential times of rates `sμ + iθ`, i = 0…n (the queue moves when somebody is done or gives up).
 * Mean `Σ 1/(sμ + iθ)`, the predictor QL_m of R. Ibrahim, W. Whitt ("Real-time delay estimation in overloaded multiserver
 * queues with abandonments", Management Science 55, 2009). Throws InputError.
 */
export function waitForPlace(input: WaitForPlaceInput): WaitForPlaceOutput {
  const queue = checkWaitForPlace(input);
  const { mean, sd } = meanAndDeviation(queue);
  const [p50 = 0, p80 = 0, p90 = 0, p95 = 0] = [0.5, 0.8, 0.9, 0.95].map((p) => percentile(queue, mean, sd, p));
  return { mean, sd, p50, p80, p90, p95 };
}

/** The wait, in seconds, not exceeded with chance `share` (0-1, exclusive). Throws InputError. */
export function waitForPlacePercentile(input: WaitForPlaceInput, share: number): number {
  const queue = checkWaitForPlace(input);
  checkNumber('percentile', share, { above: 0, below: 1 });
  const { mean, sd } = meanAndDeviation(queue);
  return percentile(queue, mean, sd, share);
}

/** Chance that the wait exceeds `seconds`. Throws InputError. */
export function waitForPlaceBeyond(input: WaitForPlaceInput, seconds: number): number {
  const queue = checkWaitForPlace(input);
  checkNumber('seconds', seconds, { atLeast: 0, atMost: MAX_SECONDS });
  return queue.serving === 0 ? 1 : survival(queue, seconds).beyond;
}

/** n, and the rates per second of service (sμ) and of giving up (θ). */
interface Queue {
  readonly ahead: number;
  readonly serving: number;
  readonly leaving: number;
}

function checkWaitForPlace(input: WaitForPlaceInput): Queue {
  const ahead = Math.floor(checkNumber('aheadInQueue', input.aheadInQueue, { atLeast: 0, atMost: MAX_AHEAD }));
  const servers = checkNumber('servers', input.servers, { atLeast: 0, atMost: MAX_SERVERS });
  const ahtSec = checkNumber('ahtSec', input.ahtSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  const { patienceSec } = input;
  if (patienceSec !== null) checkNumber('patienceSec', patienceSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  return { ahead, serving: servers / ahtSec, leaving: patienceSec === null ? 0 : 1 / patienceSec };
}

function meanAndDeviation({ ahead, serving, leaving }: Queue): { mean: number; sd: number } {
  if (serving === 0) return { mean: Infinity, sd: Infinity };
  let mean = 0;
  let variance = 0;
  for (let i = ahead; i >= 0; i--) {
    const meanStep = 1 / (serving + i * leaving);
    mean += meanStep;
    variance += meanStep * meanStep;
  }
  return { mean, sd: Math.sqrt(variance) };
}

/**
 * Chance that the wait exceeds t, and its density there. In time t the place moves up k steps with probability
 * `p_k = p_0·Π_{j<k} (sμ·g + j·y)/(j + 1)`, `p_0 = e^{−sμt}`, `y = 1 − e^{−θt}`, `g = y/θ` (t without abandonment): a
 * negative binomial, Poisson in the limit. The wait exceeds t when at most n steps were made: a sum of positive terms.
 */
function survival({ ahead, serving, leaving }: Queue, t: number): { beyond: number; density: number } {
  const y = -Math.expm1(-leaving * t);
  const perStep = serving * (leaving === 0 || y === 0 ? t : y / leaving);
  let term = 1;
  let sum = 1;
  let exponent = 0;
  for (let k = 0; k < ahead; k++) {
    term *= (perStep + k * y) / (k + 1);
    sum += term;
    if (sum > RESCALE_LIMIT) {
      term *= RESCALE_FACTOR;
      sum *= RESCALE_FACTOR;
      exponent += RESCALE_EXPONENT;
    }
  }
  const factor = Math.exp(exponent * Math.LN2 - serving * t);
  return { beyond: sum * factor, density: (serving + ahead * leaving) * term * factor };
}

/** Newton's method on the logarithm of the survival function, kept inside a shrinking bracket. */
function percentile(queue: Queue, mean: number, sd: number, share: number): number {
  if (queue.serving === 0) return Infinity;
  const wanted = Math.log1p(-share);
  let low = 0;
  let high = Infinity;
  let t = gammaQuantileGuess(mean, sd, share);
  for (let i = 0; i < 200; i++) {
    const { beyond, density } = survival(queue, t);
    const miss = Math.log(beyond) - wanted;
    if (miss > 0) low = t;
    else high = t;
    let next = t + (miss * beyond) / density;
    if (!(next > low && next < high)) next = high === Infinity ? low * 2 : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * t) return next;
    t = next;
  }
  return t;
}

/** Wilson-Hilferty's approximation of the quantile of a gamma variable of this mean and standard deviation. */
function gammaQuantileGuess(mean: number, sd: number, share: number): number {
  const ninth = (sd / mean) ** 2 / 9;
  return Math.max(mean * 1e-3, mean * (1 - ninth + normalQuantile(share) * Math.sqrt(ninth)) ** 3);
}
