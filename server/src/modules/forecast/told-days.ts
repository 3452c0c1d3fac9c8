import { localDay, type LocalDay } from '@floorwalk/shared/forecast/local-day';
import type { HistoryDayRecorded } from '@floorwalk/shared/history/events';
import type { Database } from '../../db/database.ts';
import type { DayRow } from './record-day.ts';
import type { SegmentRow } from './record-segments.ts';
import type { SiteFacts } from './site-facts.ts';

/** Days told by sources within these positions. One that does not begin at its day's midnight, or is longer than it, is refused and counted. */
export async function toldDays(
  database: Database,
  { siteId, zone }: SiteFacts,
  after: number,
  to: number,
): Promise<{
  readonly rows: readonly DayRow[];
  readonly segments: readonly SegmentRow[];
  readonly refusedCount: number;
}> {
  const { rows: events } = await database.$client.query<{ time: number; data: HistoryDayRecorded }>(
    `select time, data from event_log
     where site = $1 and position > $2 and position <= $3 and type = 'history.day-recorded' order by position`,
    [siteId, after, to],
  );
  const rows = new Map<string, DayRow>();
  const segments = new Map<string, readonly SegmentRow[]>();
  let refusedCount = 0;
  for (const { time, data } of events) {
    const day = dayOrNull(zone, data.date, data.intervalMinutes);
    if (day === null || day.startsAt !== data.startsAt || data.offeredCounts.length > day.places.length) {
      refusedCount++;
      continue;
    }
    const key = JSON.stringify([data.queueId, data.date]);
    if ((rows.get(key)?.toldAt ?? -Infinity) > time) continue;
    const { queueId, date } = data;
    const { intervalMs } = day;
    rows.set(key, {
      site: siteId,
      queueId,
      date,
      origin: 'told',
      startsAt: day.startsAt,
      intervalMs,
      offeredCounts: data.offeredCounts,
      answeredCounts: [],
      ...handledOf(data.offeredCounts, data.handleTimesMs),
      toldAt: time,
    });
    segments.set(
      key,
      (data.segments ?? []).map(({ segment, offeredCounts, handleTimesMs }) => ({
        site: siteId,
        queueId,
        date,
        origin: 'told',
        segment,
        intervalMs,
        offeredCounts,
        ...(handleTimesMs && handledOf(offeredCounts, handleTimesMs)),
      })),
    );
  }
  return { rows: [...rows.values()], segments: [...segments.values()].flat(), refusedCount };
}

/** Contacts of the intervals of which a mean handle time is told, and what they took together. */
function handledOf(offeredCounts: readonly number[], handleTimesMs: readonly number[] = []) {
  const handledCounts = offeredCounts.map((count, i) => ((handleTimesMs[i] ?? 0) > 0 ? count : 0));
  return { handledCounts, handleTimesMs: handledCounts.map((count, i) => count * (handleTimesMs[i] ?? 0)) };
}

function dayOrNull(zone: string, date: string, intervalMinutes: number): LocalDay | null {
  try {
    return localDay(zone, date, intervalMinutes);
  } catch {
    return null;
  }
}
