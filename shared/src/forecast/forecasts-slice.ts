import type { LoggedEvent } from '../kit/logged-event.ts';
import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import type { ForecastRow } from './rows.ts';

/** The forecasts that hold, by queue. */
export type ForecastsState = {
  readonly forecasts: Map<string, ForecastRow>;
  readonly changed: Set<string>;
};

function foldForecasts(state: ForecastsState, event: LoggedEvent): void {
  if (event.type !== 'forecast.published') return;
  for (const forecast of event.data.forecasts) {
    const before = state.forecasts.get(forecast.queueId);
    if (before !== undefined && before.date > forecast.date) continue;
    const planned = before?.date === forecast.date ? (before.plannedCounts ?? before.offeredCounts) : null;
    state.forecasts.set(forecast.queueId, {
      ...forecast,
      id: forecast.queueId,
      publishedAt: event.time,
      plannedCounts: planned,
    });
    state.changed.add(forecast.queueId);
  }
}

/** Published forecasts as the log tells them; time alone changes nothing of them. */
export const forecastsSlice: Slice<ForecastsState> = {
  name: 'forecasts',
  tables: ['forecasts'],
  folds: (type) => type === 'forecast.published',
  create: () => ({ forecasts: new Map(), changed: new Set() }),
  fold: foldForecasts,
  rows(state, _asOf, which) {
    const ids = which === 'all' ? [...state.forecasts.keys()] : [...state.changed];
    return {
      tables: { forecasts: ids.flatMap((id) => state.forecasts.get(id) ?? []) },
      removed: { forecasts: [] },
    };
  },
  clearChanged: ({ changed }) => emptySet(changed),
  encode: ({ forecasts }) => [...forecasts.values()],
  decode: (_siteId, encoded) => ({
    forecasts: new Map((encoded as ForecastRow[]).map((row) => [row.id, row])),
    changed: new Set(),
  }),
};
