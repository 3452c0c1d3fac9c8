import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import type { Conversation } from './conversations.ts';
import {
  createHandoversState,
  foldHandovers,
  type HandoversState,
  type KnownBot,
  type PolicyInForce,
} from './handovers-state.ts';
import { ANY_BOT, DEFAULT_POLICY } from './policy.ts';
import type { BotPolicyRow, HandoverRow } from './rows.ts';

type EncodedHandovers = {
  readonly sessions: readonly Conversation[];
  readonly leftOutCount: number;
  readonly sweptAt: number;
  readonly bots: readonly KnownBot[];
  readonly policies: readonly PolicyInForce[];
  readonly handovers: readonly HandoverRow[];
  readonly latestAt: number;
};

/** Handovers, policies and what of bot sessions is needed for them, as the log tells them; time alone changes nothing of them. */
export const handoversSlice: Slice<HandoversState> = {
  name: 'handovers',
  tables: ['handovers', 'botPolicies'],
  folds: (type) => type.startsWith('handover.') || type.startsWith('bot.'),
  create: createHandoversState,
  fold: foldHandovers,
  rows(state, _asOf, which) {
    const ids = which === 'all' ? [...state.handovers.keys()] : [...state.changed.handovers];
    const botIds = which === 'all' ? policyIds(state) : changedPolicies(state);
    return {
      tables: {
        handovers: ids.flatMap((id) => state.handovers.get(id) ?? []),
        botPolicies: botIds.map((id) => policyRow(state, id)),
      },
      removed: { handovers: ids.filter((id) => !state.handovers.has(id)) },
    };
  },
  clearChanged({ changed }) {
    emptySet(changed.handovers);
    emptySet(changed.policies);
  },
  encode: (state): EncodedHandovers => ({
    sessions: [...state.conversations.sessions.values()],
    leftOutCount: state.conversations.leftOutCount,
    sweptAt: state.conversations.sweptAt,
    bots: [...state.bots.values()],
    policies: [...state.policies.values()],
    handovers: [...state.handovers.values()],
    latestAt: state.latestAt,
  }),
  decode(siteId, encoded) {
    const { sessions, leftOutCount, sweptAt, bots, policies, handovers, latestAt } = structuredCopy(encoded);
    const state = createHandoversState(siteId);
    for (const session of sessions) state.conversations.sessions.set(session.id, session);
    state.conversations.leftOutCount = leftOutCount;
    state.conversations.sweptAt = sweptAt;
    for (const bot of bots) state.bots.set(bot.id, bot);
    for (const policy of policies) state.policies.set(policy.policy.botId, policy);
    for (const handover of handovers) state.handovers.set(handover.id, handover);
    state.latestAt = latestAt;
    return state;
  },
};

/** A copy: sessions and bots are changed by the fold, and whoever encoded them goes on folding too. */
function structuredCopy(encoded: unknown): EncodedHandovers {
  return JSON.parse(JSON.stringify(encoded)) as EncodedHandovers;
}

function policyIds(state: HandoversState): string[] {
  return [...new Set([ANY_BOT, ...state.bots.keys(), ...state.policies.keys()])];
}

/** The policy for bots without one of their own stands in the rows of all of these. */
function changedPolicies(state: HandoversState): string[] {
  return state.changed.policies.has(ANY_BOT) ? policyIds(state) : [...state.changed.policies];
}

function policyRow(state: HandoversState, id: string): BotPolicyRow {
  const set = state.policies.get(id) ?? state.policies.get(ANY_BOT);
  const bot = state.bots.get(id);
  return {
    id,
    policy: { ...(set?.policy ?? DEFAULT_POLICY), botId: id },
    version: state.policies.get(id)?.version ?? 0,
    setBy: set?.by ?? null,
    setAt: set?.at ?? null,
    silent: bot?.silent ?? null,
    drift: bot?.drift ?? null,
  };
}
