import { isAddressed } from '@floorwalk/shared/access/addressee';
import type { HandoffRow } from '@floorwalk/shared/handoffs/rows';
import { live } from '../../connection/live-session.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';

const LEAST_MS = 200;
/** In these somebody has to say something; the others are in work, or their clock stands for a reason. */
const WAITS: readonly HandoffRow['state'][] = ['opened', 'returned', 'excepted'];

/** Handoffs that wait for the viewer's answer, the soonest due first; those whose promise is broken before all. */
export function useHandoffsForMe(): readonly HandoffRow[] {
  const siteId = useSiteId();
  const { principal } = useSession();
  return useDerived(
    ['handoffs'],
    () =>
      [...live().store.tables.handoffs.rows()]
        .filter(
          (row) => WAITS.includes(row.state) && row.targets.some((target) => isAddressed(principal, siteId, target)),
        )
        .toSorted((left, right) => dueOrder(left) - dueOrder(right)),
    same,
    `${siteId} ${principal.id}`,
    LEAST_MS,
  );
}

const dueOrder = ({ breachedAt, dueAt }: HandoffRow): number =>
  breachedAt === null ? (dueAt ?? Number.MAX_SAFE_INTEGER) : breachedAt - Number.MAX_SAFE_INTEGER;
