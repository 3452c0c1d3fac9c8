/** Longest summary, characters. */
export const MAX_SUMMARY_LENGTH = 600;
/** Sentences of the customer quoted in one. */
const MOST_SENTENCES = 3;

/** What a summary is made from; texts are redacted already. */
export type SummarySource = {
  readonly utterances: readonly string[];
  readonly intent: string | null;
  readonly slots: Readonly<Record<string, string>>;
  readonly tried: readonly string[];
};

/**
 * A summary made by picking, never by writing: the customer's own sentences that say most (words that come back in the conversation count, and the
 * first and the latest sentence count for more), in the order they were said; then the facts the bot collected and what it tried. The same
 * conversation always gives the same summary.
 */
export function summarise({ utterances, intent, slots, tried }: SummarySource): string {
  const sentences = utterances.flatMap(splitSentences);
  const weights = wordWeights(sentences);
  const scored = sentences.map((text, index) => ({
    text,
    index,
    score: scoreOf(text, index, sentences.length, weights),
  }));
  const unique = scored.filter(({ text, index }) => sentences.findIndex((other) => same(other, text)) === index);
  const picked = unique
    .toSorted((left, right) => right.score - left.score || left.index - right.index)
    .slice(0, MOST_SENTENCES)
    .toSorted((left, right) => left.index - right.index);
  const parts: string[] = [];
  if (picked.length > 0) parts.push(`“${picked.map(({ text }) => text).join(' … ')}”`);
  if (intent !== null) parts.push(intent);
  const facts = Object.entries(slots).map(([slot, value]) => `${slot}: ${value}`);
  if (facts.length > 0) parts.push(facts.join(', '));
  if (tried.length > 0) parts.push([...new Set(tried)].join(', '));
  const summary = parts.join(' · ');
  return summary.length > MAX_SUMMARY_LENGTH ? `${summary.slice(0, MAX_SUMMARY_LENGTH - 1)}…` : summary;
}

function splitSentences(text: string): string[] {
  return text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** Words of four letters or more; shorter ones say little in any language. */
export function keywordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{4,40}/gu) ?? [];
}

function wordWeights(sentences: readonly string[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const sentence of sentences) {
    for (const word of new Set(keywordsOf(sentence))) weights.set(word, (weights.get(word) ?? 0) + 1);
  }
  return weights;
}

function scoreOf(text: string, index: number, count: number, weights: ReadonlyMap<string, number>): number {
  const words = [...new Set(keywordsOf(text))];
  const sum = words.reduce((total, word) => total + (weights.get(word) ?? 0), 0);
  const place = index === 0 || index === count - 1 ? 1.5 : 1;
  // Long sentences would win by length alone.
  return (sum / Math.sqrt(words.length + 1)) * place;
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
