import type { HandoverPolicy } from '../handover/policy.ts';
import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import { restRow, topicRow } from './topic-row.ts';
import { createTopicsState, restIdOf, rootOf, type Topic, type TopicsState } from './topic.ts';
import { foldTopics } from './topics-state.ts';

type Entries<M> = M extends Map<string, infer V> ? readonly (readonly [string, V])[] : never;
type EncodedTopics = {
  readonly topics: readonly Topic[];
  readonly bots: Entries<TopicsState['bots']>;
  readonly policies: readonly HandoverPolicy[];
  readonly sessions: Entries<TopicsState['sessions']>;
};

/** What bots do not understand, grouped, with what people decided about it. Time alone changes nothing of it. */
export const topicsSlice: Slice<TopicsState> = {
  name: 'topics',
  tables: ['botTopics'],
  folds: (type) => /^(?:topic|bot|handover)\./.test(type),
  create: createTopicsState,
  fold: foldTopics,
  rows(state, _asOf, which) {
    const rests = new Map([...state.bots.keys()].map((botId) => [restIdOf(botId), botId]));
    const ids = which === 'all' ? [...state.topics.keys(), ...rests.keys()] : [...state.changed];
    // A topic that counts with another has no row; that of the other holds it.
    const isOwn = (topic: Topic): boolean => rootOf(state, topic) === topic;
    const roots = new Set(ids.flatMap((id) => state.topics.get(id) ?? []).map((topic) => rootOf(state, topic)));
    const restRows = ids.flatMap((id) => {
      const botId = rests.get(id);
      return botId === undefined ? [] : (restRow(state, botId) ?? []);
    });
    return {
      tables: { botTopics: [...[...roots].map((topic) => topicRow(state, topic)), ...restRows] },
      removed: {
        botTopics: ids.filter((id) => {
          const topic = state.topics.get(id);
          return topic === undefined ? !rests.has(id) : which !== 'all' && !isOwn(topic);
        }),
      },
    };
  },
  clearChanged: ({ changed }) => emptySet(changed),
  encode: (state): EncodedTopics => ({
    topics: [...state.topics.values()],
    bots: [...state.bots],
    policies: [...state.policies.values()],
    sessions: [...state.sessions],
  }),
  decode(_siteId, encoded) {
    // A copy: the fold changes what it holds, and whoever encoded it goes on folding too.
    const { topics, bots, policies, sessions } = JSON.parse(JSON.stringify(encoded)) as EncodedTopics;
    const state = createTopicsState();
    for (const topic of topics) state.topics.set(topic.id, topic);
    for (const [id, bot] of bots) state.bots.set(id, bot);
    for (const policy of policies) state.policies.set(policy.botId, policy);
    for (const [id, session] of sessions) state.sessions.set(id, session);
    return state;
  },
};
