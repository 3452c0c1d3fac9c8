import { MAX_PATH_STEPS, type EscalationPolicy, type Rung } from './policy.ts';

/** The path as it runs, every round and continued policy counted out. Policies that are gone end it; so does a loop, which none in force has. */
export function pathOf(policy: EscalationPolicy, policies: ReadonlyMap<string, EscalationPolicy>): readonly Rung[] {
  const rungs: Rung[] = [];
  const seen = new Set<string>();
  let next: EscalationPolicy | undefined = policy;
  while (next !== undefined && !seen.has(next.id)) {
    const { id, steps, repeatCount, continueWith }: EscalationPolicy = next;
    seen.add(id);
    for (let round = 1; round <= repeatCount + 1; round++) {
      steps.forEach((step, index) => rungs.push({ policyId: id, round, step: index + 1, ...step }));
    }
    next = continueWith === undefined ? undefined : policies.get(continueWith);
  }
  return rungs.slice(0, MAX_PATH_STEPS);
}
