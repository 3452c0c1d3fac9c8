import { Temporal } from 'temporal-polyfill';
import { DAY_BUCKETS, DAY_BUCKET_MS } from '../floor/window.ts';
import type { FloorState } from '../floor/floor-state.ts';
import type { Measured } from '../metrics/metric.ts';
import { dayStart, nextDayStart } from '../kit/zone.ts';
import { isClosedOn, KEPT_SERIES, seriesKey } from './alert-memory.ts';
import { chanceOf, dayTestId, dayTestsOf, judgeDay, levelOf } from './day-test.ts';
import type { AlertDayJudged, JudgedDay } from './events.ts';
import type { AlertRule, DayTest } from './rule.ts';
import type { SubjectMeasures } from './subject-measures.ts';
import type { Subject } from './subject.ts';

/** A day is judged this long after it ended: late answers still count for it. */
const FREEZE_MS = 30 * 60_000;
/** Most days judged at a time; the others follow. */
const MOST_AT_ONCE = 200;

/** A test with what is judged by it together. */
type Family = { readonly test: DayTest; readonly testId: string; readonly subjects: Map<string, Subject> };
type Day = { readonly startAt: number; readonly weekday: number; readonly isClosed: boolean };

/** Judges the day that ended, for every rule that counts bad days, once for each subject. */
export class DayJudge {
  /** Subjects that rules ask to be judged beyond what is remembered, by rule. */
  readonly leftOut = new Map<string, number>();
  private doneFor = '';
  private families: readonly Family[] = [];
  private shape = '';
  private readonly isAsked: boolean;
  /** The last answer of {@link nextAt}: it stays the same until then. */
  private next = { from: Infinity, at: -Infinity };

  constructor(
    private readonly floor: FloorState,
    private readonly rules: readonly AlertRule[],
    private readonly measures: SubjectMeasures,
  ) {
    this.isAsked = rules.some((rule) => dayTestsOf(rule).length > 0);
  }

  /** What must be noted at `now`, epoch ms: the day's judgements that are not known yet. */
  judge(now: number): AlertDayJudged[] {
    if (!this.isAsked) return [];
    this.refresh();
    const { floor, measures } = this;
    const { todayStartAt } = measures.spansAt(now);
    const place = `${todayStartAt}/${this.shape}`;
    if (now < todayStartAt + FREEZE_MS || this.doneFor === place) return [];
    const startAt = dayStart(floor.zone, floor.dayStartsAt, todayStartAt - 1);
    // Later the day's first quarter hours are no longer counted anywhere.
    if (now - startAt >= DAY_BUCKETS * DAY_BUCKET_MS) return [];
    const date = Temporal.Instant.fromEpochMilliseconds(startAt).toZonedDateTimeISO(floor.zone);
    const isClosed = isClosedOn(measures.memory, date.toPlainDate().toString());
    const day = { startAt, weekday: date.dayOfWeek, isClosed };
    const found: AlertDayJudged[] = [];
    for (const family of this.families) {
      for (const judged of this.judgeFamily(family, day, todayStartAt - 1)) {
        if (found.length >= MOST_AT_ONCE) return found;
        found.push(judged);
      }
    }
    if (found.length === 0) this.doneFor = place;
    return found;
  }

  /** The next moment after `now` at which a day can be judged; Infinity where no rule asks for that. */
  nextAt(now: number): number {
    if (!this.isAsked) return Infinity;
    if (now >= this.next.from && now < this.next.at) return this.next.at;
    const { zone, dayStartsAt } = this.floor;
    const today = this.measures.spansAt(now).todayStartAt;
    const at = today + FREEZE_MS;
    this.next = { from: now, at: at > now ? at : nextDayStart(zone, dayStartsAt, today) + FREEZE_MS };
    return this.next.at;
  }

  /** All subjects of a test are looked at together, those judged already too: how bad the others are decides how sure one must be. */
  private judgeFamily({ test, testId, subjects }: Family, day: Day, asOf: number): AlertDayJudged[] {
    const { memory } = this.measures;
    const isKnown = memory.firstAt >= 0 && asOf >= memory.firstAt;
    // Of days before the first contact nothing is known; bots are told by other events.
    const those = [...subjects.values()].filter(({ table }) => isKnown || table === 'bots');
    const looked = those.map((subject) => {
      const known = memory.days.get(seriesKey(testId, subject.table, subject.id)) ?? [];
      const before = known.filter((one) => one.dayStartAt < day.startAt);
      return { subject, before, isJudged: (known.at(-1)?.dayStartAt ?? -Infinity) >= day.startAt };
    });
    if (looked.every(({ isJudged }) => isJudged)) return [];
    const isClosed = day.isClosed || test.weekdays?.includes(day.weekday) === false;
    const measured = looked.map((one) => ({ ...one, ...this.measureDay(test, one.subject, asOf) }));
    const chances = measured.flatMap((one) => chanceOf(test, one, day.weekday, one.before) ?? []);
    const level = test.rise === undefined ? undefined : levelOf(chances);
    return measured.flatMap(({ subject, before, isJudged, value, numerator, denominator }): AlertDayJudged[] => {
      if (isJudged) return [];
      const numbers = { value, numerator, denominator };
      const verdict: JudgedDay['verdict'] = isClosed ? 'closed' : judgeDay(test, numbers, day.weekday, before, level);
      const of = { table: subject.table, id: subject.id };
      return [{ testId, subject: of, dayStartAt: day.startAt, weekday: day.weekday, ...numbers, verdict }];
    });
  }

  private measureDay({ metric, is, threshold }: DayTest, subject: Subject, asOf: number): Measured {
    const { value, numerator, denominator } = this.measures.at(
      subject,
      asOf,
    )({ metric, window: 'today', is, threshold });
    return { value, numerator, denominator };
  }

  /** Two rules may ask the same of one subject: it is judged once. */
  private refresh(): void {
    const { subjects } = this.measures;
    const shape = subjects.refresh();
    if (shape === this.shape) return;
    this.shape = shape;
    this.leftOut.clear();
    const families = new Map<string, Family>();
    let seriesCount = 0;
    for (const rule of this.rules) {
      for (const test of dayTestsOf(rule)) {
        const testId = dayTestId(test);
        const family = families.get(testId) ?? { test, testId, subjects: new Map<string, Subject>() };
        families.set(testId, family);
        for (const subject of subjects.of(rule.subject)) {
          if (family.subjects.has(subject.key)) continue;
          // More than are remembered would be judged anew for ever: those beyond are left out.
          if (seriesCount >= KEPT_SERIES) this.leftOut.set(rule.id, (this.leftOut.get(rule.id) ?? 0) + 1);
          else {
            seriesCount++;
            family.subjects.set(subject.key, subject);
          }
        }
      }
    }
    this.families = [...families.values()];
  }
}
