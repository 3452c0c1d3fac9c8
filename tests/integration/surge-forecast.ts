import type { NewEvent } from '@floorwalk/shared/kit/logged-event';

const MINUTE = 60_000;

/** A forecast of a queue for 10 March 2026 from two hours before noon on: so many agents are required in each quarter of an hour from noon. */
export function forecastOf(queueId: string, required: readonly number[], noon: number): NewEvent {
  const series = <T>(before: T, of: (required: number) => T): T[] => [
    ...Array.from({ length: 8 }, () => before),
    ...required.map(of),
  ];
  return {
    id: `forecast-${queueId}-${required.join('-')}`.slice(0, 200),
    source: 'floorwalk/forecast',
    type: 'forecast.published',
    time: noon,
    data: {
      forecasts: [
        {
          forecastId: `f-${queueId}-${required.length}-${required[0]}`,
          queueId,
          date: '2026-03-10',
          kind: 'intraday',
          cause: 'asked',
          method: 'given',
          startsAt: noon - 120 * MINUTE,
          intervalMs: 15 * MINUTE,
          seenCount: 8,
          offeredCounts: series(10, (count) => count * 4),
          lowCounts: series(8, (count) => count * 3),
          highCounts: series(12, (count) => count * 5),
          handleTimesMs: series(180_000, () => 180_000),
          requiredAgents: series(2, (count) => count),
          errorRatio: 0.05,
        },
      ],
    },
  };
}
