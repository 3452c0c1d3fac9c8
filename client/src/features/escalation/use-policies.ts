import type { EscalationPolicyRow } from '@floorwalk/shared/escalation/rows';
import { live } from '../../connection/live-session.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';

/** The policies in force, by name. */
export function usePolicies(): readonly EscalationPolicyRow[] {
  return useDerived(['escalationPolicies'], readPolicies, same, '', 200);
}

function readPolicies(): readonly EscalationPolicyRow[] {
  return [...live().store.tables.escalationPolicies.rows()].sort((left, right) =>
    left.policy.name.localeCompare(right.policy.name),
  );
}
