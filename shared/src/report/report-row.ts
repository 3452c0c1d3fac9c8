/** What a row of a report is for. */
export type ReportBy = 'queue' | 'site' | 'group' | 'team';

/**
 * One interval of one queue (or of the site, a group, a team). Times are local to the site, ISO 8601 with offset. Durations are ms, `null`
 * where nothing was measured; ratios are 0-1, `null` where the denominator is 0.
 */
export type ReportRow = {
  readonly start: string;
  readonly startAt: number;
  readonly queueId?: string;
  readonly groupId?: string;
  readonly teamId?: string;
  readonly offeredCount: number;
  readonly answeredCount: number;
  readonly abandonedCount: number;
  readonly shortAbandonedCount: number;
  readonly flowedOutCount: number;
  readonly transferredCount: number;
  readonly endedBeforeQueueCount: number;
  readonly presentedCount: number;
  readonly notAnsweredCount: number;
  /** Answered with wait ≤ T, by T in seconds. */
  readonly answeredWithin: Readonly<Record<string, number>>;
  /** Abandoned with wait ≤ T, by T in seconds. */
  readonly abandonedWithin: Readonly<Record<string, number>>;
  /** By named formula, at the queue's own threshold. */
  readonly serviceLevel: Readonly<Record<string, number | null>>;
  readonly abandonRate: number | null;
  readonly abandonRateWithoutShort: number | null;
  readonly averageSpeedOfAnswerMs: number | null;
  readonly averageHandleTimeMs: number | null;
  readonly averageTalkTimeMs: number | null;
  readonly averageHoldTimeMs: number | null;
  readonly averageAfterContactWorkMs: number | null;
  readonly averageAbandonTimeMs: number | null;
  readonly handledCount: number;
  /** Percentiles of the wait of answered contacts, nearest rank. */
  readonly waitP50Ms: number | null;
  readonly waitP90Ms: number | null;
  readonly waitP95Ms: number | null;
  readonly waitMaxMs: number | null;
  readonly occupancy: number | null;
  readonly firstContactResolution: number | null;
  /** Most contacts waiting (in service) at one moment in the interval, and when that was first reached. */
  readonly peakWaitingCount: number;
  readonly peakWaitingAt: string | null;
  readonly peakInServiceCount: number;
  readonly peakInServiceAt: string | null;
};
