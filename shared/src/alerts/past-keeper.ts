import type { FloorState } from '../floor/floor-state.ts';
import { DayJudge } from './day-judge.ts';
import { dayTestId, dayTestsOf } from './day-test.ts';
import type { AlertDayJudged, AlertHalfHourKept } from './events.ts';
import { comparedMetrics, HalfHourKeeper } from './half-hour-keeper.ts';
import type { AlertRule } from './rule.ts';
import type { SubjectMeasures } from './subject-measures.ts';

/** How far back rules compare, ms: eight weeks, and one to know the first of them by. */
export const PAST_MS = 63 * 86_400_000;

/** Whether a rule asks for a past that is only kept while some rule asks for it. */
export function needsPast(rule: AlertRule): boolean {
  return dayTestsOf(rule).length > 0 || comparedMetrics(rule).length > 0;
}

/** Whether two versions of a rule ask for the same past. */
export function asksSame(left: AlertRule, right: AlertRule): boolean {
  const ask = (rule: AlertRule): string =>
    JSON.stringify([dayTestsOf(rule).map(dayTestId).sort(), [...comparedMetrics(rule)].sort(), subjectOf(rule)]);
  const subjectOf = ({ subject }: AlertRule) => [subject.table, subject.ids ?? null];
  return ask(left) === ask(right);
}

/** Notes what is over for rules that compare with it later: days and half hours. Live, in a backtest and when a past is learned, the same. */
export class PastKeeper {
  private readonly days: DayJudge;
  private readonly halfHours: HalfHourKeeper;

  constructor(floor: FloorState, rules: readonly AlertRule[], measures: SubjectMeasures) {
    this.days = new DayJudge(floor, rules, measures);
    this.halfHours = new HalfHourKeeper(rules, measures);
  }

  /** What must be noted at `now`, epoch ms. */
  keep(now: number): { readonly days: readonly AlertDayJudged[]; readonly halfHours: readonly AlertHalfHourKept[] } {
    return { days: this.days.judge(now), halfHours: this.halfHours.keep(now) };
  }

  /** The next moment after `now` at which there is something to note. */
  nextAt(now: number): number {
    return Math.min(this.days.nextAt(now), this.halfHours.nextAt(now));
  }

  /** Subjects whose days or half hours are not kept, because that would be too much; by rule. */
  leftOut(limit: 'days' | 'half-hours'): ReadonlyMap<string, number> {
    return limit === 'days' ? this.days.leftOut : this.halfHours.leftOut;
  }
}
