import { describe, expect, it } from 'vitest';
import { icuSpeaker } from './icu-speaker.ts';
import { LOCALES } from './locale.ts';
import { plainSpeaker } from './plain-speaker.ts';
import { loadTvCatalogue } from './tv-catalogue.ts';
import { addScreenWords, loadDeskCatalogue } from './desk-catalogue.ts';

describe('messages', () => {
  it.each(LOCALES)('%s: everything a TV says comes out the same with and without all of ICU', async (locale) => {
    const catalogue = await loadTvCatalogue(locale);
    const plain = plainSpeaker(locale, catalogue);
    const icu = icuSpeaker(locale, catalogue);
    for (const key of Object.keys(catalogue)) {
      const names = [...(catalogue[key] ?? '').matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
      const values = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
      expect(plain(key, values)).toBe(icu(key, values));
    }
    expect(plain('no such key')).toBeUndefined();
    expect(plain('constructor')).toBeUndefined();
  });

  it.each(LOCALES)('%s: every message of the desk can be said', async (locale) => {
    await addScreenWords();
    const catalogue = await loadDeskCatalogue(locale);
    expect(Object.keys(catalogue)).toContain('alerts.none');
    const icu = icuSpeaker(locale, catalogue);
    for (const [key, text] of Object.entries(catalogue)) {
      const names = [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1] ?? '');
      const said = icu(key, Object.fromEntries(names.map((name) => [name, 3])));
      expect(said, key).not.toContain('{');
      expect(said, key).not.toBe('');
    }
  });
});
