import { type CalendarDay, calendarDay } from '@floorwalk/shared/forecast/calendar-day';
import { openDaysAfter } from '@floorwalk/shared/forecast/forecast-days';
import { backtestHandleTime } from '@floorwalk/shared/forecast/handle-time-backtest';
import { forecastHandleTime } from '@floorwalk/shared/forecast/handle-time-forecast';
import type { History, KnownCalendar } from '@floorwalk/shared/forecast/history';
import {
  forecastSeries,
  learnAhead,
  learnSeries,
  ROLLED_DAYS,
  type LearnedSeries,
  type SeriesWhole,
} from '@floorwalk/shared/forecast/learn-series';
import type { SegmentDay } from '@floorwalk/shared/forecast/segment-day';
import { learnSegments, type LearnedSegment } from '@floorwalk/shared/forecast/segment-shares';
import { type SeriesPast, sumHistories } from '@floorwalk/shared/forecast/recorded-history';

/** Days ahead that are forecast: six weeks. */
export const HORIZON_DAYS = 42;

/** What a queue is expected to bring on one day, in plain-day intervals. */
export type ExpectedDay = {
  readonly offered: readonly number[];
  readonly handleTimesMs: readonly number[];
  /** Open days from the last of the past to this one. */
  readonly stepsAhead: number;
};

/** What was learned of one queue, and what it forecasts from today to six weeks ahead, by date; a date on which the site is not open is not there. Plain data. */
export type LearnedQueue = {
  readonly queueId: string;
  readonly learned: LearnedSeries;
  readonly segments: readonly LearnedSegment[];
  readonly forecasts: ReadonlyMap<string, ExpectedDay>;
};

/** What is learned from. Plain data, so that it can go to a thread. */
export type LearningTask = {
  readonly intervalMinutes: number;
  readonly calendar: KnownCalendar;
  readonly past: ReadonlyMap<string, SeriesPast>;
  readonly channels: ReadonlyMap<string, string>;
  readonly segments: ReadonlyMap<string, readonly SegmentDay[]>;
  readonly today: string;
};

/**
 * Learns every queue of a site from its past before `today`: wholes first (channels, then the site), then queues, each by itself and as a share of its
 * wholes. Some tenths of a second a queue; `onQueue` hears how many are done.
 */
export function learnQueues(task: LearningTask, onQueue: (done: number) => void): LearnedQueue[] {
  const { intervalMinutes, calendar, past, segments, today } = task;
  const all = [...past.values()].map(({ history }) => history);
  const site = sumHistories(all, intervalMinutes);
  const last = site.days.at(-1);
  if (last === undefined) return [];
  const gap = calendarDay(today).epochDay - last.day.epochDay;
  const openDays = openDaysAfter(site, last.day.date, gap + HORIZON_DAYS, calendar);
  const byChannel = new Map<string, History[]>();
  for (const [queueId, { history }] of past) {
    const channel = task.channels.get(queueId) ?? '';
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), history]);
  }
  const siteWhole = byChannel.size > 1 ? wholeOf('shareOfSite', site, openDays, calendar) : undefined;
  const channelWholes = new Map<string, SeriesWhole>();
  for (const [channel, parts] of byChannel) {
    if (parts.length < 2) continue;
    channelWholes.set(channel, wholeOf('shareOfChannel', sumHistories(parts, intervalMinutes), openDays, calendar));
  }
  const queues: LearnedQueue[] = [];
  for (const [queueId, series] of past) {
    const wholes = [channelWholes.get(task.channels.get(queueId) ?? ''), siteWhole].filter(
      (whole) => whole !== undefined,
    );
    const queue = learnQueue(queueId, series, wholes, openDays, task);
    const bySegment = segments.get(queueId) ?? [];
    queues.push({ ...queue, segments: learnSegments(bySegment, queue.learned.past, handleSecOf(series.handled)) });
    onQueue(queues.length);
  }
  return queues;
}

/** What a queue's handle times would have been forecast as for one of its past days, from the days before it. */
function handleSecOf(handled: SeriesPast['handled']): (date: string) => readonly number[] | null {
  const placeOf = new Map(handled.map(({ day }, place) => [day.date, place]));
  return (date) => {
    const place = placeOf.get(date);
    const target = place === undefined ? undefined : handled[place]?.day;
    return target === undefined ? null : forecastHandleTime(handled.slice(0, place), target);
  };
}

function wholeOf(
  name: SeriesWhole['name'],
  history: History,
  openDays: readonly CalendarDay[],
  calendar: KnownCalendar,
): SeriesWhole {
  const { learned, ahead } = learnAhead(history, [], calendar);
  const rolledDays = history.days.slice(history.days.length - learned.past.length);
  const forecasts = new Map<string, readonly number[] | undefined>();
  return {
    name,
    history,
    ahead,
    rolled: new Map(rolledDays.map(({ day }, i) => [day.date, learned.past[i]?.forecast ?? []])),
    forecastOf(target) {
      if (!forecasts.has(target.date)) {
        forecasts.set(
          target.date,
          forecastSeries(learned, history, [], target, stepsTo(openDays, target.date), calendar),
        );
      }
      return forecasts.get(target.date);
    },
  };
}

function learnQueue(
  queueId: string,
  { history, handled, patience = null }: SeriesPast,
  wholes: readonly SeriesWhole[],
  openDays: readonly CalendarDay[],
  { calendar, today }: LearningTask,
): Omit<LearnedQueue, 'segments'> {
  const handleTime = backtestHandleTime(handled, ROLLED_DAYS);
  const learned = { ...learnSeries(history, wholes, calendar), patience, handleTime };
  const forecasts = new Map<string, ExpectedDay>();
  for (const target of openDays) {
    if (target.date < today) continue;
    const stepsAhead = stepsTo(openDays, target.date);
    const offered = forecastSeries(learned, history, wholes, target, stepsAhead, calendar);
    if (offered === undefined) continue;
    const seconds = forecastHandleTime(handled, target) ?? offered.map(() => 0);
    forecasts.set(target.date, {
      offered,
      handleTimesMs: seconds.map((each) => Math.round(each * 1000)),
      stepsAhead,
    });
  }
  return { queueId, learned, forecasts };
}

/** Open days from the last of the past to that one. */
function stepsTo(openDays: readonly CalendarDay[], date: string): number {
  return Math.max(1, openDays.findIndex((day) => day.date === date) + 1);
}
