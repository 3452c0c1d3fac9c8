import type { HandoverRow } from '@floorwalk/shared/handover/rows';
import { live } from '../../connection/live-session.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';

/** What rings is looked at more often than other lists. */
const LEAST_MS = 200;
/** How long it is said that others took something, ms. */
const SAID_MS = 60_000;

export type MyHandovers = {
  /** Rings at the viewer, the one that rang first on top. */
  readonly ringing: readonly HandoverRow[];
  /** Nobody answered: the viewer may take it. */
  readonly open: readonly HandoverRow[];
  readonly inHand: readonly HandoverRow[];
  /** Rings at others, for who leads. */
  readonly elsewhere: readonly HandoverRow[];
  /** Was the viewer's to take, and no longer is. */
  readonly gone: readonly HandoverRow[];
};

/** The floor's agents that the viewer is. */
export function useOwnAgents(): readonly string[] {
  const siteId = useSiteId();
  const { grants } = useSession().principal;
  return grants.flatMap(({ scope }) =>
    (scope.siteId === siteId || scope.siteId === '*') && scope.agentId !== undefined ? [scope.agentId] : [],
  );
}

/** Handovers as they concern the viewer. */
export function useHandovers(): MyHandovers {
  const own = useOwnAgents();
  const { id, grants } = useSession().principal;
  const leads = grants.some(({ role }) => role !== 'agent');
  return useDerived(
    ['handovers'],
    () => sortOut(own, id, leads),
    same,
    `${own.join()} ${id} ${String(leads)}`,
    LEAST_MS,
  );
}

function sortOut(own: readonly string[], principalId: string, leads: boolean): MyHandovers {
  const rows = [...live().store.tables.handovers.rows()].sort(
    (left, right) => left.offeredAt - right.offeredAt || (left.id < right.id ? -1 : 1),
  );
  const now = live().siteTime();
  const isMine = ({ owner }: HandoverRow): boolean =>
    owner !== null && (owner.id === principalId || (owner.agentId !== null && own.includes(owner.agentId)));
  const wasMine = ({ targets }: HandoverRow): boolean =>
    targets.some((target) => target.kind === 'agent' && own.includes(target.agentId));
  const ringsAtMe = ({ state, presentedTo }: HandoverRow): boolean =>
    state === 'presented' && presentedTo !== null && own.includes(presentedTo.id);
  return {
    ringing: rows.filter(ringsAtMe),
    open: rows.filter(
      (row) => row.state === 'fallen-back' && (wasMine(row) || (leads && row.fallBackWhy !== 'in-queue')),
    ),
    inHand: rows.filter((row) => row.state === 'accepted' && isMine(row)),
    elsewhere: leads
      ? rows.filter((row) => (row.state === 'presented' || row.state === 'offered') && !ringsAtMe(row))
      : [],
    gone: rows.filter(
      (row) =>
        wasMine(row) &&
        !isMine(row) &&
        (row.state === 'accepted' || row.endedAt !== null) &&
        (row.endedAt ?? row.acceptedAt ?? 0) > now - SAID_MS,
    ),
  };
}

/** How many wait for the viewer's answer. */
export function useWaitingHandovers(): number {
  const { ringing, open } = useHandovers();
  return ringing.length + open.length;
}
