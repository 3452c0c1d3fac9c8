import type { Channel } from '../kit/channel.ts';
import type { ReportRow } from '../report/report-row.ts';
import type { ChannelWeek } from './capacity-review.ts';

const WEEK_MS = 7 * 86_400_000;
/** A day that begins an hour early, because clocks went back or forward since, is of the week it is nearest to. */
const HALF_DAY_MS = 43_200_000;

/** Weeks of each channel from a report's rows by queue and day, the first week beginning at `from` (epoch ms). Queues without a channel are left out. */
export function weeksByChannel(
  rows: readonly ReportRow[],
  channelOf: (queueId: string) => Channel | undefined,
  from: number,
): ReadonlyMap<Channel, readonly ChannelWeek[]> {
  const found = new Map<Channel, Map<number, ReportRow[]>>();
  for (const row of rows) {
    const channel = row.queueId === undefined ? undefined : channelOf(row.queueId);
    if (channel === undefined) continue;
    let weeks = found.get(channel);
    if (weeks === undefined) found.set(channel, (weeks = new Map()));
    const week = Math.floor((row.startAt - from + HALF_DAY_MS) / WEEK_MS);
    weeks.set(week, [...(weeks.get(week) ?? []), row]);
  }
  return new Map(
    [...found].map(([channel, weeks]) => [
      channel,
      [...weeks].toSorted(([left], [right]) => left - right).map(([week, days]) => weekOf(from + week * WEEK_MS, days)),
    ]),
  );
}

function weekOf(startAt: number, days: readonly ReportRow[]): ChannelWeek {
  const known = days.filter((day) => day.firstContactResolution !== null);
  const answered = known.reduce((sum, day) => sum + day.answeredCount, 0);
  const resolved = known.reduce((sum, day) => sum + (day.firstContactResolution ?? 0) * day.answeredCount, 0);
  return {
    startAt,
    offeredCount: days.reduce((sum, day) => sum + day.offeredCount, 0),
    abandonedCount: days.reduce((sum, day) => sum + day.abandonedCount, 0),
    firstContactResolution: answered === 0 ? null : resolved / answered,
  };
}
