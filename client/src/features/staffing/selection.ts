import type { StaffingDayAnswer } from '@floorwalk/shared/api/schedule';
import type { ForecastRow } from '@floorwalk/shared/forecast/rows';
import { shareByNeed, type Intervals, type NeedByQueue } from '@floorwalk/shared/schedule/staff-by-interval';
import { forecastSeries, sumGaps, type QueueGaps } from '@floorwalk/shared/schedule/staffing-gaps';
import type { StaffingPicture } from './use-staffing.ts';

/** What the chart is about: everything, a queue, a group of queues, or a skill. */
export type Selection = { readonly kind: 'all' | 'queue' | 'group' | 'skill'; readonly id: string };

export function readSelection(text: string | undefined): Selection {
  const match = /^(queue|group|skill):(.+)$/.exec(text ?? '');
  return match === null ? { kind: 'all', id: '' } : { kind: match[1] as Selection['kind'], id: match[2] ?? '' };
}

/** The queues a selection is about. `skillOf` names the skill that agents of a queue need. */
export function queuesOf(
  { kind, id }: Selection,
  queues: StaffingPicture['queues'],
  skillOf: (queueId: string) => string,
): readonly string[] {
  return queues
    .filter((queue) => {
      if (kind === 'all') return true;
      if (kind === 'queue') return queue.id === id;
      return kind === 'group' ? queue.groupId === id : skillOf(queue.id) === id;
    })
    .map((queue) => queue.id);
}

/** The gaps of a selection as one, of the queues whose need is known: which these are, and how many were left out because it is not. */
export function gapsOf(
  picture: StaffingPicture,
  queueIds: readonly string[],
): { readonly gaps: QueueGaps; readonly counted: readonly string[]; readonly leftOut: number } {
  const all = picture.gaps.filter(({ queueId }) => queueIds.includes(queueId));
  const known = all.filter(({ required }) => required.some((value) => value !== null));
  // With nothing known the schedule and the floor are still worth seeing.
  const parts = known.length > 0 ? known : all;
  return {
    gaps: sumGaps('selection', parts, picture.intervals.count),
    counted: parts.map(({ queueId }) => queueId),
    leftOut: all.length - known.length,
  };
}

/** A series of the forecasts of several queues, added up; `null` where none of them says anything. */
export function sumForecasts(
  forecasts: readonly ForecastRow[],
  read: (forecast: ForecastRow) => readonly (number | null)[],
  intervals: Intervals,
): (number | null)[] {
  const all = forecasts.map((forecast) => forecastSeries(forecast, read, intervals));
  return Array.from({ length: intervals.count }, (_, interval) => {
    const values = all.flatMap((series) => series[interval] ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  });
}

/** What happened to these queues by interval, as the server counted it; `null` for what is to come. */
export function historyOf(
  day: StaffingDayAnswer | undefined,
  queueIds: readonly string[],
  needs: NeedByQueue,
  { startsAt, intervalMs, count }: Intervals,
): { readonly offered: (number | null)[]; readonly onFloor: (number | null)[] } {
  const empty = (): (number | null)[] => Array.from({ length: count }, () => null);
  if (day === undefined || day.from !== startsAt || day.intervalMs !== intervalMs) {
    return { offered: empty(), onFloor: empty() };
  }
  const selected = new Set(queueIds);
  const at = (interval: number) => startsAt + interval * intervalMs;
  return {
    offered: empty().map((_, interval) => {
      // The interval that runs is not over yet, and of the first one a part is not known: their counts would look like dips.
      if (at(interval + 1) > day.asOf || at(interval) < day.knownFrom) return null;
      return day.offered.reduce(
        (sum, { queueId, counts }) => (selected.has(queueId) ? sum + (counts[interval] ?? 0) : sum),
        0,
      );
    }),
    onFloor: empty().map((_, interval) => {
      if (at(interval) >= day.asOf || at(interval) < day.knownFrom) return null;
      let total = 0;
      for (const { queueIds: served, agents } of day.onFloor) {
        const shares = shareByNeed(served, needs, interval);
        served.forEach((queueId, index) => {
          if (selected.has(queueId)) total += (agents[interval] ?? 0) * (shares[index] ?? 0);
        });
      }
      return total;
    }),
  };
}
