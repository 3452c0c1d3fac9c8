import { describe, expect, it } from 'vitest';
import { eventSchemas } from '@floorwalk/shared/events';
import { METRIC_IDS } from '@floorwalk/shared/metrics/metric';
import { BOT_METRIC_IDS } from '@floorwalk/shared/metrics/bot-metric';
import { FIGURES } from '@floorwalk/shared/metrics/figures';
import { catalogue as englishFirst } from './en/desk-catalogue.ts';
import { catalogue as englishScreens } from './en/screens-catalogue.ts';
import { catalogue as germanFirst } from './de/desk-catalogue.ts';
import { catalogue as germanScreens } from './de/screens-catalogue.ts';
import { catalogue as englishTv } from './en/tv-catalogue.ts';
import { catalogue as germanTv } from './de/tv-catalogue.ts';
import { icuSpeaker } from './icu-speaker.ts';
import { LOCALES, preferredLocale } from './locale.ts';
import { activateCatalogue, textOf } from './text.ts';

const english = { ...englishFirst, ...englishScreens };
const german = { ...germanFirst, ...germanScreens };
const LANGUAGES = { en: { desk: english, tv: englishTv }, de: { desk: german, tv: germanTv } } as const;

/** Names of the values a message takes, from its outermost braces. */
function valuesOf(message: string): readonly string[] {
  const names = new Set<string>();
  let depth = 0;
  for (let index = 0; index < message.length; index++) {
    if (message[index] === '{' && depth++ === 0) names.add(/^\s*(\w+)/.exec(message.slice(index + 1))?.[1] ?? '');
    else if (message[index] === '}') depth--;
  }
  return [...names].sort();
}

describe('the message catalogues', () => {
  it('have the same keys in every language, none of them empty', () => {
    for (const locale of LOCALES) {
      for (const part of ['desk', 'tv'] as const) {
        expect(Object.keys(LANGUAGES[locale][part]).sort()).toEqual(Object.keys(LANGUAGES.en[part]).sort());
        expect(Object.entries(LANGUAGES[locale][part]).filter(([, text]) => text.trim() === '')).toEqual([]);
      }
    }
  });

  it('name every event that stands in the timeline of a contact or an agent', () => {
    const told = Object.entries(eventSchemas)
      .filter(([type, schema]) => {
        const names = 'properties' in schema ? Object.keys(schema.properties) : [];
        return (
          !/^schedule\.|\.configured$/.test(type) &&
          ['contactId', 'agentId', 'sessionId'].some((id) => names.includes(id))
        );
      })
      .map(([type]) => `event.${type}`);
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter((key) => !(key in english))).toEqual([]);
  });

  it('take the same values in every language', () => {
    for (const [key, text] of Object.entries(english)) {
      expect([key, valuesOf(german[key as keyof typeof german])]).toEqual([key, valuesOf(text)]);
    }
  });

  it('say the name, the formula and the source of every number', () => {
    for (const catalogue of [english, german] as readonly Readonly<Record<string, string>>[]) {
      for (const id of [...METRIC_IDS, ...BOT_METRIC_IDS]) {
        for (const part of ['', '.formula', '.source']) expect(catalogue[`metric.${id}${part}`]).toBeTruthy();
        expect(catalogue[`short.${id}`]?.length).toBeLessThanOrEqual(11);
      }
      for (const id of Object.keys(FIGURES)) {
        for (const part of ['', '.formula', '.source']) expect(catalogue[`figure.${id}${part}`]).toBeTruthy();
      }
    }
  });

  it('are not the other language copied: long sentences differ', () => {
    const same = Object.entries(english).filter(
      ([key, text]) => text.length > 25 && !key.endsWith('.source') && german[key as keyof typeof german] === text,
    );
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it('all compile, plurals included', () => {
    activateCatalogue('de', german, icuSpeaker);
    expect(textOf('list.more', { count: 1 })).toBe('und 1 weiterer');
    expect(textOf('list.more', { count: 3 })).toBe('und 3 weitere');
    activateCatalogue('en', english, icuSpeaker);
    expect(textOf('list.more', { count: 3 })).toBe('and 3 more');
    expect(textOf('no.such.key')).toBeUndefined();
  });

  it('are chosen by the first language of the browser that there is', () => {
    expect(preferredLocale(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(preferredLocale(['fr'])).toBe('en');
    expect(preferredLocale([])).toBe('en');
  });
});
