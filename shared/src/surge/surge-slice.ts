import type { LoggedEvent } from '../kit/logged-event.ts';
import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import type { SurgeMoved } from './events.ts';
import type { SurgeHelp } from './surge-help.ts';
import type { SurgeOfferRow, SurgePolicyRow } from './rows.ts';
import { isOver, type Surge } from './surge.ts';
import { DEFAULT_SURGE_POLICY } from './surge-policy.ts';

/** Surges (and help for other sites) that are over and still kept, the newest of them; the history has all. */
export const KEPT_OVER = 100;

/** Everything the log says about a site's surges. */
export type SurgesState = {
  readonly siteId: string;
  readonly surges: Map<string, Surge>;
  /** Help other sites ask of this one. */
  readonly helps: Map<string, SurgeHelp>;
  policy: SurgePolicyRow;
  /** Touched since the last cut; no part of the state proper. */
  readonly changed: {
    readonly surges: Set<string>;
    readonly helps: Set<string>;
    readonly offersGone: Set<string>;
    policy: boolean;
  };
};

function createState(siteId: string): SurgesState {
  return {
    siteId,
    surges: new Map(),
    helps: new Map(),
    policy: { id: siteId, policy: DEFAULT_SURGE_POLICY, version: 0, setBy: null, setAt: null },
    changed: { surges: new Set(), helps: new Set(), offersGone: new Set(), policy: true },
  };
}

function foldSurges(state: SurgesState, event: LoggedEvent): void {
  if (!event.type.startsWith('surge.')) return;
  if (event.type === 'surge.policy-set') {
    const { policy, version, by } = event.data;
    state.policy = {
      id: state.siteId,
      policy: { ...DEFAULT_SURGE_POLICY, ...policy },
      version,
      setBy: by,
      setAt: event.time,
    };
    state.changed.policy = true;
    return;
  }
  if ('help' in event.data) {
    foldHelp(state, event.data.help);
    return;
  }
  const { surge } = event.data as SurgeMoved;
  // Anew at the end, so that the order of the map is the order of the last move.
  state.surges.delete(surge.id);
  state.surges.set(surge.id, surge);
  state.changed.surges.add(surge.id);
  forgetOldest(state);
}

function foldHelp({ helps, changed }: SurgesState, help: SurgeHelp): void {
  helps.delete(help.id);
  helps.set(help.id, help);
  changed.helps.add(help.id);
  const over = [...helps.values()].filter(({ state }) => !isOpen(state));
  for (const { id } of over.slice(0, Math.max(0, over.length - KEPT_OVER))) {
    helps.delete(id);
    changed.helps.add(id);
    for (const offer of help.agents ?? []) changed.offersGone.add(`${id}:${offer.agentId}`);
  }
}

function isOpen(state: SurgeHelp['state']): boolean {
  return state === 'asked' || state === 'granted' || state === 'lent';
}

function forgetOldest(state: SurgesState): void {
  const over = [...state.surges.values()].filter(isOver);
  for (const surge of over.slice(0, Math.max(0, over.length - KEPT_OVER))) {
    state.surges.delete(surge.id);
    state.changed.surges.add(surge.id);
    for (const offer of offersOf(surge)) state.changed.offersGone.add(offer.id);
  }
}

/** Surges, what agents are asked, and the rules for them, as the log tells them; time alone changes nothing of them. */
export const surgesSlice: Slice<SurgesState> = {
  name: 'surges',
  tables: ['surges', 'surgeOffers', 'surgePolicies', 'surgeHelps'],
  folds: (type) => type.startsWith('surge.'),
  create: createState,
  fold: foldSurges,
  rows(state, _asOf, which) {
    const ids = which === 'all' ? [...state.surges.keys()] : [...state.changed.surges];
    const helpIds = which === 'all' ? [...state.helps.keys()] : [...state.changed.helps];
    const surges = ids.flatMap((id) => state.surges.get(id) ?? []);
    const helps = helpIds.flatMap((id) => state.helps.get(id) ?? []);
    return {
      tables: {
        surges,
        surgeOffers: [...surges.flatMap(offersOf), ...helps.flatMap(offersOfHelp)],
        surgePolicies: which === 'all' || state.changed.policy ? [state.policy] : [],
        surgeHelps: helps,
      },
      removed: {
        surges: which === 'all' ? [] : ids.filter((id) => !state.surges.has(id)),
        surgeOffers: which === 'all' ? [] : [...state.changed.offersGone],
        surgeHelps: which === 'all' ? [] : helpIds.filter((id) => !state.helps.has(id)),
      },
    };
  },
  clearChanged({ changed }) {
    emptySet(changed.surges);
    emptySet(changed.helps);
    emptySet(changed.offersGone);
    changed.policy = false;
  },
  encode: ({ surges, helps, policy }) => ({ surges: [...surges.values()], helps: [...helps.values()], policy }),
  decode(siteId, encoded) {
    const { surges, helps, policy } = encoded as { surges: Surge[]; helps: SurgeHelp[]; policy: SurgePolicyRow };
    const state = createState(siteId);
    for (const surge of surges) state.surges.set(surge.id, surge);
    for (const help of helps) state.helps.set(help.id, help);
    state.policy = policy;
    return state;
  },
};

function offersOf(surge: Surge): SurgeOfferRow[] {
  return surge.moves.flatMap((move) =>
    move.agentId === null || !move.isChosen || surge.offeredAt === null
      ? []
      : [
          {
            id: `${surge.id}:${move.id}`,
            surgeId: surge.id,
            moveId: move.id,
            agentId: move.agentId,
            queueId: surge.queueId,
            queueName: surge.queueName,
            kind: move.kind,
            fromAt: move.fromAt,
            toAt: move.toAt,
            answer: move.answer,
            outcome: move.outcome,
            state: surge.state,
            answerBy: surge.answerBy,
          },
        ],
  );
}

/** What the agents named for another site are asked, and what of it is in force. */
function offersOfHelp(help: SurgeHelp): SurgeOfferRow[] {
  const { id, state, fromSiteName, queueId, queueName, fromAt, toAt, answerBy } = help;
  return (help.agents ?? []).map(({ agentId, answer, away }) => ({
    id: `${id}:${agentId}`,
    surgeId: id,
    moveId: agentId,
    agentId,
    queueId: queueId ?? '',
    queueName,
    forSiteName: fromSiteName,
    kind: 'other-site',
    fromAt,
    toAt,
    answer,
    outcome: away === undefined ? 'none' : 'applied',
    state: state === 'granted' ? 'offered' : state === 'lent' ? 'active' : 'ended',
    answerBy,
  }));
}
