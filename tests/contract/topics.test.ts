import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { createTopicsState } from '@floorwalk/shared/topics/topic';
import { restRow } from '@floorwalk/shared/topics/topic-row';
import { foldTopics, MAX_TOPICS } from '@floorwalk/shared/topics/topics-state';
import { expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';

const path = sharedMaterial('data/feedback/banking77-train.csv.gz');
const title = path === undefined ? ' (skipped: ../shared/data is not here)' : '';

/** Lines of `text,category`; a text may be quoted, with quotes doubled, and hold line ends. */
function readQuestions(csv: string): { readonly text: string; readonly category: string }[] {
  const line = /(?:"((?:[^"]|"")*)"|([^,\r\n]*)),([a-z_A-Z?]+)\r?\n/g;
  return [...csv.matchAll(line)]
    .map(([, quoted, plain, category = '']) => ({ text: (quoted ?? plain ?? '').replaceAll('""', '"'), category }))
    .slice(1);
}

const pairs = (count: number): number => (count * (count - 1)) / 2;

it.skipIf(path === undefined)(
  `10,003 real questions without any intent gather into topics of like ones${title}`,
  () => {
    const questions = readQuestions(gunzipSync(readFileSync(path ?? '')).toString());
    expect(questions.length).toBe(10_003);
    // The file is in order of category; customers are not. A fixed shuffle.
    let seed = 7;
    const order = questions
      .map((question) => ({ question, key: (seed = (seed * 48_271) % 2_147_483_647) }))
      .toSorted((left, right) => left.key - right.key)
      .map(({ question }) => question);
    const state = createTopicsState();
    const topicOf = order.map(({ text: utterance }, index) => {
      const sessionId = `s${index}`;
      const data = { sessionId, botId: 'bank', confidence: 0.4, utterance };
      const event = { position: index + 1, id: sessionId, source: 'bank', type: 'bot.turned', time: index, data };
      foldTopics(state, event as unknown as LoggedEvent);
      return state.sessions.get(sessionId)?.topicId ?? '';
    });
    const kept = order.flatMap(({ category }, index) => {
      const topic = topicOf[index] ?? '';
      return state.topics.has(topic) ? [{ topic, category }] : [];
    });
    const count = (keyOf: (one: { topic: string; category: string }) => string) => {
      const counts = new Map<string, number>();
      for (const one of kept) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
      return [...counts.values()].reduce((sum, value) => sum + pairs(value), 0);
    };
    const together = count(({ topic, category }) => `${topic} ${category}`);
    const precision = together / count(({ topic }) => topic);
    const recall = together / count(({ category }) => category);
    const share = kept.length / order.length;
    const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
    console.log(
      `topics on banking77: ${state.topics.size} kept, with ${percent(share)} of the turns; of two turns in one topic ${percent(precision)} are of one ` +
        `category (by chance ${percent(1 / 77)}), of two of one category ${percent(recall)} are in one topic`,
    );
    expect(state.topics.size).toBe(MAX_TOPICS);
    // Nothing is lost from sight: what is in no topic kept is counted.
    expect((restRow(state, 'bank')?.turnCount ?? 0) + kept.length).toBe(order.length);
    expect(share).toBeGreaterThan(0.55);
    expect(precision).toBeGreaterThan(0.25);
    expect(recall).toBeGreaterThan(0.25);
  },
);
