import type { Comparison, Condition } from '@floorwalk/shared/alerts/rule';
import type { Measured } from '@floorwalk/shared/metrics/metric';

/** How far a condition is from holding: the comparison that decides, its value, and how much of the way is gone (1 and more: it holds). */
export type Nearness = { readonly comparison: Comparison; readonly value: number; readonly share: number };

/**
 * How near a condition is to holding. Of several that must all hold the one farthest from it decides, of several of which one is enough the
 * nearest. `null` where a value is not known here, or stands on fewer contacts than the rule asks for.
 */
export function nearnessOf(when: Condition, measure: (comparison: Comparison) => Measured | null): Nearness | null {
  if ('all' in when) {
    const parts = when.all.map((part) => nearnessOf(part, measure));
    return parts.reduce((far, part) => (far === null || part === null ? null : part.share < far.share ? part : far));
  }
  if ('any' in when) {
    const parts = when.any.map((part) => nearnessOf(part, measure));
    return parts.reduce(
      (near, part) => (near === null || (part !== null && part.share > near.share) ? part : near),
      null,
    );
  }
  const measured = measure(when);
  if (measured === null || measured.value === null) return null;
  if ((measured.denominator ?? Infinity) < (when.minimumSample ?? 0)) return null;
  const share = shareOf(when, measured.value);
  return share === null ? null : { comparison: when, value: measured.value, share };
}

function shareOf({ is, threshold }: Comparison, value: number): number | null {
  if (threshold <= 0) return null;
  if (is === 'above' || is === 'at-least') return Math.max(0, value / threshold);
  return value <= threshold ? 1 : threshold / value;
}
