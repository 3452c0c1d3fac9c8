import { isAddressed } from '@floorwalk/shared/access/addressee';
import type { Principal } from '@floorwalk/shared/access/role';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { live } from '../../connection/live-session.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';

/** Escalations are looked at more often than other lists: somebody is waiting. */
const LEAST_MS = 200;

export type EscalationGroups = {
  readonly open: readonly EscalationRow[];
  readonly ended: readonly EscalationRow[];
};

/** Escalations of the site on show: what nobody has first, then by when it is due. */
export function useEscalations(): EscalationGroups {
  return useDerived(['escalations'], readGroups, same, '', LEAST_MS);
}

/** Those meant for the viewer, and those they have taken. */
export function useMine(): readonly EscalationRow[] {
  const { principal } = useSession();
  const siteId = useSiteId();
  return useDerived(
    ['escalations'],
    () => readGroups().open.filter((row) => isMine(row, principal, siteId)),
    same,
    `${principal.id} ${siteId}`,
    LEAST_MS,
  );
}

/** How many wait for an answer of the viewer. */
export function useMineWaitingCount(): number {
  const mine = useMine();
  return mine.filter(({ state }) => state === 'notifying' || state === 'exhausted').length;
}

function isMine(row: EscalationRow, principal: Principal, siteId: string): boolean {
  if (row.acknowledgements.some(({ by }) => by.id === principal.id)) return true;
  if (row.state === 'acknowledged') return false;
  return row.targets.some((addressee) => isAddressed(principal, siteId, addressee));
}

const RANK = {
  exhausted: 0,
  notifying: 1,
  requested: 2,
  'waiting-for-hours': 3,
  acknowledged: 4,
  snoozed: 5,
  resolved: 6,
} as const;
const IMPACT_RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function readGroups(): EscalationGroups {
  const rows = [...live().store.tables.escalations.rows()].sort(
    (left, right) =>
      RANK[left.state] - RANK[right.state] ||
      IMPACT_RANK[left.impact] - IMPACT_RANK[right.impact] ||
      right.startedAt - left.startedAt ||
      (left.id < right.id ? -1 : 1),
  );
  return {
    open: rows.filter(({ state }) => state !== 'resolved'),
    ended: rows
      .filter(({ state }) => state === 'resolved')
      .sort((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0)),
  };
}
