import { Temporal } from 'temporal-polyfill';
import { dayStart, nextDayStart } from '../kit/zone.ts';
import type { LabourRuleId, LabourRules } from './labour-rules.ts';

/** A stretch of work, epoch ms; what lies between two stretches is a break or time off. */
export type WorkSpan = { readonly from: number; readonly to: number };

/** A rule that a plan breaks: its limit, what the plan has instead (both ms), and the moment it is about. */
export type LabourViolation = {
  readonly rule: LabourRuleId;
  readonly limitMs: number;
  readonly actualMs: number;
  readonly at: number;
};

/** Work from its begin to its end with the breaks in it. */
type Duty = { readonly spans: WorkSpan[]; readonly from: number; to: number };

/** Spans in order, without empty ones, and those that touch or overlap as one. */
export function joinSpans(spans: readonly WorkSpan[]): WorkSpan[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((left, right) => left.from - right.from)) {
    if (to <= from) continue;
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** Every rule that a person's work breaks, in the order of the rules and then of time. `spans` may come in any order. */
export function labourViolations(rules: LabourRules, zone: string, spans: readonly WorkSpan[]): LabourViolation[] {
  const work = joinSpans(spans);
  const duties = dutiesOf(rules, work);
  return [
    ...dayViolations(rules, zone, duties),
    ...weekViolations(rules, zone, work),
    ...dailyRestViolations(rules, duties),
    ...weeklyRestViolations(rules, zone, work),
    ...breakViolations(rules, duties),
  ];
}

/**
 * The rules a change of a person's plan would break. A fault the plan has already does not count where the change leaves it as it is or makes it
 * smaller: only what is new or worse does.
 */
export function newViolations(
  rules: LabourRules,
  zone: string,
  before: readonly WorkSpan[],
  after: readonly WorkSpan[],
): LabourViolation[] {
  const known = new Map<string, number>();
  for (const violation of labourViolations(rules, zone, before)) {
    const key = keyOf(zone, violation);
    known.set(key, Math.max(known.get(key) ?? 0, excessOf(violation)));
  }
  return labourViolations(rules, zone, after).filter(
    (violation) => excessOf(violation) > (known.get(keyOf(zone, violation)) ?? 0),
  );
}

/** Why a change of a person's plan is not allowed, or `null`: the first of {@link newViolations}. */
export function refuseLabour(...change: Parameters<typeof newViolations>): LabourViolation | null {
  return newViolations(...change)[0] ?? null;
}

function excessOf({ limitMs, actualMs }: LabourViolation): number {
  return Math.abs(actualMs - limitMs);
}

/** What a fault is about, whatever its size: the rule, and the local day of its moment. */
function keyOf(zone: string, { rule, at }: LabourViolation): string {
  return `${rule} ${dayStart(zone, '00:00', at)}`;
}

function dutiesOf({ dutyEndsMs }: LabourRules, work: readonly WorkSpan[]): Duty[] {
  const duties: Duty[] = [];
  for (const span of work) {
    const last = duties.at(-1);
    if (last !== undefined && span.from - last.to < dutyEndsMs) {
      last.spans.push(span);
      last.to = span.to;
    } else duties.push({ spans: [span], from: span.from, to: span.to });
  }
  return duties;
}

function workOf(spans: readonly WorkSpan[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

function dayViolations({ maxDayMs }: LabourRules, zone: string, duties: readonly Duty[]): LabourViolation[] {
  const days = new Map<number, number>();
  for (const { spans, from } of duties) {
    const day = dayStart(zone, '00:00', from);
    days.set(day, (days.get(day) ?? 0) + workOf(spans));
  }
  return [...days].flatMap(([at, actualMs]) =>
    actualMs > maxDayMs ? [{ rule: 'max-day' as const, limitMs: maxDayMs, actualMs, at }] : [],
  );
}

/** The local Monday on which the week of a moment began, epoch ms. */
function weekStart(zone: string, time: number): number {
  const date = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone).toPlainDate();
  return date.subtract({ days: date.dayOfWeek - 1 }).toZonedDateTime(zone).epochMilliseconds;
}

function weeksOf(zone: string, work: readonly WorkSpan[]): { readonly from: number; readonly to: number }[] {
  const first = work[0];
  const last = work.at(-1);
  if (first === undefined || last === undefined) return [];
  const weeks: { from: number; to: number }[] = [];
  for (let from = weekStart(zone, first.from); from < last.to;) {
    let to = from;
    for (let day = 0; day < 7; day += 1) to = nextDayStart(zone, '00:00', to);
    weeks.push({ from, to });
    from = to;
  }
  return weeks;
}

function within(work: readonly WorkSpan[], from: number, to: number): WorkSpan[] {
  return work.flatMap((span) => {
    const part = { from: Math.max(from, span.from), to: Math.min(to, span.to) };
    return part.to > part.from ? [part] : [];
  });
}

function weekViolations({ maxWeekMs }: LabourRules, zone: string, work: readonly WorkSpan[]): LabourViolation[] {
  return weeksOf(zone, work).flatMap(({ from, to }) => {
    const actualMs = workOf(within(work, from, to));
    return actualMs > maxWeekMs ? [{ rule: 'max-week' as const, limitMs: maxWeekMs, actualMs, at: from }] : [];
  });
}

function dailyRestViolations({ minDailyRestMs }: LabourRules, duties: readonly Duty[]): LabourViolation[] {
  return duties.slice(1).flatMap((duty, index) => {
    const before = duties[index];
    const actualMs = before === undefined ? Infinity : duty.from - before.to;
    return actualMs < minDailyRestMs
      ? [{ rule: 'min-daily-rest' as const, limitMs: minDailyRestMs, actualMs, at: duty.from }]
      : [];
  });
}

function weeklyRestViolations(rules: LabourRules, zone: string, work: readonly WorkSpan[]): LabourViolation[] {
  if (rules.minWeeklyRestMs === 0) return [];
  return weeksOf(zone, work).flatMap(({ from, to }) => {
    let longest = 0;
    let free = from;
    for (const span of within(work, from, to)) {
      longest = Math.max(longest, span.from - free);
      free = span.to;
    }
    longest = Math.max(longest, to - free);
    return longest < rules.minWeeklyRestMs
      ? [{ rule: 'min-weekly-rest' as const, limitMs: rules.minWeeklyRestMs, actualMs: longest, at: from }]
      : [];
  });
}

function breakViolations(rules: LabourRules, duties: readonly Duty[]): LabourViolation[] {
  return duties.flatMap(({ spans, from }): LabourViolation[] => {
    let breakMs = 0;
    let stretchFrom = from;
    let longest = 0;
    for (const [index, span] of spans.entries()) {
      const before = spans[index - 1];
      const pause = before === undefined ? 0 : span.from - before.to;
      if (pause >= rules.countedBreakMs && pause > 0) {
        breakMs += pause;
        stretchFrom = span.from;
      }
      longest = Math.max(longest, span.to - stretchFrom);
    }
    const work = workOf(spans);
    const due = rules.breaks.reduce((most, rule) => (work > rule.aboveMs ? Math.max(most, rule.totalMs) : most), 0);
    return [
      ...(longest > rules.breakAfterMs
        ? [{ rule: 'break-due' as const, limitMs: rules.breakAfterMs, actualMs: longest, at: from }]
        : []),
      ...(breakMs < due ? [{ rule: 'min-break' as const, limitMs: due, actualMs: breakMs, at: from }] : []),
    ];
  });
}
