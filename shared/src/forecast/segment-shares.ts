import type { DatedDay } from './intraday-update.ts';
import { forecastByShare } from './share-forecast.ts';

/** What came into one queue on one local day, by segment ('' is none), in intervals of a plain day. */
export interface SegmentDay {
  readonly date: string;
  readonly counts: ReadonlyMap<string, readonly number[]>;
}

/** What was learned of one segment of a queue: its share of what comes, and what forecasts by it would have been worth. */
export interface LearnedSegment {
  readonly segment: string;
  /** Per interval of a plain day, 0-1; those of all segments of a queue add up to 1. */
  readonly shares: readonly number[];
  /** The queue's forecasts of past days times the share as it was known then, and what came of the segment. */
  readonly past: readonly DatedDay[];
}

/**
 * Divides a queue's forecast among its segments by what came on the days before, the newest first in weight. `days` are in order of dates; `past` are the
 * queue's own forecasts of past days. Each past day is divided by the days before it only.
 */
export function learnSegments(days: readonly SegmentDay[], past: readonly DatedDay[]): LearnedSegment[] {
  const segments = [...new Set(days.flatMap(({ counts }) => [...counts.keys()]))].toSorted();
  const intervals = Math.max(0, ...days.map(({ counts }) => counts.values().next().value?.length ?? 0));
  const ones = Array.from({ length: intervals }, () => 1);
  const whole = days.map(({ counts }) => ({ counts: ones.map((_, i) => sumAt(counts, i)) }));
  const placeOf = new Map(days.map(({ date }, place) => [date, place]));
  return segments.flatMap((segment) => {
    const part = days.map(({ counts }) => ({ counts: counts.get(segment) ?? ones.map(() => 0) }));
    const shares = forecastByShare(part, whole, ones);
    if (shares === null) return [];
    const rolled = past.flatMap(({ date, forecast }): DatedDay[] => {
      const place = placeOf.get(date);
      if (place === undefined || place === 0) return [];
      const then = forecastByShare(part.slice(0, place), whole.slice(0, place), forecast);
      return then === null ? [] : [{ date, forecast: then, actual: part[place]?.counts ?? [] }];
    });
    return [{ segment, shares, past: rolled }];
  });
}

function sumAt(counts: SegmentDay['counts'], i: number): number {
  let sum = 0;
  for (const values of counts.values()) sum += values[i] ?? 0;
  return sum;
}
