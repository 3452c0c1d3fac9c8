import type { AgentCounts } from '../floor/agent-counts.ts';
import type { Readings } from '../floor/cell.ts';

/** How a metric's value is written. `ratio` is 0-1 and shown as a percentage; `ms` is a duration. */
export type MetricUnit = 'count' | 'ratio' | 'ms';

/** How several queues become one number. There is no mean of ratios: `weighted` adds numerators and denominators. */
export type RollUp = 'sum' | 'weighted' | 'max' | 'distinct' | 'merged-waits';

/** What is true at this moment, beside the windows. Moments are epoch ms. */
export type NowReadings = {
  readonly waitingCount: number;
  readonly oldestQueuedAt: number | null;
  readonly inServiceCount: number;
  readonly agents: AgentCounts;
  readonly estimateP50Ms: number | null;
  readonly estimateP80Ms: number | null;
};

/** What a formula may look at. `asOf` is epoch ms of the site's clock. */
export type MetricInput = { readonly now: NowReadings; readonly readings: Readings; readonly asOf: number };

/** A number with its evidence. `value` is `null` where the denominator is 0: a dash on the glass, never 0 %. */
export type Measured = {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
};

export type Metric = {
  readonly id: MetricId;
  /** English label; `metric.<id>` is its key in the message catalogues. */
  readonly label: string;
  /** At most 11 characters, for tiles. */
  readonly shortLabel: string;
  readonly unit: MetricUnit;
  /** `now` needs no window. */
  readonly span: 'now' | 'window';
  readonly better: 'higher' | 'lower' | 'neither';
  readonly rollUp: RollUp;
  /** The formula in words, as the pop-over shows it. */
  readonly formula: string;
  /** Whose definition it is. */
  readonly source: string;
  readonly measure: (input: MetricInput) => Measured;
};

export const METRIC_IDS = [
  'waiting',
  'longest-wait',
  'in-service',
  'agents-available',
  'agents-on-contact',
  'agents-presented',
  'agents-after-contact-work',
  'agents-not-ready',
  'agents-signed-in',
  'agents-signed-out',
  'wait-estimate',
  'offered',
  'answered',
  'abandoned',
  'short-abandoned',
  'flowed-out',
  'ended-before-queue',
  'transferred',
  'service-level',
  'service-level-as-of-now',
  'service-level-abandons-ignored',
  'service-level-abandons-negative',
  'service-level-abandons-positive',
  'service-level-answered-only',
  'service-level-removed-within',
  'service-level-with-flow-outs',
  'average-speed-of-answer',
  'average-handle-time',
  'average-talk-time',
  'average-hold-time',
  'average-after-contact-work',
  'average-abandon-time',
  'abandon-rate',
  'abandon-rate-without-short',
  'not-answered',
  'not-answered-rate',
  'occupancy',
  'wait-p50',
  'wait-p90',
  'wait-p95',
  'wait-max',
  'first-contact-resolution',
  'survey-top-share',
] as const;
export type MetricId = (typeof METRIC_IDS)[number];
