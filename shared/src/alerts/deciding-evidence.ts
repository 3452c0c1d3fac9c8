import type { Evidence } from './evidence.ts';

/** The comparison that decided: the last that holds, or the last of all. */
export function decidingEvidence(evidence: readonly Evidence[]): Evidence | null {
  return evidence.findLast((one) => one.finding === 'breached') ?? evidence.at(-1) ?? null;
}
