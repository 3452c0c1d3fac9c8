import { isDeepStrictEqual } from 'node:util';
import { compileMessage } from '@lingui/message-utils/compileMessage';
import { runnerImport, type Plugin } from 'vite';
import { compileMessage as compilePlain } from './src/messages/compile-message.ts';

/** Files of words by key; not the lists that put them together. */
const WORDS = /\/src\/messages\/(?:en|de)\/(?!.*catalogue)[\w-]+\.ts$/;

/**
 * Compiles the messages that are more than text with places for values, so that browsers need no parser of ICU: it is 6 KB of a first load
 * that is measured. Tests read the texts as they are written.
 */
export function compileCatalogues(): Plugin {
  return {
    name: 'compile-catalogues',
    async load(id) {
      if (!WORDS.test(id)) return null;
      const { module } = await runnerImport<Readonly<Record<string, Readonly<Record<string, string>>>>>(id, {
        configFile: false,
        logLevel: 'error',
      });
      return Object.entries(module)
        .map(([name, words]) => `export const ${name} = ${JSON.stringify(compileWords(words))};`)
        .join('\n');
    },
  };
}

function compileWords(words: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(words).map(([key, text]) => {
      const compiled = compileMessage(text);
      return [key, isDeepStrictEqual(compiled, compilePlain(text)) ? text : compiled];
    }),
  );
}
