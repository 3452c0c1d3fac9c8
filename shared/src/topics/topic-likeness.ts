/** How often words came up in what a bot did not understand: rare ones tell topics apart, common ones do not. */
export type WordCounts = { turnCount: number; wordCount: number; words: Record<string, number> };

/** Most words counted of one bot; the rarest are forgotten first. */
const MOST_COUNTED = 4_000;
const KEPT_COUNTED = 3_000;

export const createWordCounts = (): WordCounts => ({ turnCount: 0, wordCount: 0, words: {} });

export function countWords(counts: WordCounts, words: readonly string[]): void {
  counts.turnCount++;
  for (const word of words) {
    const before = counts.words[word];
    if (before === undefined) counts.wordCount++;
    counts.words[word] = (before ?? 0) + 1;
  }
  if (counts.wordCount <= MOST_COUNTED) return;
  counts.words = Object.fromEntries(Object.entries(counts.words).toSorted(byFrequency).slice(0, KEPT_COUNTED));
  counts.wordCount = KEPT_COUNTED;
}

/** The most frequent first, of equal ones by the word. */
export function byFrequency(left: readonly [string, number], right: readonly [string, number]): number {
  return right[1] - left[1] || (left[0] < right[0] ? -1 : 1);
}

/**
 * The words of a sentence as topics compare them, each once: three letters and more, without the endings that English and German put on the same word
 * most often.
 */
export function topicWordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,40}/gu) ?? [];
  return [...new Set(words.map(stemOf))];
}

export function stemOf(word: string): string {
  if (word.length > 5) return word.replace(/(?:ing|ed|es|en|er|s|e)$/, '');
  return word.length > 3 ? word.replace(/s$/, '') : word;
}

/** Words with what each weighs, and the length of all of them together. */
export type Weighed = {
  readonly weights: readonly (readonly [word: string, weight: number])[];
  readonly length: number;
};

/** Each word weighs by how rare it is with this bot (inverse document frequency; K. Sparck Jones, 1972). */
export function weigh(words: readonly string[], counts: WordCounts): Weighed {
  const weights = words.map((word) => [word, rarityOf(word, counts)] as const);
  return { weights, length: Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0)) };
}

/** What a topic's words weigh together, each by its share of the topic's turns. Kept with the topic, so that comparing costs a sentence's words alone. */
export function lengthOf(topic: TopicWords, counts: WordCounts): number {
  let sum = 0;
  for (const [word, count] of Object.entries(topic.words)) {
    const weight = (rarityOf(word, counts) * count) / topic.turnCount;
    sum += weight * weight;
  }
  return Math.sqrt(sum);
}

type TopicWords = { readonly turnCount: number; readonly words: Readonly<Record<string, number>> };

/** Cosine between a sentence and a topic, 0-1. Without words on both sides they are alike. */
export function likenessOf(sentence: Weighed, topic: TopicWords & { readonly length: number }): number {
  if (sentence.length === 0 || topic.length === 0) return sentence.length === topic.length ? 1 : 0;
  let dot = 0;
  for (const [word, weight] of sentence.weights) {
    const count = topic.words[word];
    if (count !== undefined) dot += (weight * weight * count) / topic.turnCount;
  }
  return Math.min(1, dot / (sentence.length * topic.length));
}

function rarityOf(word: string, { turnCount, words }: WordCounts): number {
  return Math.log(1 + (turnCount + 1) / ((words[word] ?? 0) + 0.5));
}
