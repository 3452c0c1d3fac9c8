import { isDeepStrictEqual } from 'node:util';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';
import { compileMessage as compilePlain } from './src/messages/compile-message.ts';

const WORDS = /\/src\/messages\/(?:en|de)\/[\w-]+\.ts$/;

/**
 * Compiles the messages that are more than text with places for values, so that browsers need no parser of ICU: it was 6 KB of a first load
 * that is measured. Tests read the texts as they are written.
 */
export function compileCatalogues(): Plugin {
  return {
    name: 'compile-catalogues',
    // After types were taken off: what is read here is plain JavaScript.
    enforce: 'post',
    transform(code, id) {
      if (!WORDS.test(id)) return null;
      let compiled = '';
      let from = 0;
      for (const { value, start, end } of wordsOf(this.parse(code)).toSorted((a, b) => a.start - b.start)) {
        const message = compileMessage(value);
        if (isDeepStrictEqual(message, compilePlain(value))) continue;
        compiled += code.slice(from, start) + JSON.stringify(message);
        from = end;
      }
      return { code: compiled + code.slice(from), map: null };
    },
  };
}

type Words = { readonly value: string; readonly start: number; readonly end: number };

/** The texts that are values of objects or items of lists, wherever they stand. */
function wordsOf(node: unknown): Words[] {
  if (typeof node !== 'object' || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(wordsOf);
  const { type, value, elements } = node as { type?: unknown; value?: unknown; elements?: readonly unknown[] };
  const own = type === 'Property' ? [value] : type === 'ArrayExpression' ? (elements ?? []) : [];
  return [...own.filter(isText), ...Object.values(node).flatMap(wordsOf)];
}

function isText(node: unknown): node is Words {
  const { type, value } = (node ?? {}) as { type?: unknown; value?: unknown };
  return type === 'Literal' && typeof value === 'string';
}
