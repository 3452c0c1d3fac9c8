import type { AlertRule } from './rule.ts';

/** What is wrong with the rules one is inhibited by: `index` is the place in its `inhibitedBy`. `known` are the rules in force with it. */
export function inhibitionFault(
  known: ReadonlyMap<string, AlertRule>,
  rule: AlertRule,
): { readonly index: number; readonly message: string } | null {
  for (const [index, id] of (rule.inhibitedBy ?? []).entries()) {
    const other = known.get(id);
    if (other === undefined) return { index, message: `there is no rule “${id}” in force` };
    // None of those in a circle would ever page.
    if (inhibits(known, rule.id, id, new Set()))
      return { index, message: `“${other.name}” is itself inhibited by this rule` };
  }
  return null;
}

/** Whether a rule is among those that inhibit another, at first or at second hand. */
function inhibits(known: ReadonlyMap<string, AlertRule>, ruleId: string, other: string, seen: Set<string>): boolean {
  if (seen.has(other)) return false;
  seen.add(other);
  return (known.get(other)?.inhibitedBy ?? []).some((id) => id === ruleId || inhibits(known, ruleId, id, seen));
}
