import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { countWords, createWordCounts, lengthOf, likenessOf, topicWordsOf, weigh } from './topic-likeness.ts';
import { createTopicsState } from './topic.ts';
import { restRow, topicRow } from './topic-row.ts';
import { foldTopics, MAX_TOPICS } from './topics-state.ts';
import { topicsSlice } from './topics-slice.ts';

let position = 0;
function event<T extends LoggedEvent['type']>(type: T, data: object, time = position): LoggedEvent {
  position++;
  return { position, id: `e${position}`, source: 's', type, time, recordedAt: time, data } as unknown as LoggedEvent;
}
const turned = (utterance: string, more: object = {}) =>
  event('bot.turned', { sessionId: `s${position}`, botId: 'b', confidence: 0.4, intent: 'parcel', utterance, ...more });

function fold(events: readonly LoggedEvent[]) {
  const state = createTopicsState();
  for (const one of events) foldTopics(state, one);
  return state;
}
function rows(events: readonly LoggedEvent[]) {
  const state = fold(events);
  return [...state.topics.values()].map((topic) => topicRow(state, topic));
}

describe('topics', () => {
  it('gather turns of the same intents that share words, and keep others apart', () => {
    const found = rows([
      turned('The tracking page shows nothing'),
      turned('Tracking shows nothing new'),
      turned('Can I pay with a voucher?'),
      turned('The tracking page shows nothing', { runnerUp: { intent: 'refund', confidence: 0.3 } }),
      turned('The tracking page shows nothing', { confidence: 0.95 }),
    ]);
    expect(found.map(({ turnCount, runnerUpIntent }) => [turnCount, runnerUpIntent])).toEqual([
      [2, null],
      [1, null],
      [1, 'refund'],
    ]);
    expect(found[0]?.keywords.slice(0, 3)).toEqual(['nothing', 'shows', 'tracking']);
  });

  it('never hold what leads back to a customer', () => {
    const [topic] = rows([turned('Write to jo@example.com about 4111 1111 1111 1111')]);
    expect(JSON.stringify(topic)).not.toMatch(/jo@|example\.com|4111/);
  });

  it('count sessions that broke, keep what people decided, and say when what was done comes back', () => {
    const first = turned('Lost again');
    const { sessionId } = first.data as { sessionId: string };
    const id = rows([first])[0]?.id;
    const by = { id: 'x', name: 'X' };
    const decided = event('topic.changed', { topicId: id, botId: 'b', status: 'done', owner: 'Kim', note: null, by });
    const failed = event('bot.failed', { sessionId, botId: 'b' });
    const [topic] = rows([first, failed, decided, turned('Lost again')]);
    expect(topic).toMatchObject({ failedCount: 1, status: 'done', owner: 'Kim', sinceDoneCount: 1, sessionCount: 2 });
  });

  it('are the same for the same log, whole or folded on from what was encoded, and never too many', () => {
    const words = fc.array(fc.constantFrom('alpha', 'bravo', 'charlie', 'delta', 'echoes'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), fc.nat(30), (utterances, cut) => {
        const events = utterances.map((list) => turned(list.join(' ')));
        const half = fold(events.slice(0, cut));
        const again = topicsSlice.decode('site', JSON.parse(JSON.stringify(topicsSlice.encode(half))));
        for (const one of events.slice(cut)) foldTopics(again, one);
        expect(topicsSlice.encode(again)).toEqual(topicsSlice.encode(fold(events)));
      }),
    );
    const many = fold(Array.from({ length: 2 * MAX_TOPICS }, (_, index) => turned(`word${index}`)));
    expect(many.topics.size).toBe(MAX_TOPICS);
    // What had to go is counted.
    expect(restRow(many, 'b')).toMatchObject({ forgottenTopicCount: MAX_TOPICS, turnCount: MAX_TOPICS });
  });

  it('that are said to be the same count together under their name, until one is said to be of its own again', () => {
    const said = [turned('Where is my parcel'), turned('Where is my parcel'), turned('Voucher rejected')];
    const [parcel, voucher] = rows(said).map(({ id }) => id);
    const by = { id: 'x', name: 'X' };
    const change = (topicId: string | undefined, more: object) =>
      event('topic.changed', { topicId, botId: 'b', status: 'new', owner: null, note: null, by, ...more });
    const state = fold([
      ...said,
      change(parcel, { name: 'Parcels', status: 'done' }),
      change(voucher, { mergedInto: parcel }),
      turned('Voucher rejected'),
      // In a circle nothing would be of its own any more.
      change(parcel, { name: 'Parcels', status: 'done', mergedInto: voucher }),
    ]);
    const shown = () => topicsSlice.rows(state, 0, 'all').tables.botTopics ?? [];
    expect(shown()).toMatchObject([
      { id: parcel, name: 'Parcels', turnCount: 4, merged: [{ id: voucher, turnCount: 2, name: null, status: 'new' }] },
    ]);
    foldTopics(state, change(voucher, { mergedInto: null }));
    expect(shown().map(({ id, turnCount, merged }) => [id, turnCount, merged.length])).toEqual([
      [parcel, 2, 0],
      [voucher, 2, 0],
    ]);
  });

  it('are shown the same, delta by delta, as all at once, and lose no turn, whatever is said to be the same', () => {
    const step = fc.oneof(
      fc.record({ word: fc.nat(200) }),
      fc.record({ from: fc.nat(120), into: fc.option(fc.nat(120)), name: fc.option(fc.constantFrom('One', 'Two')) }),
    );
    const by = { id: 'x', name: 'X' };
    fc.assert(
      fc.property(fc.array(step, { minLength: 120, maxLength: 400 }), (steps) => {
        const state = createTopicsState();
        const view = new Map<string, unknown>();
        let turnCount = 0;
        for (const one of steps) {
          const ids = [...state.topics.keys()];
          if ('word' in one) {
            turnCount++;
            foldTopics(state, turned(`word${one.word}`));
          } else {
            const topicId = ids[one.from % ids.length];
            const mergedInto = one.into === null ? null : ids[one.into % ids.length];
            const about = { status: 'new', owner: null, note: null, name: one.name, by };
            foldTopics(state, event('topic.changed', { topicId, botId: 'b', mergedInto, ...about }));
          }
          const { tables, removed } = topicsSlice.rows(state, 0, 'changed');
          topicsSlice.clearChanged(state);
          for (const id of removed.botTopics ?? []) view.delete(id);
          for (const row of tables.botTopics ?? []) view.set(row.id, row);
        }
        const all = topicsSlice.rows(state, 0, 'all').tables.botTopics ?? [];
        expect(Object.fromEntries(view)).toEqual(Object.fromEntries(all.map((row) => [row.id, row])));
        expect(all.reduce((sum, row) => sum + row.turnCount, 0)).toBe(turnCount);
      }),
      { numRuns: 15 },
    );
  });

  it('likeness is 1 for the same words, 0 for none in common, and rare words weigh more than common ones', () => {
    const counts = createWordCounts();
    for (let index = 0; index < 50; index++) countWords(counts, ['card', index < 2 ? 'lost' : 'other']);
    const topicOf = (words: Record<string, number>) => {
      const topic = { turnCount: 1, words };
      return { ...topic, length: lengthOf(topic, counts) };
    };
    const topic = topicOf({ card: 1, lost: 1 });
    const like = (words: readonly string[], to = topic) => likenessOf(weigh(words, counts), to);
    expect(like(['card', 'lost'])).toBeCloseTo(1, 12);
    expect(like(['payment'])).toBe(0);
    expect(like(['lost'])).toBeGreaterThan(like(['card']));
    expect([like([], topicOf({})), like(['lost'], topicOf({})), like([])]).toEqual([1, 0, 0]);
    expect(topicWordsOf('The cards were charged, charging a card!')).toEqual(['the', 'card', 'were', 'charg']);
  });
});
