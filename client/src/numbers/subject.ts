import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metrics';

/** What a number is about. `visible` is the roll-up of the queues this person may see, where the site's own numbers are withheld. */
export type Subject = {
  readonly table: 'sites' | 'groups' | 'teams' | 'queues' | 'bots' | 'agents' | 'visible';
  readonly id: string;
};

/** One number on the glass: enough to explain it. */
export type NumberOnGlass = {
  readonly metric: MetricId | BotMetricId;
  readonly subject: Subject;
  readonly window: WindowKey;
};
