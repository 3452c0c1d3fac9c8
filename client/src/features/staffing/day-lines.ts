import type { ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { dateAfter } from '@floorwalk/shared/schedule/local-moments';
import { formatTimeShort } from '../../ui/format.ts';
import { readMoment } from '../../ui/zone-time.ts';

/** An activity as its fields show it: wall clocks of the site. */
export type DayLine = {
  readonly key: number;
  readonly activityId: string;
  readonly start: string;
  readonly end: string;
};

export function linesOf(activities: readonly ScheduledActivity[], zone: string): DayLine[] {
  return activities.map(({ activityId, startAt, endAt }, key) => ({
    key,
    activityId,
    start: formatTimeShort(startAt, zone),
    end: formatTimeShort(endAt, zone),
  }));
}

/** What a line says on a local date; what ends before it starts by the clock ends the next day. `null` for times nobody can mean. */
export function readLine({ activityId, start, end }: DayLine, date: string, zone: string): ScheduledActivity | null {
  const startAt = readMoment(`${date}T${start}`, zone);
  const sameDay = readMoment(`${date}T${end}`, zone);
  if (startAt === null || sameDay === null || startAt === sameDay) return null;
  const endAt = sameDay > startAt ? sameDay : readMoment(`${dateAfter(date, 1)}T${end}`, zone);
  return endAt === null ? null : { activityId, startAt, endAt };
}

/** The lines on a local date, as far as their times can be meant. The same wall clocks on another date are other moments. */
export function readLines(lines: readonly DayLine[], date: string, zone: string): ScheduledActivity[] {
  return lines.flatMap((line) => readLine(line, date, zone) ?? []);
}
