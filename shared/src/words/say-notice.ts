import { FIRST_LANGUAGE, type Language } from './language.ts';
import type { SentenceCatalogue, SentenceKey, SentenceOf } from './sentences.ts';
import type { NoticeWords, Sentence } from './words.ts';
import { ENGLISH } from './words-english.ts';
import { GERMAN } from './words-german.ts';

/** The longest title and body on the log. */
const MOST_TITLE = 200;
const MOST_BODY = 2_000;

const CATALOGUES: Readonly<Record<Language, SentenceCatalogue>> = { en: ENGLISH, de: GERMAN };

/** A title and body as they are asked for: the words, and how they read in the first language. */
export type InWords = { readonly title: string; readonly body: string; readonly words: NoticeWords };

/** For whoever asks that people hear of something: title, body and the words behind both. */
export function inWords(title: SentenceOf | Sentence, body: readonly (SentenceOf | Sentence)[]): InWords {
  const words: NoticeWords = { title: plain(title), body: body.map(plain) };
  const said = sayIn(FIRST_LANGUAGE, words);
  if (said === null) throw new Error(`a sentence is not known: ${JSON.stringify(words)}`);
  return { ...said, words };
}

function plain({ key, values }: SentenceOf | Sentence): Sentence {
  return { key, values: { ...values } };
}

/** What somebody wrote, or what reads the same in every language. */
export function asText(text: string): SentenceOf {
  return { key: 'text', values: { text: text.slice(0, MOST_BODY) } };
}

/** What is told in a language; where there are no words, or some that are not known here, the text beside them. */
export function sayNotice(
  language: Language,
  told: { readonly title: string; readonly body: string; readonly words?: NoticeWords | null | undefined },
): { readonly title: string; readonly body: string } {
  const { words, title, body } = told;
  return words == null ? { title, body } : (sayIn(language, words) ?? { title, body });
}

/** For whoever says that something is settled: why, as it reads in the first language, and the sentence behind it. */
export function settledBy(sentence: SentenceOf): { readonly reason: string; readonly words: Sentence } {
  return { reason: clip(saySentence(FIRST_LANGUAGE, sentence), MOST_TITLE), words: plain(sentence) };
}

/** Why something is settled, in a language; where there are no words, or some that are not known here, the text beside them. */
export function sayReason(language: Language, words: Sentence | null, reason: string | null): string | null {
  return words !== null && knownSentence(words) !== null ? clip(say(language, words), MOST_TITLE) : reason;
}

/** One sentence of ours in a language. */
export function saySentence<K extends SentenceKey>(language: Language, sentence: SentenceOf<K>): string {
  return say(language, sentence);
}

/** Whether every sentence is one of ours; a log that a later version wrote may hold others. */
export function isKnown({ title, body }: NoticeWords): boolean {
  return [title, ...body].every((one) => knownSentence(one) !== null);
}

/** A sentence from the log as one of ours; `null` for one that is not known here. */
export function knownSentence(said: Sentence): SentenceOf | null {
  return Object.hasOwn(ENGLISH, said.key) ? (said as SentenceOf) : null; // a key's values were written with it
}

/** `null` where a sentence is not known. */
function sayIn(
  language: Language,
  { title, body }: NoticeWords,
): { readonly title: string; readonly body: string } | null {
  if (!isKnown({ title, body })) return null;
  const lines = body.map((one) => say(language, one)).filter((line) => line !== '');
  return { title: clip(say(language, title), MOST_TITLE), body: clip(lines.join('\n'), MOST_BODY) };
}

function say(language: Language, { key, values }: Sentence | SentenceOf): string {
  const write = CATALOGUES[language][key as SentenceKey] as (given: Sentence['values']) => string;
  return write(values as Sentence['values']);
}

function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
