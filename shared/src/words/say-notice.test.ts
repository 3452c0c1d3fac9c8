import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { asText, inWords, sayNotice, sayReason, settledBy } from './say-notice.ts';
import type { SentenceKey, Sentences } from './sentences.ts';
import { ENGLISH } from './words-english.ts';
import { GERMAN } from './words-german.ts';

/** Every value a sentence may be given; each sentence takes what it needs. */
const values = {
  text: '‹text›',
  label: '‹label›',
  at: '‹at›',
  queue: '‹queue›',
  seconds: 41,
  policy: '‹policy›',
  step: 43,
  lap: 47,
  department: '‹department›',
  title: '‹title›',
  name: '‹name›',
  count: 53,
  reason: '‹reason›',
  minutes: 59,
  bot: '‹bot›',
  recent: 0.61,
  reference: 0.67,
  intent: '‹intent›',
  tier: '‹tier›',
  fallBack: '‹fall-back›',
  state: '‹state›',
  span: '‹span›',
  actual: 71,
  expected: 73,
  site: '‹site›',
  channel: '‹channel›',
};
const KEYS = Object.keys(ENGLISH) as SentenceKey[];
/** Said the same whatever the language. */
const NEUTRAL = new Set<SentenceKey>(['text', 'labelled']);

function mentioned(text: string): string[] {
  return (text.match(/‹[^›]+›|\d+/g) ?? []).toSorted();
}

describe('sentences of notices', () => {
  it.each(KEYS.map((key) => [key]))('%s says the same things in both languages, in other words', (key) => {
    const say = (catalogue: typeof ENGLISH) => (catalogue[key] as (given: Sentences[SentenceKey]) => string)(values);
    const [english, german] = [say(ENGLISH), say(GERMAN)];
    expect(mentioned(german)).toEqual(mentioned(english));
    expect(english).not.toMatch(/undefined|NaN/);
    if (!NEUTRAL.has(key)) expect(german).not.toBe(english);
  });

  it('are kept once, and said in the language of whoever is told', () => {
    const told = inWords({ key: 'handoff.warned', values: { department: 'Lager', title: 'Paket 7' } }, [
      { key: 'handoff.in-hands', values: { name: 'Ada' } },
      { key: 'handoff.sent-back', values: { count: 1 } },
      asText(''),
    ]);
    expect(told).toMatchObject({
      title: 'Promise about to be broken (Lager): Paket 7',
      body: 'In the hands of Ada.\nSent back once.',
    });
    expect(JSON.stringify(told.words)).not.toMatch(/Promise|Zusage/);
    expect(sayNotice('en', told)).toEqual({ title: told.title, body: told.body });
    expect(sayNotice('de', told)).toEqual({
      title: 'Zusage bald gebrochen (Lager): Paket 7',
      body: 'Liegt bei Ada.\nEinmal zurückgeschickt.',
    });
  });

  it('that are not known here are read as they were written', () => {
    const told = {
      title: 'As it was',
      body: 'written',
      words: { title: { key: 'constructor', values: {} }, body: [] },
    };
    for (const language of LANGUAGES)
      expect(sayNotice(language, told)).toEqual({ title: 'As it was', body: 'written' });
    expect(sayNotice('de', { title: 'No', body: 'words', words: null })).toEqual({ title: 'No', body: 'words' });
  });

  it('say why something is settled in either language, and somebody’s own words as they are', () => {
    const { reason, words } = settledBy({ key: 'settled.acknowledged', values: { name: 'Ada' } });
    expect([reason, sayReason('en', words, reason), sayReason('de', words, reason)]).toEqual([
      'acknowledged by Ada',
      'acknowledged by Ada',
      'angenommen von Ada',
    ]);
    expect(sayReason('de', null, 'taken by Ada')).toBe('taken by Ada');
    expect(sayReason('de', { key: 'toString', values: {} }, 'of later')).toBe('of later');
    expect(settledBy(asText('r'.repeat(300))).reason).toHaveLength(200);
  });

  it('are cut where the log has no more room', () => {
    const { title, body } = inWords(asText('t'.repeat(300)), [asText('b'.repeat(1_500)), asText('c'.repeat(1_500))]);
    expect([title.length, body.length, title.at(-1)]).toEqual([200, 2_000, '…']);
  });
});
