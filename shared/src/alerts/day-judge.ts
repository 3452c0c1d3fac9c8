import { DAY_BUCKETS, DAY_BUCKET_MS } from '../floor/agent.ts';
import type { FloorState } from '../floor/floor-state.ts';
import { dayStart } from '../kit/zone.ts';
import { Temporal } from 'temporal-polyfill';
import { KEPT_SERIES, seriesKey } from './alert-memory.ts';
import { dayTestId, dayTestsOf, judgeDay } from './day-test.ts';
import type { AlertDayJudged } from './events.ts';
import type { AlertRule } from './rule.ts';
import type { SubjectMeasures } from './subject-measures.ts';

/** A day is judged this long after it ended: late answers still count for it. */
const FREEZE_MS = 30 * 60_000;
/** Most days judged at a time; the others follow. */
const MOST_AT_ONCE = 200;

/** Judges the day that ended, for every rule that counts bad days, once for each subject. */
export class DayJudge {
  private doneFor = '';

  constructor(
    private readonly floor: FloorState,
    private readonly rules: readonly AlertRule[],
    private readonly measures: SubjectMeasures,
  ) {}

  /** What must be noted at `now`, epoch ms: the day's judgements that are not known yet. */
  judge(now: number): AlertDayJudged[] {
    const { floor, measures } = this;
    const { todayStartAt } = measures.spansAt(now);
    const place = `${todayStartAt}/${measures.subjects.refresh()}`;
    if (now < todayStartAt + FREEZE_MS || this.doneFor === place) return [];
    const startAt = dayStart(floor.zone, floor.dayStartsAt, todayStartAt - 1);
    // Later the day's first quarter hours are no longer counted anywhere.
    if (now - startAt >= DAY_BUCKETS * DAY_BUCKET_MS) return [];
    const weekday = Temporal.Instant.fromEpochMilliseconds(startAt).toZonedDateTimeISO(floor.zone).dayOfWeek;
    const found: AlertDayJudged[] = [];
    let seriesCount = 0;
    for (const rule of this.rules) {
      const tests = dayTestsOf(rule);
      if (tests.length === 0) continue;
      for (const subject of measures.subjects.of(rule.subject)) {
        for (const test of tests) {
          // More than are remembered would be judged anew for ever: those beyond are left out.
          if (++seriesCount > KEPT_SERIES) break;
          const testId = dayTestId(test);
          const before = measures.memory.days.get(seriesKey(testId, subject.table, subject.id)) ?? [];
          if ((before.at(-1)?.dayStartAt ?? -Infinity) >= startAt) continue;
          if (found.length >= MOST_AT_ONCE) return found;
          const { value, numerator, denominator } = measures.at(
            subject,
            todayStartAt - 1,
          )({
            metric: test.metric,
            window: 'today',
            is: test.is,
            threshold: test.threshold,
          });
          found.push({
            testId,
            subject: { table: subject.table, id: subject.id },
            dayStartAt: startAt,
            weekday,
            value,
            numerator,
            denominator,
            verdict: judgeDay(test, { value, numerator, denominator }, weekday, before),
          });
        }
      }
    }
    if (found.length === 0) this.doneFor = place;
    return uniqueOf(found);
  }
}

/** Two rules may ask the same of one subject. */
function uniqueOf(days: readonly AlertDayJudged[]): AlertDayJudged[] {
  return [...new Map(days.map((day) => [seriesKey(day.testId, day.subject.table, day.subject.id), day])).values()];
}
