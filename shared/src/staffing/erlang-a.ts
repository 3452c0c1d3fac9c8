import { checkNumber } from '../numeric/check-number.ts';
import type { ScaledNumber } from '../numeric/scaled-number.ts';
import { checkErlangs } from './erlang-b.ts';
import { erlangReciprocalMinusOne, isBeyondWaiting } from './erlang-reciprocal.ts';
import { impatientQueue, type ImpatientQueue, type ImpatientQueueOutput } from './impatient-queue.ts';
import { MAX_SECONDS, MAX_SERVERS, MIN_MEAN_SECONDS, MIN_SERVERS } from './limits.ts';

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

/** The measures of the queue. Answered-only measures are null when none is ever answered. */
export interface ErlangAOutput extends Omit<ImpatientQueueOutput, 'pAnswered' | 'asaAnsweredSec' | 'slAnswered'> {
  readonly asaAnsweredSec: number | null;
  readonly slAnswered: number | null;
  /** Share of the agents' time spent on contacts, 0-1. */
  readonly occupancy: number;
}

/**
 * The Erlang A formula M/M/N+M: contacts wait, but only as long as their patience (exponential) lasts. Stable at any load.
 * Source: C. Palm 1957; O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient customers" (M&SOM
 * 4(3), 2002). With a = Nμ/θ and b = λ/θ it is an `ImpatientQueue` whose idle states weigh R − 1.
 * Throws InputError.
 */
export function erlangA(input: ErlangAInput): ErlangAOutput {
  const queue = checkErlangA(input);
  const targetSec = checkNumber('targetSec', input.targetSec, { atLeast: 0, atMost: MAX_SECONDS });
  const { erlangs, servers } = queue;
  if (erlangs === 0) return NOTHING_OFFERED;
  if (servers < MIN_SERVERS) return nobodyThere(queue, targetSec);

  const { pAnswered, ...output } = impatientQueue(queue, targetSec);
  return { ...output, occupancy: Math.min(1, (erlangs * pAnswered) / servers) };
}

/** Chance that a contact waits longer than `seconds`, whether answered in the end or not. Throws InputError. */
export function erlangAWaitBeyond(input: Omit<ErlangAInput, 'targetSec'>, seconds: number): number {
  return erlangA({ ...input, targetSec: seconds }).pWaitGtT;
}

/** An Erlang A queue: as it was asked about, and in the terms of its formulas. */
interface Queue extends ImpatientQueue {
  readonly servers: number;
  readonly erlangs: number;
  readonly ahtSec: number;
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
    arrivalsPerSec: erlangs / ahtSec,
    a: servers * perPatience,
    b: erlangs * perPatience,
    aMinusB: (servers - erlangs) * perPatience,
    idle: idleWeight(servers, erlangs),
  };
}

function idleWeight(servers: number, erlangs: number): ScaledNumber {
  if (erlangs === 0 || isBeyondWaiting(servers, erlangs)) return { mantissa: Infinity, exponent: 0 };
  return erlangReciprocalMinusOne(servers, erlangs);
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
