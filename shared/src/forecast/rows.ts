import type { PublishedForecast } from './events.ts';

/** The newest published forecast of a queue for the local day that holds the newest of them; `id` is the queue's. */
export type ForecastRow = PublishedForecast & {
  readonly id: string;
  readonly publishedAt: number;
  /** The first forecast published for that day: what the day was planned on. `null` while it is the newest itself. */
  readonly plannedCounts: PublishedForecast['offeredCounts'] | null;
};
