/** What became of a contact in a queue. */
export type VisitOutcome = 'waiting' | 'answered' | 'abandoned' | 'flowed-out' | 'ended-before-queue';

/** Thresholds that decide which waits count as short or within; ms. */
export type Thresholds = { readonly serviceLevelThresholdMs: number; readonly shortAbandonThresholdMs: number };

/**
 * Counts and sums of the visits of one queue whose contacts were offered in one bucket of time. Waits are kept, not only summed: percentiles
 * need them, and a changed threshold is answered from them. What most contacts are counted in stands first.
 */
export type Tally = {
  /** The queue's version when it was counted in last: it says nothing about the queue, and is not saved. */
  version: number;
  offeredCount: number;
  presentedCount: number;
  answeredCount: number;
  answeredWithinCount: number;
  answeredWaitMs: number;
  answeredWaits: readonly number[];
  handledCount: number;
  talkMs: number;
  holdMs: number;
  afterContactWorkMs: number;
  resolutionKnownCount: number;
  resolvedCount: number;
  abandonedCount: number;
  abandonedWithinCount: number;
  abandonedWaitMs: number;
  shortAbandonedCount: number;
  abandonedWaits: readonly number[];
  notAnsweredCount: number;
  transferredCount: number;
  flowedOutCount: number;
  flowedOutWithinCount: number;
  flowedOutWaits: readonly number[];
  endedBeforeQueueCount: number;
  surveyCount: number;
  surveyTopCount: number;
};

/** Shared by all tallies without any: most buckets see no more than one kind of wait. */
const NO_WAITS: readonly never[] = [];

export function createTally(): Tally {
  return {
    version: 0,
    offeredCount: 0,
    presentedCount: 0,
    answeredCount: 0,
    answeredWithinCount: 0,
    answeredWaitMs: 0,
    answeredWaits: NO_WAITS,
    handledCount: 0,
    talkMs: 0,
    holdMs: 0,
    afterContactWorkMs: 0,
    resolutionKnownCount: 0,
    resolvedCount: 0,
    abandonedCount: 0,
    abandonedWithinCount: 0,
    abandonedWaitMs: 0,
    shortAbandonedCount: 0,
    abandonedWaits: NO_WAITS,
    notAnsweredCount: 0,
    transferredCount: 0,
    flowedOutCount: 0,
    flowedOutWithinCount: 0,
    flowedOutWaits: NO_WAITS,
    endedBeforeQueueCount: 0,
    surveyCount: 0,
    surveyTopCount: 0,
  };
}

/** The number fields of a tally, in the order they are saved. */
export const TALLY_COUNTS = Object.freeze(
  Object.entries(createTally()).flatMap(([field, value]) =>
    typeof value === 'number' && field !== 'version' ? [field] : [],
  ),
) as readonly Exclude<keyof Tally, 'version' | 'answeredWaits' | 'abandonedWaits' | 'flowedOutWaits'>[];

/** Counts a contact that left the queue: `outcome` says how, `waitMs` after how long. `sign` -1 takes it back. */
export function tallyLeft(tally: Tally, outcome: VisitOutcome, waitMs: number, limits: Thresholds, sign: 1 | -1): void {
  const within = waitMs <= limits.serviceLevelThresholdMs ? sign : 0;
  switch (outcome) {
    case 'answered':
      tally.answeredCount += sign;
      tally.answeredWaitMs += sign * waitMs;
      tally.answeredWithinCount += within;
      tally.answeredWaits = keepWait(tally.answeredWaits, waitMs, sign);
      break;
    case 'abandoned':
      tally.abandonedCount += sign;
      tally.abandonedWaitMs += sign * waitMs;
      tally.abandonedWithinCount += within;
      if (isShort(waitMs, limits)) tally.shortAbandonedCount += sign;
      tally.abandonedWaits = keepWait(tally.abandonedWaits, waitMs, sign);
      break;
    case 'flowed-out':
      tally.flowedOutCount += sign;
      tally.flowedOutWithinCount += within;
      tally.flowedOutWaits = keepWait(tally.flowedOutWaits, waitMs, sign);
      break;
    case 'ended-before-queue':
      tally.endedBeforeQueueCount += sign;
      break;
    case 'waiting':
      break;
  }
}

/** A threshold of 0 switches short abandons off, so that an abandon at the very second of queueing still counts. */
export function isShort(waitMs: number, limits: Thresholds): boolean {
  return limits.shortAbandonThresholdMs > 0 && waitMs <= limits.shortAbandonThresholdMs;
}

/** Counts a finished service. Contacts without any handle time are in no average. */
export function tallyServed(tally: Tally, talkMs: number, holdMs: number, sign: 1 | -1): void {
  if (talkMs + holdMs <= 0) return;
  tally.handledCount += sign;
  tally.talkMs += sign * talkMs;
  tally.holdMs += sign * holdMs;
}

/** What is counted of a visit. */
type Tallied = {
  readonly outcome: VisitOutcome;
  readonly offeredAt: number;
  readonly leftAt: number;
  readonly endedAt: number;
  readonly wrappedUpAt: number;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly presentedCount: number;
  readonly notAnsweredCount: number;
  readonly transferred: boolean;
  readonly resolved: boolean | null;
};

/** Counts whatever a visit has become so far; the sum of all small steps that led there. */
export function tallyVisit(tally: Tally, visit: Tallied, limits: Thresholds, sign: 1 | -1): void {
  if (visit.outcome !== 'ended-before-queue') tally.offeredCount += sign;
  tally.presentedCount += sign * visit.presentedCount;
  tally.notAnsweredCount += sign * visit.notAnsweredCount;
  tallyLeft(tally, visit.outcome, visit.leftAt - visit.offeredAt, limits, sign);
  if (visit.outcome === 'answered' && visit.endedAt >= 0) tallyServed(tally, visit.talkMs, visit.holdMs, sign);
  if (visit.transferred) tally.transferredCount += sign;
  if (visit.wrappedUpAt >= 0) tally.afterContactWorkMs += sign * (visit.wrappedUpAt - visit.endedAt);
  if (visit.resolved !== null) {
    tally.resolutionKnownCount += sign;
    if (visit.resolved) tally.resolvedCount += sign;
  }
}

/** Recounts what depends on thresholds, from the waits kept. */
export function retally(tally: Tally, limits: Thresholds): void {
  const within = (wait: number): boolean => wait <= limits.serviceLevelThresholdMs;
  tally.answeredWithinCount = tally.answeredWaits.filter(within).length;
  tally.abandonedWithinCount = tally.abandonedWaits.filter(within).length;
  tally.flowedOutWithinCount = tally.flowedOutWaits.filter(within).length;
  tally.shortAbandonedCount = tally.abandonedWaits.filter((wait) => isShort(wait, limits)).length;
}

/** The waits with one more, or one less; the list itself where it has room. */
function keepWait(waits: readonly number[], waitMs: number, sign: 1 | -1): readonly number[] {
  const own = waits as number[]; // whoever reads a tally must not change it; here it is counted
  if (sign === 1) {
    if (waits.length === 0) return [waitMs];
    own.push(waitMs);
    return own;
  }
  const index = own.lastIndexOf(waitMs);
  if (index < 0) return own;
  const last = own.pop() as number; // not empty: index was found
  if (index < own.length) own[index] = last;
  return own;
}
