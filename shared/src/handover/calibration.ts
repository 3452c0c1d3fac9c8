import { wilsonInterval } from '../numeric/wilson-interval.ts';

/** How a session ended. */
export type SessionOutcome = 'contained' | 'handed-off' | 'abandoned' | 'failed';

/** A session that is over, for looking back. */
export type PastSession = {
  readonly sessionId: string;
  readonly endedAt: number;
  readonly outcome: SessionOutcome;
  readonly language: string | null;
  readonly turns: readonly {
    readonly confidence: number;
    readonly intent: string | null;
    /** Whether the turn was understood rightly, where the source knows. */
    readonly understood: boolean | null;
  }[];
};

/** Bins of the reliability curve: tenths of confidence. */
export const BIN_COUNT = 10;

/** One bin. `low` and `high` bound the share with 95 % confidence (Wilson). Shares and means are `null` where nothing fell into it. */
export type ReliabilityBin = {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly rightCount: number;
  readonly meanConfidence: number | null;
  readonly rightShare: number | null;
  readonly low: number;
  readonly high: number;
  /** Turns by the outcome of their session. */
  readonly outcomes: Readonly<Record<SessionOutcome, number>>;
};

/**
 * What counts as right: that the session was contained (`outcome`), or that the turn was understood (`understood`; turns of which nobody knows are
 * left out).
 */
export type Truth = 'outcome' | 'understood';

export type Calibration = {
  readonly truth: Truth;
  readonly sessionCount: number;
  readonly turnCount: number;
  /** Turns left out because nobody knows whether they were right. */
  readonly unknownCount: number;
  readonly bins: readonly ReliabilityBin[];
  /**
   * Expected calibration error: the mean distance between how sure the bot was and how often it was right, over bins by their turns; 0-1. Source:
   * M. P. Naeini, G. F. Cooper, M. Hauskrecht, AAAI 2015.
   */
  readonly expectedError: number | null;
  /** Mean squared distance between confidence and rightness, turn by turn (G. W. Brier, 1950); 0-1. */
  readonly brierScore: number | null;
};

/** How what a bot says of its certainty compares with what came of it. */
export function calibrate(sessions: readonly PastSession[], truth: Truth): Calibration {
  const bins = Array.from({ length: BIN_COUNT }, () => ({
    count: 0,
    rightCount: 0,
    confidenceSum: 0,
    outcomes: { contained: 0, 'handed-off': 0, abandoned: 0, failed: 0 },
  }));
  let unknownCount = 0;
  let squares = 0;
  for (const session of sessions) {
    for (const turn of session.turns) {
      const isRight = truth === 'outcome' ? session.outcome === 'contained' : turn.understood;
      if (isRight === null) {
        unknownCount++;
        continue;
      }
      const bin = bins[binOf(turn.confidence)];
      if (bin === undefined) continue;
      bin.count++;
      bin.confidenceSum += turn.confidence;
      bin.outcomes[session.outcome]++;
      if (isRight) bin.rightCount++;
      squares += (turn.confidence - (isRight ? 1 : 0)) ** 2;
    }
  }
  const turnCount = bins.reduce((sum, bin) => sum + bin.count, 0);
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.confidenceSum - bin.rightCount), 0);
  return {
    truth,
    sessionCount: sessions.length,
    turnCount,
    unknownCount,
    bins: bins.map((bin, index) => ({
      from: index / BIN_COUNT,
      to: (index + 1) / BIN_COUNT,
      count: bin.count,
      rightCount: bin.rightCount,
      meanConfidence: bin.count === 0 ? null : bin.confidenceSum / bin.count,
      rightShare: bin.count === 0 ? null : bin.rightCount / bin.count,
      ...wilsonInterval(bin.rightCount, bin.count),
      outcomes: bin.outcomes,
    })),
    expectedError: turnCount === 0 ? null : error / turnCount,
    brierScore: turnCount === 0 ? null : squares / turnCount,
  };
}

/** The tenth a confidence belongs to; 1 belongs to the last. */
export function binOf(confidence: number): number {
  return Math.max(0, Math.min(BIN_COUNT - 1, Math.floor(confidence * BIN_COUNT)));
}
