import type { OwnMetricId } from '@floorwalk/shared/alerts/alert-metric';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metric';
import type { FigureId } from '@floorwalk/shared/metrics/figures';

/** What a number is about. `visible` is the roll-up of the queues this person may see, where the site's own numbers are withheld. */
export type Subject = {
  readonly table: 'sites' | 'groups' | 'teams' | 'queues' | 'bots' | 'agents' | 'visible';
  readonly id: string;
};

/** One number on the glass that is read from a live row: enough to explain it. */
export type NumberOnGlass = {
  readonly metric: MetricId | BotMetricId;
  readonly subject: Subject;
  readonly window: WindowKey;
};

/** One number on the glass that was worked out elsewhere: what it is, of what, and what it stands on, in words. */
export type FigureOnGlass = {
  readonly figure: MetricId | BotMetricId | OwnMetricId | FigureId;
  /** Of whom and over what: `Billing · 10:30`. */
  readonly of: string;
  readonly above?: string | undefined;
  readonly below?: string | undefined;
  /** The number, where it is part of a sentence. */
  readonly value?: string | undefined;
};
