import type { AgentRow, QueueRow } from '@floorwalk/shared/floor/rows';
import type { ForecastRow } from '@floorwalk/shared/forecast/rows';
import { activityBook, type ActivityBook } from '@floorwalk/shared/schedule/activity-book';
import type { QueueStaffingRow, ScheduleRow } from '@floorwalk/shared/schedule/rows';
import type { Intervals } from '@floorwalk/shared/schedule/staff-by-interval';
import { intervalAt, staffingGaps, type QueueGaps } from '@floorwalk/shared/schedule/staffing-gaps';
import { live } from '../../connection/live-session.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useAtNow } from '../../store/use-now.ts';
import { useDerived, useRowValue } from '../../store/use-row.ts';

/** The day on the glass, of every queue the viewer sees. */
export type StaffingPicture = {
  readonly intervals: Intervals;
  /** The interval that runs; may lie outside of the day where time goes on before the rows do. */
  readonly current: number;
  readonly queues: readonly { readonly id: string; readonly name: string; readonly groupId: string | null }[];
  readonly gaps: readonly QueueGaps[];
};

/** Longest time between two looks at whole tables, ms: people come and go, plans hardly change. */
const LEAST_MS = 2_000;
const DAY_MS = 86_400_000;

/** The local day as intervals. A forecast knows a day of 23 or 25 hours; without one it has 24. */
export function useIntervals(): Intervals {
  const siteId = useSiteId();
  const startsAt = useRowValue('sites', siteId, ({ todayStartAt }) => todayStartAt) ?? 0;
  const minutes = useRowValue('sites', siteId, ({ intervalMinutes }) => intervalMinutes) ?? 30;
  const intervalMs = minutes * 60_000;
  const length = useDerived(['forecasts'], () => forecastLength(startsAt), Object.is, String(startsAt), LEAST_MS);
  return { startsAt, intervalMs, count: Math.round((length ?? DAY_MS) / intervalMs) };
}

function forecastLength(startsAt: number): number | null {
  for (const forecast of live().store.tables.forecasts.rows()) {
    if (forecast.startsAt === startsAt) return forecast.requiredAgents.length * forecast.intervalMs;
  }
  return null;
}

export function useStaffing(): StaffingPicture {
  const intervals = useIntervals();
  const current = useAtNow((now) => intervalAt(intervals, now));
  const key = JSON.stringify([intervals, current]);
  return useDerived(
    ['queues', 'agents', 'forecasts', 'schedules', 'activities', 'queueStaffing'],
    () => picture(intervals, current),
    same,
    key,
    LEAST_MS,
  );
}

function picture(intervals: Intervals, current: number): StaffingPicture {
  const { queues } = live().store.tables;
  const seen = [...queues.rows()].map(({ id, name, groupId }: QueueRow) => ({ id, name, groupId }));
  const gaps = staffingGaps({
    queueIds: seen.map(({ id }) => id),
    forecasts: byId<ForecastRow>('forecasts'),
    queueStaffing: byId<QueueStaffingRow>('queueStaffing'),
    schedules: live().store.tables.schedules.rows(),
    agents: byId<AgentRow>('agents'),
    book: readBook(),
    intervals,
    asOf: intervals.startsAt + current * intervals.intervalMs,
  });
  return { intervals, current, queues: seen, gaps: [...gaps.values()] };
}

export function readBook(): ActivityBook {
  return activityBook(live().store.tables.activities.rows());
}

function byId<R extends AgentRow | ForecastRow | QueueStaffingRow | ScheduleRow>(
  table: 'agents' | 'forecasts' | 'queueStaffing' | 'schedules',
): ReadonlyMap<string, R> {
  return new Map([...live().store.tables[table].rows()].map((row) => [row.id, row as R]));
}
