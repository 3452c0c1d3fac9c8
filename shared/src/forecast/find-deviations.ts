/** One finished interval: what was forecast, what came. */
export interface SeenInterval {
  readonly startsAt: number;
  readonly expected: number;
  readonly actual: number;
}

/** A stretch of intervals off the forecast to one side. */
export interface Deviation {
  readonly fromAt: number;
  /** End of the last interval that was off. */
  readonly toAt: number;
  /** Whether actuals came back to the forecast since. */
  readonly isOver: boolean;
  readonly expectedCount: number;
  readonly actualCount: number;
  /** The largest of its intervals, in standard deviations; its sign is that of the deviation. */
  readonly standardScore: number;
}

/** Off by more than this share of the forecast and beyond chance (95 %), for so many intervals in a row on the same side, at least once by far. */
export const DEVIATION_SHARE = 0.15;
export const DEVIATION_SCORE = 1.96;
export const DEVIATION_INTERVALS = 2;
export const FAR_SCORE = 3;
/** Within this share of the forecast again it is over. */
export const RECOVERED_SHARE = 0.1;

/**
 * How many standard deviations of chance and of the forecast's own error lie between actual and forecast: variance `μ + (cμ)²`, on the plain scale and on
 * that of square roots (which is right where few contacts come), whichever says less. `errorRatio` is c.
 */
export function standardScore(expected: number, actual: number, errorRatio: number): number {
  const spread = errorRatio ** 2 * expected;
  const plain = expected > 0 ? (actual - expected) / Math.sqrt(expected * (1 + spread)) : actual > 0 ? Infinity : 0;
  const root = (2 * (Math.sqrt(actual + 0.375) - Math.sqrt(expected + 0.375))) / Math.sqrt(1 + spread);
  if (Math.sign(plain) !== Math.sign(root)) return 0;
  return Math.abs(plain) < Math.abs(root) ? plain : root;
}

/** The sign of a significant deviation of one interval, 0 where there is none. */
export function deviationSign({ expected, actual }: SeenInterval, errorRatio: number): -1 | 0 | 1 {
  if (Math.abs(actual - expected) <= DEVIATION_SHARE * expected) return 0;
  const score = standardScore(expected, actual, errorRatio);
  return score >= DEVIATION_SCORE ? 1 : score <= -DEVIATION_SCORE ? -1 : 0;
}

/**
 * The stretches of a day on which actuals left the forecast: begun by two significant intervals in a row on the same side, one of them far off, over with the first interval
 * that is back within a tenth (or on the other side). The same intervals give the same stretches, whenever they are asked for.
 */
export function findDeviations(
  intervals: readonly SeenInterval[],
  intervalMs: number,
  errorRatio: number,
): Deviation[] {
  const found: Deviation[] = [];
  let run: { sign: number; members: SeenInterval[]; significant: number; off: number } | undefined;
  const close = (isOver: boolean): void => {
    if (run !== undefined && run.significant >= DEVIATION_INTERVALS) {
      const deviation = summary(run, intervalMs, errorRatio, isOver);
      if (Math.abs(deviation.standardScore) >= FAR_SCORE) found.push(deviation);
    }
    run = undefined;
  };
  for (const interval of intervals) {
    const sign = deviationSign(interval, errorRatio);
    const difference = interval.actual - interval.expected;
    const isBack = Math.abs(difference) <= RECOVERED_SHARE * interval.expected;
    const begun = run !== undefined && run.significant >= DEVIATION_INTERVALS;
    if (run !== undefined && (isBack || Math.sign(difference) !== run.sign || (!begun && sign !== run.sign)))
      close(true);
    if (run === undefined) {
      if (sign !== 0) run = { sign, members: [interval], significant: 1, off: 1 };
    } else {
      run.members.push(interval);
      if (sign !== 0) {
        run.significant++;
        run.off = run.members.length;
      }
    }
  }
  close(false);
  return found;
}

function summary(
  run: { readonly sign: number; readonly members: readonly SeenInterval[]; readonly off: number },
  intervalMs: number,
  errorRatio: number,
  isOver: boolean,
): Deviation {
  const members = run.members.slice(0, run.off);
  const first = members[0];
  const last = members.at(-1);
  const scores = members.map(({ expected, actual }) => standardScore(expected, actual, errorRatio));
  return {
    fromAt: first?.startsAt ?? 0,
    toAt: (last?.startsAt ?? 0) + intervalMs,
    isOver,
    expectedCount: members.reduce((sum, { expected }) => sum + expected, 0),
    actualCount: members.reduce((sum, { actual }) => sum + actual, 0),
    standardScore: run.sign * Math.max(...scores.map((score) => run.sign * score)),
  };
}
