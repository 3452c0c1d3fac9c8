import { expect, it } from 'vitest';
import { dstc2 } from './dstc2.ts';
import { createRowTally, tallyRow } from './row-tally.ts';

const turn = (score: number) => ({
  'goal-labels-joint': [{ slots: { area: 'south' }, score }],
  'method-label': { byconstraints: 0.2, finished: 0.8 },
});
const session = (name: string, ...scores: number[]) => ({ 'session-id': name, turns: scores.map(turn) });

it('a session that cannot be read is listed by its place and costs no other session', () => {
  const sessions = [
    session('a_20130328_161556', 0.4, 1),
    session('b_20130328_171556', 7),
    session('c_nodate', 0.5),
    'no session',
    session('a_20130328_161556', 0.9),
    session('d_20130328_181556', 0.5),
  ];
  const translation = dstc2.createTranslation({ source: 'file' });
  const translated = translation.line(JSON.stringify({ sessions }), 1);
  const tally = createRowTally();
  tallyRow(tally, translated);
  expect(tally).toMatchObject({ rowCount: 1, refusedCount: 3 });
  expect(tally.refusals.map(({ detail }) => detail)).toEqual([
    '/sessions/1: /turns/0: score is not between 0 and 1',
    '/sessions/2: session-id does not end in a date and time',
    '/sessions/3: it is no object',
  ]);
  const events = translated.kind === 'events' ? translated.events : [];
  expect(events.map(({ id }) => id)).toEqual([
    'a_20130328_161556:started',
    'a_20130328_161556:0',
    'a_20130328_161556:1',
    'a_20130328_161556:ended',
    'd_20130328_181556:started',
    'd_20130328_181556:0',
    'd_20130328_181556:ended',
  ]);
  expect(events.filter(({ type }) => type === 'bot.contained')).toHaveLength(2);
  expect(translation.end().map(({ type }) => type)).toEqual(['site.configured', 'bot.configured']);
});

it.each([
  ['not json', 'not JSON'],
  ['{"sessions": 3}', 'no sessions'],
  ['[]', 'no sessions'],
])('what is no such document is refused as a whole: %s', (text, reason) => {
  const translation = dstc2.createTranslation({ source: 'file' });
  expect(translation.line(text, 1)).toMatchObject({ kind: 'refused', refusal: { reason } });
  expect(translation.end()).toEqual([]);
});
