import type { ForecastRow } from '../forecast/rows.ts';
import type { AgentRow } from '../floor/rows.ts';
import { scheduledHeadcount } from '../staffing/shrinkage.ts';
import type { ActivityBook } from './activity-book.ts';
import type { QueueStaffingRow, ScheduleRow } from './rows.ts';
import { onFloorByQueue, scheduledByQueue, type Intervals, type NeedByQueue } from './staff-by-interval.ts';

/** One queue through the day. Series have one entry an interval; agents are shared by need, so they are no whole numbers. */
export type QueueGaps = {
  readonly queueId: string;
  /** Agents needed on the floor: the forecast's requirement, and at least the queue's minimum. `null` without a forecast or a minimum, and where nothing is known of the interval. */
  readonly required: readonly (number | null)[];
  /** Agents to schedule so that as many are there: the same over (1 − shrinkage), rounded up. */
  readonly requiredScheduled: readonly (number | null)[];
  readonly scheduled: readonly number[];
  /** Scheduled less to schedule: negative is too few. */
  readonly gaps: readonly (number | null)[];
  /** On the floor now, and less what is needed now. */
  readonly onFloor: number;
  readonly gapNow: number | null;
  /** Why nothing is known of the requirement, where that is so. */
  readonly lack: 'no-forecast' | 'other-day' | null;
};

export type GapsInput = {
  readonly queueIds: readonly string[];
  readonly forecasts: ReadonlyMap<string, ForecastRow>;
  readonly queueStaffing: ReadonlyMap<string, QueueStaffingRow>;
  readonly schedules: Iterable<ScheduleRow>;
  readonly agents: ReadonlyMap<string, AgentRow>;
  readonly book: ActivityBook;
  readonly intervals: Intervals;
  readonly asOf: number;
};

/** Requirement against schedule and floor, of every queue, for every interval. */
export function staffingGaps(input: GapsInput): ReadonlyMap<string, QueueGaps> {
  const { queueIds, forecasts, queueStaffing, schedules, agents, book, intervals, asOf } = input;
  const required = new Map(
    queueIds.map((queueId) => [
      queueId,
      requiredAgents(forecasts.get(queueId), queueStaffing.get(queueId)?.minimumAgents ?? 0, intervals),
    ]),
  );
  const needs: NeedByQueue = new Map([...required].map(([id, series]) => [id, series.map((value) => value ?? 0)]));
  const scheduled = scheduledByQueue({ schedules, agents, book, needs, intervals });
  const current = Math.min(intervals.count - 1, Math.max(0, intervalAt(intervals, asOf)));
  const onFloor = onFloorByQueue(agents.values(), needs, current);
  return new Map(
    queueIds.map((queueId) => {
      const needed = required.get(queueId) ?? [];
      const shrinkage = totalShrinkage(queueStaffing.get(queueId));
      const present = scheduled.get(queueId) ?? Array.from({ length: intervals.count }, () => 0);
      const toSchedule = needed.map((value) => (value === null ? null : scheduledHeadcount(value, shrinkage)));
      const here = onFloor.get(queueId) ?? 0;
      const neededNow = needed[current] ?? null;
      return [
        queueId,
        {
          queueId,
          required: needed,
          requiredScheduled: toSchedule,
          scheduled: present,
          gaps: toSchedule.map((value, interval) => (value === null ? null : (present[interval] ?? 0) - value)),
          onFloor: here,
          gapNow: neededNow === null ? null : here - neededNow,
          lack: lackOf(forecasts.get(queueId), intervals),
        },
      ];
    }),
  );
}

/** Several queues as one: what is known of each, added up. A sum of which a part is missing is missing. */
export function sumGaps(id: string, parts: readonly QueueGaps[], count: number): QueueGaps {
  const sum = (read: (part: QueueGaps) => readonly (number | null)[]) =>
    Array.from({ length: count }, (_, interval) => addKnown(parts.map((part) => read(part)[interval] ?? null)));
  return {
    queueId: id,
    required: sum(({ required }) => required),
    requiredScheduled: sum(({ requiredScheduled }) => requiredScheduled),
    scheduled: sum(({ scheduled }) => scheduled).map((value) => value ?? 0),
    gaps: sum(({ gaps }) => gaps),
    onFloor: parts.reduce((total, { onFloor }) => total + onFloor, 0),
    gapNow: addKnown(parts.map(({ gapNow }) => gapNow)),
    lack: parts.find(({ lack }) => lack !== null)?.lack ?? null,
  };
}

function addKnown(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null;
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}

/** Which interval holds a moment; may lie outside of the day. */
export function intervalAt({ startsAt, intervalMs }: Intervals, time: number): number {
  return Math.floor((time - startsAt) / intervalMs);
}

/** A value of the forecast at the beginning of each interval; `null` where the forecast says nothing. */
export function forecastSeries(
  forecast: ForecastRow | undefined,
  read: (forecast: ForecastRow) => readonly (number | null)[],
  { startsAt, intervalMs, count }: Intervals,
): (number | null)[] {
  return Array.from({ length: count }, (_, interval) => {
    if (forecast === undefined) return null;
    return read(forecast)[placeAt(forecast, startsAt + interval * intervalMs)] ?? null;
  });
}

/** Which interval of the forecast holds a moment; may lie outside of it. */
function placeAt(forecast: ForecastRow, time: number): number {
  return Math.floor((time - forecast.startsAt) / forecast.intervalMs);
}

function requiredAgents(forecast: ForecastRow | undefined, minimum: number, intervals: Intervals): (number | null)[] {
  const { startsAt, intervalMs, count } = intervals;
  return Array.from({ length: count }, (_, interval) => {
    const value = forecast?.requiredAgents[placeAt(forecast, startsAt + interval * intervalMs)];
    // The least that is wanted is not what was needed: what the forecast calls unknown stays so.
    if (value === null) return null;
    if (value === undefined) return minimum > 0 ? minimum : null;
    return Math.max(minimum, value);
  });
}

function lackOf(forecast: ForecastRow | undefined, intervals: Intervals): QueueGaps['lack'] {
  if (forecast === undefined) return 'no-forecast';
  const known = forecastSeries(forecast, ({ offeredCounts }) => offeredCounts, intervals);
  return known.every((value) => value === null) ? 'other-day' : null;
}

/** Planned and unplanned shares act one after the other: 1 − (1 − planned)(1 − unplanned). */
export function totalShrinkage(row: QueueStaffingRow | undefined): number {
  return row === undefined ? 0 : 1 - (1 - row.plannedShrinkage) * (1 - row.unplannedShrinkage);
}
