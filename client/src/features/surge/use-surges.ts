import type { SurgeOfferRow, SurgeRow } from '@floorwalk/shared/surge/rows';
import { live } from '../../connection/live-session.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';

/** Surges are looked at more often than other lists: people wait for each other's decisions. */
const LEAST_MS = 200;

/** Surges of the site on show, the newest first. */
export function useSurges(): readonly SurgeRow[] {
  return useDerived(['surges'], readSurges, same, '', LEAST_MS);
}

function readSurges(): readonly SurgeRow[] {
  return [...live().store.tables.surges.rows()].sort(
    (left, right) => momentOf(right) - momentOf(left) || (left.id < right.id ? -1 : 1),
  );
}

function momentOf(surge: SurgeRow): number {
  return surge.proposedAt ?? surge.requested?.at ?? 0;
}

/** What is offered to the viewer as the agent they are; the newest first. */
export function useOpenOffers(): readonly SurgeOfferRow[] {
  const siteId = useSiteId();
  const { principal } = useSession();
  const own = principal.grants
    .filter(({ scope }) => scope.siteId === siteId || scope.siteId === '*')
    .flatMap(({ scope }) => (scope.agentId === undefined ? [] : [scope.agentId]))
    .join(' ');
  return useDerived(['surgeOffers'], () => readOffers(own.split(' ')), same, own, LEAST_MS);
}

/** Those that wait, and those in force that the viewer should know of. */
function readOffers(agentIds: readonly string[]): readonly SurgeOfferRow[] {
  return [...live().store.tables.surgeOffers.rows()]
    .filter(
      ({ agentId, state, outcome }) =>
        agentIds.includes(agentId) && (state === 'offered' || (state === 'active' && outcome === 'applied')),
    )
    .sort((left, right) => left.fromAt - right.fromAt || (left.id < right.id ? -1 : 1));
}
