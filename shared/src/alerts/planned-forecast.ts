import type { PublishedForecast } from '../forecast/events.ts';

/** What rules read of a queue's newest forecast, and what the day was planned on before (`null` while the newest is that itself). */
export type PlannedForecast = Readonly<
  Pick<PublishedForecast, 'startsAt' | 'intervalMs' | 'offeredCounts' | 'seenCount' | 'errorRatio'>
> & { readonly plannedCounts: readonly (number | null)[] | null };
