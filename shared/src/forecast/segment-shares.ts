import type { DatedDay } from './intraday-update.ts';
import type { SegmentDay } from './segment-day.ts';
import { handleFactors, relativeHandleTimes, type RelativeHandleTime } from './segment-handle-times.ts';
import { forecastByShare } from './share-forecast.ts';

/** What was learned of one segment of a queue: its share of what comes, and what forecasts by it would have been worth. */
export interface LearnedSegment {
  readonly segment: string;
  /** Per interval of a plain day, 0-1; those of all segments of a queue add up to 1. */
  readonly shares: readonly number[];
  /** The queue's forecasts of past days times the share as it was known then, and what came of the segment. */
  readonly past: readonly DatedDay[];
  /** How long its contacts take against the queue's mean contact; null where no handle time by segment is known. */
  readonly handleTime: SegmentHandleTime | null;
}

/**
 * A segment's handle time as it was learned, and what that was worth: how far the mean handle time of a past day was off as a share of it, weighted by
 * contacts and forecast from the days before alone, beside the same for the queue's own handle time. Null before there were days to test.
 */
export interface SegmentHandleTime extends RelativeHandleTime {
  readonly error: number | null;
  readonly errorOfQueue: number | null;
  readonly testedDays: number;
}

/**
 * Divides a queue's forecast among its segments by what came on the days before, the newest first in weight. `days` are in order of dates; `past` are the
 * queue's own forecasts of past days, `handleSecOf` its forecasts of their handle times. Each past day is divided by the days before it only.
 */
export function learnSegments(
  days: readonly SegmentDay[],
  past: readonly DatedDay[],
  handleSecOf: (date: string) => readonly number[] | null = () => null,
): LearnedSegment[] {
  const segments = [...new Set(days.flatMap(({ counts }) => [...counts.keys()]))].toSorted();
  const intervals = Math.max(0, ...days.map(({ counts }) => counts.values().next().value?.length ?? 0));
  const ones = Array.from({ length: intervals }, () => 1);
  const whole = days.map(({ counts }) => ({ counts: ones.map((_, i) => sumAt(counts, i)) }));
  const placeOf = new Map(days.map(({ date }, place) => [date, place]));
  const parts = new Map(
    segments.map((segment) => [
      segment,
      days.map(({ counts }) => ({ counts: counts.get(segment) ?? ones.map(() => 0) })),
    ]),
  );
  const sharesBefore = (place: number): Map<string, readonly number[]> =>
    new Map(
      [...parts].flatMap(([segment, part]) => {
        const shares = forecastByShare(part.slice(0, place), whole.slice(0, place), ones);
        return shares === null ? [] : [[segment, shares] as const];
      }),
    );
  const handleTimes = relativeHandleTimes(days);
  const tested =
    handleTimes === null ? new Map<string, Tested>() : testHandleTimes(days, past, handleSecOf, sharesBefore);
  return segments.flatMap((segment) => {
    const part = parts.get(segment) ?? [];
    const shares = forecastByShare(part, whole, ones);
    if (shares === null) return [];
    const rolled = past.flatMap(({ date, forecast }): DatedDay[] => {
      const place = placeOf.get(date);
      if (place === undefined || place === 0) return [];
      const then = forecastByShare(part.slice(0, place), whole.slice(0, place), forecast);
      return then === null ? [] : [{ date, forecast: then, actual: part[place]?.counts ?? [] }];
    });
    const test = tested.get(segment);
    const relative = handleTimes?.get(segment);
    const handleTime =
      handleTimes === null
        ? null
        : {
            ...(relative ?? { ratio: 1, credibility: 0, handledCount: 0 }),
            error: test ? test.missed / test.seconds : null,
            errorOfQueue: test ? test.missedByQueue / test.seconds : null,
            testedDays: test?.days ?? 0,
          };
    return [{ segment, shares, past: rolled, handleTime }];
  });
}

type Tested = { missed: number; missedByQueue: number; seconds: number; days: number };

/** Seconds that forecasts of a day's handle times were off by, as the segment's own and as its queue's, by segment. */
function testHandleTimes(
  days: readonly SegmentDay[],
  past: readonly DatedDay[],
  handleSecOf: (date: string) => readonly number[] | null,
  sharesBefore: (place: number) => ReadonlyMap<string, readonly number[]>,
): Map<string, Tested> {
  const tested = new Map<string, Tested>();
  const placeOf = new Map(days.map(({ date }, place) => [date, place]));
  for (const { date } of past) {
    const place = placeOf.get(date) ?? 0;
    const handledOf = days[place]?.handled;
    const queueSec = handledOf === undefined ? null : handleSecOf(date);
    const before = relativeHandleTimes(days.slice(0, place));
    if (handledOf === undefined || queueSec === null || before === null) continue;
    const factors = handleFactors(sharesBefore(place), before);
    for (const [segment, { handled, handleSec }] of handledOf) {
      const factor = factors.get(segment);
      let [seconds, byQueue, bySegment] = [0, 0, 0];
      for (const [i, count] of handled.entries()) {
        seconds += handleSec[i] ?? 0;
        byQueue += count * (queueSec[i] ?? 0);
        bySegment += count * (queueSec[i] ?? 0) * (factor?.[i] ?? 1);
      }
      if (seconds <= 0) continue;
      const sum = tested.get(segment) ?? { missed: 0, missedByQueue: 0, seconds: 0, days: 0 };
      sum.missed += Math.abs(bySegment - seconds);
      sum.missedByQueue += Math.abs(byQueue - seconds);
      sum.seconds += seconds;
      sum.days++;
      tested.set(segment, sum);
    }
  }
  return tested;
}

function sumAt(counts: SegmentDay['counts'], i: number): number {
  let sum = 0;
  for (const values of counts.values()) sum += values[i] ?? 0;
  return sum;
}
