import { checkNumber } from '../numeric/check-number.ts';
import { checkErlangs } from './erlang-b.ts';
import { erlangReciprocalMinusOne, isBeyondWaiting } from './erlang-reciprocal.ts';
import { exponentialRemainder } from '../numeric/exponential-remainder.ts';
import { MAX_SECONDS, MAX_SERVERS, MIN_MEAN_SECONDS, MIN_SERVERS } from './limits.ts';
import { virtualWait } from './virtual-wait.ts';
import { type VirtualWait, virtualWaitPeak, virtualWaitPeakAt } from './virtual-wait-moments.ts';

export interface ErlangAInput {
  /** Agents; any real number from 0. */
  readonly servers: number;
  /** Offered load, in erlangs. */
  readonly erlangs: number;
  /** Mean handle time, in seconds. */
  readonly ahtSec: number;
  /** Mean time a contact is willing to wait, in seconds (not the mean wait of those who left). */
  readonly patienceSec: number;
  /** The wait that still counts as in time, in seconds. */
  readonly targetSec: number;
}

export interface ErlangAOutput {
  /** Share of contacts that wait, 0-1. */
  readonly pWait: number;
  /** Share of contacts that leave before they are answered, 0-1. */
  readonly pAbandon: number;
  /** Mean wait of all contacts, answered or not, in seconds. */
  readonly meanWaitAllSec: number;
  /** Mean wait of answered contacts, in seconds; null when none is ever answered. */
  readonly asaAnsweredSec: number | null;
  /** Mean wait of contacts that left, in seconds. */
  readonly meanWaitAbandonedSec: number;
  /** Mean number waiting. */
  readonly lq: number;
  /** Share of the agents' time spent on contacts, 0-1. */
  readonly occupancy: number;
  /** Answered within the target / offered. */
  readonly slOffered: number;
  /** Answered within the target / answered; null when none is ever answered. */
  readonly slAnswered: number | null;
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
 * The Erlang A formula M/M/N+M: contacts wait, but only as long as their patience (exponential) lasts. Stable at any load.
 * Source: C. Palm 1957; O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient customers" (M&SOM
 * 4(3), 2002); A. Mandelbaum, S. Zeltyn (2005). Every answer is a ratio of sums of positive terms:
 * `D = (R − 1) + S`, P(wait) = S / D, and the moments of `VirtualWait` / D for the rest.
 * Throws InputError.
 */
export function erlangA(input: ErlangAInput): ErlangAOutput {
  const queue = checkErlangA(input);
  const targetSec = checkNumber('targetSec', input.targetSec, { atLeast: 0, atMost: MAX_SECONDS });
  const { patienceSec, erlangs, ahtSec, servers } = queue;
  if (erlangs === 0) return NOTHING_OFFERED;
  if (servers < MIN_SERVERS) return nobodyThere(queue, targetSec);

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
    meanWaitAllSec,
    asaAnsweredSec: (odds.answeredWait / pAnswered) * patienceSec,
    meanWaitAbandonedSec: (wait.abandonedWait / wait.abandoned) * patienceSec,
    lq: (erlangs / ahtSec) * meanWaitAllSec,
    occupancy: Math.min(1, (erlangs * pAnswered) / servers),
    slOffered,
    slAnswered: slOffered / pAnswered,
    slExclShortAbandons: slOffered / (pAnswered + Math.max(0, odds.abandoned - abandonedInTime)),
    slAbandonWithinTCountsGood: slOffered + abandonedInTime,
    pVirtualWaitGtT: late.pVirtualWait,
    pWaitGtT: late.pWait,
  };
}

/** Chance that a contact waits longer than `seconds`, whether answered in the end or not. Throws InputError. */
export function erlangAWaitBeyond(input: Omit<ErlangAInput, 'targetSec'>, seconds: number): number {
  return erlangA({ ...input, targetSec: seconds }).pWaitGtT;
}

/** An Erlang A queue in the terms of its formulas: a = Nμ/θ and b = λ/θ, the service and arrival rates per mean patience. */
interface Queue {
  readonly servers: number;
  readonly erlangs: number;
  readonly ahtSec: number;
  readonly patienceSec: number;
  readonly a: number;
  readonly b: number;
  readonly aMinusB: number;
}

function checkErlangA(input: Omit<ErlangAInput, 'targetSec'>): Queue {
  const servers = checkNumber('servers', input.servers, { atLeast: 0, atMost: MAX_SERVERS });
  const erlangs = checkErlangs(input.erlangs);
  const ahtSec = checkNumber('ahtSec', input.ahtSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  const patienceSec = checkNumber('patienceSec', input.patienceSec, { atLeast: MIN_MEAN_SECONDS, atMost: MAX_SECONDS });
  return queueOf(servers, erlangs, ahtSec, patienceSec);
}

function queueOf(servers: number, erlangs: number, ahtSec: number, patienceSec: number): Queue {
  const perPatience = patienceSec / ahtSec;
  return {
    servers,
    erlangs,
    ahtSec,
    patienceSec,
    a: servers * perPatience,
    b: erlangs * perPatience,
    aMinusB: (servers - erlangs) * perPatience,
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

function oddsOf({ servers, erlangs }: Queue, wait: VirtualWait): Odds {
  if (isBeyondWaiting(servers, erlangs)) return NOBODY_WAITS;
  const { mantissa, exponent } = erlangReciprocalMinusOne(servers, erlangs);
  // (R − 1) in units of e^scale. R is huge only when the wait's scale is 0, and the other way round.
  let idle: number;
  if (wait.scale === 0) idle = exponent > 900 ? Infinity : mantissa * 2 ** exponent;
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
  queue: Queue,
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
function logDensityFromPeak({ a, b, aMinusB }: Queue, x: number): number {
  if (aMinusB >= 0) return x > 1 ? -b * Math.expm1(-x) - a * x : -aMinusB * x - b * exponentialRemainder(-x);
  return -a * exponentialRemainder(virtualWaitPeakAt(a, b, aMinusB) - x);
}

function nobodyThere({ patienceSec, erlangs, ahtSec }: Queue, targetSec: number): ErlangAOutput {
  const stillThere = Math.exp(-targetSec / patienceSec);
  return {
    pWait: 1,
    pAbandon: 1,
    meanWaitAllSec: patienceSec,
    asaAnsweredSec: null,
    meanWaitAbandonedSec: patienceSec,
    lq: (erlangs / ahtSec) * patienceSec,
    occupancy: 0,
    slOffered: 0,
    slAnswered: null,
    slExclShortAbandons: 0,
    slAbandonWithinTCountsGood: -Math.expm1(-targetSec / patienceSec),
    pVirtualWaitGtT: 1,
    pWaitGtT: stillThere,
  };
}

const NOTHING_OFFERED: ErlangAOutput = {
  pWait: 0,
  pAbandon: 0,
  meanWaitAllSec: 0,
  asaAnsweredSec: 0,
  meanWaitAbandonedSec: 0,
  lq: 0,
  occupancy: 0,
  slOffered: 1,
  slAnswered: 1,
  slExclShortAbandons: 1,
  slAbandonWithinTCountsGood: 1,
  pVirtualWaitGtT: 0,
  pWaitGtT: 0,
};
