import { exponentialRemainder } from '../numeric/exponential-remainder.ts';
import type { ScaledNumber } from '../numeric/scaled-number.ts';
import { virtualWait } from './virtual-wait.ts';
import { type VirtualWait, virtualWaitPeak, virtualWaitPeakAt } from './virtual-wait-moments.ts';

/**
 * A queue that exponential patience drains: Poisson arrivals at rate λ, work leaving at a constant total rate d while anybody
 * waits, and everybody who waits giving up at rate θ. Erlang A and concurrent chat are both of this form and differ only in
 * what happens while nobody waits.
 */
export interface ImpatientQueue {
  readonly patienceSec: number;
  /** λ, per second. */
  readonly arrivalsPerSec: number;
  /** d/θ: departures by service per mean patience. */
  readonly a: number;
  /** λ/θ: arrivals per mean patience. */
  readonly b: number;
  /** a − b, given apart because the caller knows it without cancellation. */
  readonly aMinusB: number;
  /**
   * The weight of all states in which a newcomer need not wait, relative to the state where everything is taken and nobody
   * waits (R − 1 in Erlang's terms); a mantissa of Infinity when waiting is impossible to within the smallest double.
   */
  readonly idle: ScaledNumber;
}

export interface ImpatientQueueOutput {
  /** Share of contacts that wait, 0-1. */
  readonly pWait: number;
  /** Share of contacts that leave before they are answered, 0-1. */
  readonly pAbandon: number;
  /** Share of contacts that are answered, 0-1: 1 − pAbandon without its cancellation. */
  readonly pAnswered: number;
  /** Mean wait of all contacts, answered or not, in seconds. */
  readonly meanWaitAllSec: number;
  /** Mean wait of answered contacts, in seconds. */
  readonly asaAnsweredSec: number;
  /** Mean wait of contacts that left, in seconds. */
  readonly meanWaitAbandonedSec: number;
  /** Mean number waiting. */
  readonly lq: number;
  /** Answered within the target / offered. */
  readonly slOffered: number;
  /** Answered within the target / answered. */
  readonly slAnswered: number;
  /** Answered within the target / (offered − abandoned within the target). */
  readonly slExclShortAbandons: number;
  /** (Answered within the target + abandoned within the target) / offered. */
  readonly slAbandonWithinTCountsGood: number;
  /** Chance that a contact of endless patience would wait longer than the target. */
  readonly pVirtualWaitGtT: number;
  /** Chance that a contact waits longer than the target, whether answered in the end or not. */
  readonly pWaitGtT: number;
}

/**
 * Every measure of such a queue, from the sums of `VirtualWait` and `D = idle + S`; all terms are positive. Needs a > 0, b > 0.
 * Source: C. Palm 1957; O. Garnett, A. Mandelbaum, M. Reiman 2002; A. Mandelbaum, S. Zeltyn 2005.
 */
export function impatientQueue(queue: ImpatientQueue, targetSec: number): ImpatientQueueOutput {
  const { patienceSec } = queue;
  const wait = virtualWait(queue.a, queue.b, queue.aMinusB);
  const odds = oddsOf(queue, wait);
  const late = lateOdds(queue, wait, odds, targetSec);
  const pAnswered = odds.answered;
  const slOffered = Math.max(0, pAnswered - late.answered);
  const abandonedInTime = Math.max(0, odds.abandoned - Math.max(0, late.pWait - late.answered));
  const meanWaitAllSec = odds.abandoned * patienceSec;
  return {
    pWait: odds.waiting,
    pAbandon: odds.abandoned,
    pAnswered,
    meanWaitAllSec,
    asaAnsweredSec: (odds.answeredWait / pAnswered) * patienceSec,
    meanWaitAbandonedSec: (wait.abandonedWait / wait.abandoned) * patienceSec,
    lq: queue.arrivalsPerSec * meanWaitAllSec,
    slOffered,
    slAnswered: slOffered / pAnswered,
    slExclShortAbandons: slOffered / (pAnswered + Math.max(0, odds.abandoned - abandonedInTime)),
    slAbandonWithinTCountsGood: slOffered + abandonedInTime,
    pVirtualWaitGtT: late.pVirtualWait,
    pWaitGtT: late.pWait,
  };
}

const NOBODY_WAITS: Odds = { waiting: 0, abandoned: 0, answered: 1, answeredWait: 0, normaliser: Infinity };

interface Odds {
  readonly waiting: number;
  readonly abandoned: number;
  readonly answered: number;
  /** Mean wait of the answered × their share, in mean patiences. */
  readonly answeredWait: number;
  /** The normaliser D / e^scale. */
  readonly normaliser: number;
}

function oddsOf(queue: ImpatientQueue, wait: VirtualWait): Odds {
  const { mantissa, exponent } = queue.idle;
  // The idle states in units of e^scale. They are huge only when the wait's scale is 0, and the other way round.
  let idle: number;
  if (mantissa === Infinity) idle = Infinity;
  else if (wait.scale === 0) idle = exponent > 900 ? Infinity : mantissa * 2 ** exponent;
  else idle = Math.exp(Math.log(mantissa) + exponent * Math.LN2 - wait.scale);
  if (idle === Infinity) return NOBODY_WAITS;
  const normaliser = idle + wait.total;
  return {
    waiting: wait.total / normaliser,
    abandoned: wait.abandoned / normaliser,
    answered: (idle + wait.answered) / normaliser,
    answeredWait: wait.answeredWait / normaliser,
    normaliser,
  };
}

/** Chances of waiting beyond the target: virtually, really, and to be answered only then. */
function lateOdds(
  queue: ImpatientQueue,
  wait: VirtualWait,
  odds: Odds,
  targetSec: number,
): { pVirtualWait: number; pWait: number; answered: number } {
  const { a, b, aMinusB } = queue;
  const t = targetSec / queue.patienceSec;
  const staying = Math.exp(-t);
  const gone = -Math.expm1(-t);
  const bLater = b * staying;
  // a − b·e^{−t}, from whichever form does not cancel.
  const aMinusBLater = aMinusB + b * gone;
  const later = virtualWait(a, bLater, aMinusBLater);
  let lift: number;
  if (wait.scaledByPeak && later.scaledByPeak && aMinusBLater <= 0) {
    lift = 0; // Both are measured from the same peak, beyond the target.
  } else {
    lift = logDensityFromPeak(queue, t) + later.scale + virtualWaitPeak(a, b, aMinusB) - wait.scale;
  }
  const factor = Math.exp(lift) / odds.normaliser;
  const pVirtualWait = Math.min(1, factor * later.total);
  return { pVirtualWait, pWait: staying * pVirtualWait, answered: staying * factor * later.answered };
}

/** Logarithm of the virtual wait's density at x mean patiences, relative to its peak. */
function logDensityFromPeak({ a, b, aMinusB }: ImpatientQueue, x: number): number {
  if (aMinusB >= 0) return x > 1 ? -b * Math.expm1(-x) - a * x : -aMinusB * x - b * exponentialRemainder(-x);
  return -a * exponentialRemainder(virtualWaitPeakAt(a, b, aMinusB) - x);
}
