import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlExample } from './source-example.ts';

/** Splits a command into words as POSIX says: quotes keep everything, a backslash keeps the next character, a backslash before a line's end joins. */
function wordsOf(command: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (let index = 0; index < command.length; index += 1) {
    const character = command.charAt(index);
    if (character === "'") {
      const end = command.indexOf("'", index + 1);
      if (end === -1) throw new Error('a quote is not closed');
      word = (word ?? '') + command.slice(index + 1, end);
      index = end;
    } else if (character === '\\') {
      index += 1;
      if (command.charAt(index) !== '\n') word = (word ?? '') + command.charAt(index);
    } else if (character === ' ' || character === '\n') {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  return word === null ? words : [...words, word];
}

describe('the example of a first event', () => {
  it('a shell hands curl the event and the token unchanged, whatever the name of the source is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), (name) => {
        const words = wordsOf(curlExample('http://127.0.0.1:8420', name, 'fws_token'));
        expect(words.slice(0, 3)).toEqual(['curl', '-sS', 'http://127.0.0.1:8420/api/v1/events']);
        expect(words).toContain('Authorization: Bearer fws_token');
        expect(words).toHaveLength(9);
        expect(JSON.parse(words[8] ?? '')).toMatchObject({ specversion: '1.0', source: name, type: 'contact.queued' });
      }),
    );
  });
});
