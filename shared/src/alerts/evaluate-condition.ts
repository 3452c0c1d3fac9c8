import { METRICS } from '../metrics/registry.ts';
import type { Measured, MetricId } from '../metrics/metric.ts';
import type { WindowKey } from '../floor/window.ts';
import type { Comparison, Condition } from './rule.ts';
import { wilsonInterval } from './wilson.ts';

/** Where a condition reads its numbers: one subject at one moment. */
export type MeasureOf = (metric: MetricId, window: WindowKey) => Measured;

/** How one comparison came out, with all that decided it. */
export type Evidence = {
  readonly metric: MetricId;
  readonly window: WindowKey | null;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** What was compared: the value, or its Wilson bound. */
  readonly compared: number | null;
  readonly is: Comparison['is'];
  readonly threshold: number;
  readonly finding: Finding;
  /** The gate that kept it quiet although the value alone would have spoken. */
  readonly heldBy: 'minimum-sample' | 'wilson' | null;
};

export type Finding = 'breached' | 'between' | 'cleared' | 'no-data';

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
  return compare(condition, measureOf).finding;
}

function allOf(findings: readonly Finding[]): Finding {
  return (['cleared', 'no-data', 'between'] as const).find((finding) => findings.includes(finding)) ?? 'breached';
}

function anyOf(findings: readonly Finding[]): Finding {
  return (['breached', 'between', 'cleared'] as const).find((finding) => findings.includes(finding)) ?? 'no-data';
}

function compare(comparison: Comparison, measureOf: MeasureOf): Evidence {
  const metric = METRICS[comparison.metric];
  const window = comparison.window ?? 'last30m';
  const measured = measureOf(comparison.metric, window);
  const rising = comparison.is === 'above' || comparison.is === 'at-least';
  const compared = boundOf(comparison, measured, rising);
  const base = {
    metric: comparison.metric,
    window: metric.span === 'now' ? null : window,
    ...measured,
    compared,
    is: comparison.is,
    threshold: comparison.threshold,
  };
  // A moment without anyone waiting is no missing datum: the longest wait is then shorter than any threshold.
  if (measured.value === null && metric.unit === 'ms' && metric.span === 'now')
    return { ...base, finding: 'cleared', heldBy: null };
  if (measured.value === null || compared === null) return { ...base, finding: 'no-data', heldBy: null };
  const sample = measured.denominator ?? measured.numerator ?? measured.value;
  if (comparison.minimumSample !== undefined && sample < comparison.minimumSample) {
    return { ...base, finding: 'cleared', heldBy: passes(comparison, measured.value) ? 'minimum-sample' : null };
  }
  if (passes(comparison, compared)) return { ...base, finding: 'breached', heldBy: null };
  const heldBy = comparison.proof === 'wilson' && passes(comparison, measured.value) ? 'wilson' : null;
  const clearAt = comparison.clearAt ?? comparison.threshold;
  const over = rising ? measured.value <= clearAt : measured.value >= clearAt;
  return { ...base, finding: over || comparison.clearAt === undefined ? 'cleared' : 'between', heldBy };
}

function boundOf(comparison: Comparison, measured: Measured, rising: boolean): number | null {
  if (comparison.proof === undefined || measured.numerator === null || measured.denominator === null)
    return measured.value;
  if (measured.denominator === 0) return null;
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
