import { BIN_COUNT, binOf, type PastSession } from './calibration.ts';

/** Fewer sessions on either side say nothing. */
export const LEAST_DRIFT_SESSIONS = 50;
/**
 * Both must hold: more than chance, and more than a little. Somebody looks 48 times a day, so that one in a hundred by chance would be an alarm
 * every week.
 */
export const DRIFT_P_VALUE = 0.001;
export const DRIFT_STABILITY_INDEX = 0.1;
/** What was said to drift has settled when one of these no longer holds: a bot on the edge is not told of at every look. */
export const SETTLED_P_VALUE = 0.01;
export const SETTLED_STABILITY_INDEX = 0.05;

export type Drift = {
  readonly isDrifting: boolean;
  /** Largest distance between the two distributions, 0-1; and how likely one so large is by chance. */
  readonly statistic: number;
  readonly pValue: number;
  /** Population stability index over tenths of confidence: under 0.1 stable, over 0.25 another population. */
  readonly stabilityIndex: number;
  readonly recentMean: number;
  readonly referenceMean: number;
  readonly recentCount: number;
  readonly referenceCount: number;
};

/**
 * Whether a bot is as sure as it was: the mean confidence of its recent sessions against that of a reference period, by the two-sample
 * Kolmogorov-Smirnov test (asymptotic distribution with Stephens' correction, as in Numerical Recipes, 3rd edition, 14.3.3). One number a session,
 * because turns of one session depend on each other. `wasDrifting` is what was found the time before. `null` where either side has too few.
 */
export function findDrift(
  recent: readonly PastSession[],
  reference: readonly PastSession[],
  wasDrifting: boolean,
): Drift | null {
  const left = meansOf(recent);
  const right = meansOf(reference);
  if (left.length < LEAST_DRIFT_SESSIONS || right.length < LEAST_DRIFT_SESSIONS) return null;
  const statistic = kolmogorovDistance(left, right);
  const size = Math.sqrt((left.length * right.length) / (left.length + right.length));
  const pValue = kolmogorovTail((size + 0.12 + 0.11 / size) * statistic);
  const stabilityIndex = stabilityIndexOf(left, right);
  return {
    isDrifting: isDrifting(pValue, stabilityIndex, wasDrifting),
    statistic,
    pValue,
    stabilityIndex,
    recentMean: meanOf(left),
    referenceMean: meanOf(right),
    recentCount: left.length,
    referenceCount: right.length,
  };
}

/** Whether it is a drift by both measures; one that was told of goes on until it is well past. */
export function isDrifting(pValue: number, stabilityIndex: number, wasDrifting: boolean): boolean {
  return wasDrifting
    ? pValue < SETTLED_P_VALUE && stabilityIndex >= SETTLED_STABILITY_INDEX
    : pValue < DRIFT_P_VALUE && stabilityIndex >= DRIFT_STABILITY_INDEX;
}

/** Mean confidence of each session that has turns, ascending. */
function meansOf(sessions: readonly PastSession[]): number[] {
  return sessions
    .flatMap(({ turns }) => (turns.length === 0 ? [] : [meanOf(turns.map(({ confidence }) => confidence))]))
    .toSorted((one, other) => one - other);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Largest difference between two empirical distributions; both ascending. */
export function kolmogorovDistance(left: readonly number[], right: readonly number[]): number {
  let [one, other, largest] = [0, 0, 0];
  while (one < left.length && other < right.length) {
    const value = Math.min(left[one] as number, right[other] as number); // both are within their lists
    while (one < left.length && left[one] === value) one++;
    while (other < right.length && right[other] === value) other++;
    largest = Math.max(largest, Math.abs(one / left.length - other / right.length));
  }
  return largest;
}

/** Probability of a Kolmogorov statistic of at least `z`. */
export function kolmogorovTail(z: number): number {
  if (z < 0.27) return 1;
  if (z < 1.18) {
    const y = Math.exp(-1.233_700_550_136_17 / (z * z));
    return 1 - 2.256_758_334_191_03 * Math.sqrt(-Math.log(y)) * (y + y ** 9 + y ** 25 + y ** 49);
  }
  const x = Math.exp(-2 * z * z);
  return 2 * (x - x ** 4 + x ** 9);
}

/** Shares of empty tenths count as half a session, so that the logarithm is finite. */
function stabilityIndexOf(left: readonly number[], right: readonly number[]): number {
  const [recent, reference] = [sharesOf(left), sharesOf(right)];
  return recent.reduce((sum, share, bin) => {
    const other = reference[bin] ?? share;
    return sum + (share - other) * Math.log(share / other);
  }, 0);
}

function sharesOf(values: readonly number[]): number[] {
  const counts = Array.from({ length: BIN_COUNT }, () => 0.5);
  for (const value of values) counts[binOf(value)] = (counts[binOf(value)] ?? 0) + 1;
  const total = values.length + BIN_COUNT / 2;
  return counts.map((count) => count / total);
}
