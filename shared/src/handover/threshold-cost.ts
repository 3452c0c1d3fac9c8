import { InputError } from '../numeric/input-error.ts';
import { requiredServers } from '../staffing/required-servers.ts';
import type { PastSession } from './calibration.ts';

/** Thresholds that are weighed: every five hundredths from one half. */
export const CANDIDATES = Array.from({ length: 10 }, (_, index) => Math.round((0.5 + index * 0.05) * 100) / 100);
/** An advice needs so many sessions. */
export const LEAST_SESSIONS = 30;

export type StaffingFacts = {
  /** Hours the sessions were gathered in; see {@link activeHours}. */
  readonly hours: number;
  /** Mean time a person needs for a session handed over, s. */
  readonly handleSec: number;
  /** Answer this share within this time, s. */
  readonly targetShare: number;
  readonly targetSec: number;
};

/** What one threshold would have cost. Sessions are counted by their least certain turn: the first under the threshold hands over. */
export type ThresholdCost = {
  readonly threshold: number;
  readonly handoverCount: number;
  readonly handoversPerHour: number;
  readonly handoverShare: number | null;
  /** Agents the handovers keep busy so that the target holds (Erlang C); `null` where that is beyond any floor. */
  readonly agents: number | null;
  /** The same for the clock hour that would have had the most handovers. */
  readonly busiestHandoverCount: number;
  readonly busiestAgents: number | null;
  /** Handed over though the bot contained them. */
  readonly needlessCount: number;
  /** Left with the bot though they were abandoned, failed or handed off in the end. */
  readonly missedCount: number;
  /** `needlessCount` + {@link missWeight} · `missedCount`. */
  readonly cost: number;
};

const HOUR_MS = 3_600_000;

/** Clock hours in which at least one session ended: nights without anybody would thin out what an hour brings. */
export function activeHours(sessions: readonly PastSession[]): number {
  return new Set(sessions.map(({ endedAt }) => hourOf(endedAt))).size;
}

function hourOf(time: number): number {
  return Math.floor(time / HOUR_MS);
}

/** A customer lost inside the bot costs so many needless handovers, unless told otherwise. */
export const DEFAULT_MISS_WEIGHT = 3;

/** What each candidate threshold would have cost on those sessions. */
export function thresholdCosts(
  sessions: readonly PastSession[],
  facts: StaffingFacts,
  options: { readonly candidates?: readonly number[]; readonly missWeight?: number } = {},
): ThresholdCost[] {
  const { candidates = CANDIDATES, missWeight = DEFAULT_MISS_WEIGHT } = options;
  const weighed = sessions.flatMap((session) => {
    const lowest = session.turns.reduce((least, { confidence }) => Math.min(least, confidence), Infinity);
    const isContained = session.outcome === 'contained';
    return lowest === Infinity ? [] : [{ lowest, isContained, hour: hourOf(session.endedAt) }];
  });
  return candidates.map((threshold) => {
    const handed = weighed.filter(({ lowest }) => lowest < threshold);
    const needlessCount = handed.filter(({ isContained }) => isContained).length;
    const missedCount = weighed.filter(({ lowest, isContained }) => lowest >= threshold && !isContained).length;
    const handoversPerHour = facts.hours > 0 ? handed.length / facts.hours : 0;
    const busiestHandoverCount = mostInOneHour(handed);
    return {
      threshold,
      handoverCount: handed.length,
      handoversPerHour,
      handoverShare: weighed.length === 0 ? null : handed.length / weighed.length,
      agents: agentsFor(handoversPerHour, facts),
      busiestHandoverCount,
      busiestAgents: agentsFor(busiestHandoverCount, facts),
      needlessCount,
      missedCount,
      cost: needlessCount + missWeight * missedCount,
    };
  });
}

function mostInOneHour(handed: readonly { readonly hour: number }[]): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const { hour } of handed) {
    const count = (counts.get(hour) ?? 0) + 1;
    counts.set(hour, count);
    most = Math.max(most, count);
  }
  return most;
}

function agentsFor(perHour: number, { handleSec, targetShare, targetSec }: StaffingFacts): number | null {
  if (perHour === 0) return 0;
  try {
    return requiredServers({
      calls: perHour,
      intervalSec: 3600,
      ahtSec: handleSec,
      targetSec,
      targetSL: targetShare,
    }).servers;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** `threshold` is `null` where there are too few sessions to say. */
export type ThresholdAdvice = {
  readonly intent: string | null;
  readonly sessionCount: number;
  /** Sessions that were not contained: where there is none, nothing speaks for any threshold. */
  readonly lostCount: number;
  readonly threshold: number | null;
  readonly cost: number | null;
};

/**
 * The candidate that would have cost least, for all sessions and for each intent (a session counts for the intent of its least certain turn); of
 * equal ones the lowest, which leaves people the least to do.
 */
export function adviseThresholds(
  sessions: readonly PastSession[],
  facts: StaffingFacts,
  missWeight: number = DEFAULT_MISS_WEIGHT,
): ThresholdAdvice[] {
  const byIntent = new Map<string, PastSession[]>();
  for (const session of sessions) {
    const least = session.turns.reduce<PastSession['turns'][number] | null>(
      (found, turn) => (found === null || turn.confidence < found.confidence ? turn : found),
      null,
    );
    if (least?.intent == null) continue;
    const list = byIntent.get(least.intent);
    if (list === undefined) byIntent.set(least.intent, [session]);
    else list.push(session);
  }
  const groups: (readonly [string | null, readonly PastSession[]])[] = [
    [null, sessions],
    ...[...byIntent].toSorted(([left, one], [right, other]) => other.length - one.length || (left < right ? -1 : 1)),
  ];
  return groups.map(([intent, ofIntent]) => {
    const counts = {
      sessionCount: ofIntent.length,
      lostCount: ofIntent.filter(({ outcome }) => outcome !== 'contained').length,
    };
    if (ofIntent.length < LEAST_SESSIONS) return { intent, ...counts, threshold: null, cost: null };
    const costs = thresholdCosts(ofIntent, facts, { missWeight });
    const best = costs.reduce((cheapest, cost) => (cost.cost < cheapest.cost ? cost : cheapest));
    return { intent, ...counts, threshold: best.threshold, cost: best.cost };
  });
}
