import { ALERT_METRICS } from './alert-metric.ts';
import type { Evidence, Finding } from './evidence.ts';
import type { MeasuredPast } from './measured-past.ts';
import type { Comparison, Condition } from './rule.ts';
import { wilsonInterval } from '../numeric/wilson-interval.ts';

/** Where a condition reads its numbers: one subject at one moment. */
export type MeasureOf = (comparison: Comparison) => MeasuredPast;

export type Evaluated = { readonly finding: Finding; readonly evidence: readonly Evidence[] };

/**
 * Evaluates a condition with all its evidence. False and unknown is false, true or unknown is true: of `all` one that is over decides, of
 * `any` one that holds; otherwise what is unknown keeps the whole unknown (`all`) or is left aside (`any`).
 */
export function evaluateCondition(condition: Condition, measureOf: MeasureOf): Evaluated {
  if ('all' in condition || 'any' in condition) {
    const parts = 'all' in condition ? condition.all : condition.any;
    const evaluated = parts.map((part) => evaluateCondition(part, measureOf));
    const findings = evaluated.map((part) => part.finding);
    return {
      finding: 'all' in condition ? allOf(findings) : anyOf(findings),
      evidence: evaluated.flatMap((part) => part.evidence),
    };
  }
  const evidence = compare(condition, measureOf);
  return { finding: evidence.finding, evidence: [evidence] };
}

/** Only the finding, stopping as soon as it is certain: what is asked after every event. */
export function findCondition(condition: Condition, measureOf: MeasureOf): Finding {
  if ('all' in condition) {
    const findings: Finding[] = [];
    for (const part of condition.all) {
      const finding = findCondition(part, measureOf);
      if (finding === 'cleared') return 'cleared';
      findings.push(finding);
    }
    return allOf(findings);
  }
  if ('any' in condition) {
    const findings: Finding[] = [];
    for (const part of condition.any) {
      const finding = findCondition(part, measureOf);
      if (finding === 'breached') return 'breached';
      findings.push(finding);
    }
    return anyOf(findings);
  }
  return judge(condition, measureOf(condition)).finding;
}

function allOf(findings: readonly Finding[]): Finding {
  return (['cleared', 'no-data', 'between'] as const).find((finding) => findings.includes(finding)) ?? 'breached';
}

function anyOf(findings: readonly Finding[]): Finding {
  return (['breached', 'between', 'cleared'] as const).find((finding) => findings.includes(finding)) ?? 'no-data';
}

function compare(comparison: Comparison, measureOf: MeasureOf): Evidence {
  const metric = ALERT_METRICS[comparison.metric];
  const measured = measureOf(comparison);
  const { value, numerator, denominator, detail } = measured;
  const judged = judge(comparison, measured);
  return {
    metric: comparison.metric,
    ...(comparison.of !== undefined && { of: comparison.of }),
    window: metric.span === 'window' ? (comparison.window ?? 'last30m') : null,
    value,
    numerator,
    denominator,
    compared: judged.compared,
    is: comparison.is,
    threshold: comparison.threshold,
    finding: judged.finding,
    heldBy: judged.heldBy,
    ...(detail !== undefined && { detail }),
  };
}

/** Even a bound can be crossed by very few: none of three is 95 % certain to be under 80 %. Proof therefore asks for some sample too. */
const LEAST_PROVEN_SAMPLE = 10;

type Judged = { readonly finding: Finding; readonly compared: number | null; readonly heldBy: Evidence['heldBy'] };

function judge(comparison: Comparison, measured: MeasuredPast): Judged {
  const metric = ALERT_METRICS[comparison.metric];
  const rising = comparison.is === 'above' || comparison.is === 'at-least';
  // A moment without anyone waiting is no missing datum: the longest wait is then shorter than any threshold.
  if (measured.value === null && metric.unit === 'ms' && metric.span === 'now')
    return { finding: 'cleared', compared: null, heldBy: null };
  if (measured.value === null) return { finding: 'no-data', compared: null, heldBy: null };
  if (metric.span === 'own') return judgePast(comparison, measured, measured.value);
  const { value } = measured;
  const sample = measured.denominator ?? measured.numerator ?? value;
  const least = comparison.minimumSample ?? (comparison.proof === undefined ? 0 : LEAST_PROVEN_SAMPLE);
  if (sample < least) {
    return { finding: 'cleared', compared: value, heldBy: passes(comparison, value) ? 'minimum-sample' : null };
  }
  const compared = boundOf(comparison, measured, value, rising);
  if (passes(comparison, compared)) return { finding: 'breached', compared, heldBy: null };
  const heldBy = comparison.proof === 'wilson' && passes(comparison, value) ? 'wilson' : null;
  if (comparison.clearAt === undefined) return { finding: 'cleared', compared, heldBy };
  const over = rising ? value <= comparison.clearAt : value >= comparison.clearAt;
  return { finding: over ? 'cleared' : 'between', compared, heldBy };
}

/** Where a deviation is over unless the rule says so: at two thirds of its threshold, 10 % for 15. */
const OVER_SHARE = 2 / 3;
/** So many normal days end a run of bad ones. */
const NORMAL_DAYS = 2;

/** What brings its span itself has been through its own gates. */
function judgePast(comparison: Comparison, measured: MeasuredPast, value: number): Judged {
  const speaks = passes(comparison, value);
  const held = measured.held ?? null;
  if (speaks && held === null) return { finding: 'breached', compared: value, heldBy: null };
  const heldBy = speaks ? held : null;
  if (comparison.metric === 'bad-days') {
    const over = (measured.detail?.normalDays ?? 0) >= NORMAL_DAYS;
    return { finding: over ? 'cleared' : 'between', compared: value, heldBy };
  }
  if (measured.latest === undefined || measured.latest === null) {
    const over = comparison.clearAt === undefined || value <= comparison.clearAt;
    return { finding: over ? 'cleared' : 'between', compared: value, heldBy };
  }
  const over = measured.latest <= (comparison.clearAt ?? comparison.threshold * OVER_SHARE);
  return { finding: over ? 'cleared' : 'between', compared: value, heldBy };
}

/** The value, or where proof is asked its bound on the side that favours quiet; no bound is needed where the value itself is quiet. */
function boundOf(comparison: Comparison, measured: MeasuredPast, value: number, rising: boolean): number {
  if (comparison.proof === undefined || measured.numerator === null || !measured.denominator) return value;
  if (!passes(comparison, value)) return value;
  const interval = wilsonInterval(measured.numerator, measured.denominator);
  return rising ? interval.low : interval.high;
}

function passes(comparison: Comparison, value: number): boolean {
  switch (comparison.is) {
    case 'above':
      return value > comparison.threshold;
    case 'at-least':
      return value >= comparison.threshold;
    case 'below':
      return value < comparison.threshold;
    case 'at-most':
      return value <= comparison.threshold;
  }
}
