import type { RuleInForce } from './alerts-state.ts';
import type { RuleLimit } from './events.ts';

/** A limit that goes up and down is said so often at most, ms; that it is hit at all, at once. */
const LEAST_MS = 60_000;

/** What must be said of rules that ask for more than is watched or kept: that a limit is hit, that it is hit no more, or by how much in between. */
export function newLimits(
  rules: ReadonlyMap<string, RuleInForce>,
  leftOut: { readonly [K in RuleLimit]: ReadonlyMap<string, number> },
  now: number,
): { readonly ruleId: string; readonly limit: RuleLimit; readonly leftOutCount: number }[] {
  const found: { ruleId: string; limit: RuleLimit; leftOutCount: number }[] = [];
  for (const limit of ['contacts', 'days', 'half-hours'] as const) {
    for (const [ruleId, { limits }] of rules) {
      const leftOutCount = leftOut[limit].get(ruleId) ?? 0;
      const known = limits.find((one) => one.limit === limit);
      if ((known?.leftOutCount ?? 0) === leftOutCount) continue;
      if (known === undefined || now - known.at >= LEAST_MS) found.push({ ruleId, limit, leftOutCount });
    }
  }
  return found;
}
