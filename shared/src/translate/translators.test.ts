import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, eventSchemas, type EventType } from '../events.ts';
import { MAX_ID_LENGTH } from '../kit/ids.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { createRowTally, tallyRow, LISTED_PER_REASON } from './row-tally.ts';
import { translators } from './translators.ts';

const checkers = new Map<EventType, ReturnType<typeof Compile>>();
for (const type of EVENT_TYPES) checkers.set(type, Compile(eventSchemas[type]));

/** Lines that nearly are what the formats want, with anything in their fields. */
const stamp = fc.constantFrom(
  '990201',
  '1266833911',
  '1266833911.5',
  '7:00:00',
  '0:00:00',
  '23:59:59',
  '12',
  '-3',
  'AGENT',
  'HANG',
);
const verb = fc.constantFrom(
  'ENTERQUEUE',
  'CONNECT',
  'ABANDON',
  'RINGNOANSWER',
  'PAUSE',
  'QUEUESTART',
  'TRANSFER',
  'ADDMEMBER',
  'XYZ',
);
const field = fc.oneof(stamp, verb, fc.string(), fc.string({ minLength: 190, maxLength: 260 }));
const line = fc.oneof(
  fc.string(),
  fc.array(field, { minLength: 17, maxLength: 17 }).map((fields) => fields.join('\t')),
  fc
    .tuple(fc.constantFrom('1266833911', '1266833912.25'), field, field, field, verb, fc.array(field, { maxLength: 4 }))
    .map(([time, call, queue, member, what, rest]) => [time, call, queue, member, what, ...rest].join('|')),
  fc.json(),
  fc
    .record({
      id: fc.string(),
      type: fc.constantFrom(...EVENT_TYPES),
      time: fc.oneof(fc.double(), fc.string()),
      data: fc.object(),
    })
    .map((event) => JSON.stringify(event)),
);

function translateAll(name: string, lines: readonly string[]): NewEvent[] {
  const translation = translators[name]?.createTranslation({
    source: 'file',
    pseudonymOf: (text) => `p${text.length}`,
  });
  if (translation === undefined) throw new Error(name);
  const events: NewEvent[] = [];
  for (const [index, text] of lines.entries()) {
    const translated = translation.line(text, index + 1);
    if (translated.kind === 'events') events.push(...translated.events);
  }
  return [...events, ...translation.end()];
}

describe.each(Object.keys(translators))('%s', (name) => {
  it('whatever the lines hold, it does not throw, and every event it gives is one that ingest takes', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        for (const event of translateAll(name, lines)) {
          expect(checkers.get(event.type)?.Check(event.data)).toBe(true);
          expect(event.id.length).toBeGreaterThan(0);
          expect(event.id.length).toBeLessThanOrEqual(MAX_ID_LENGTH);
          expect(Number.isFinite(event.time) && event.time >= 0).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the same lines give the same events, ids included', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        expect(translateAll(name, lines)).toEqual(translateAll(name, lines));
      }),
      { numRuns: 50 },
    );
  });
});

it('refused rows are counted by reason without end and listed up to a limit, reasons too', () => {
  const tally = createRowTally();
  for (let index = 0; index < 500; index += 1) {
    const reason = index < 200 ? 'the same' : `reason ${index}`;
    tallyRow(tally, { kind: 'refused', refusal: { reason, lineNumber: index, excerpt: '' } });
  }
  expect(tally.refusedCount).toBe(500);
  expect(tally.refusedByReason.get('the same')).toBe(200);
  expect(tally.refusals.filter((refusal) => refusal.reason === 'the same')).toHaveLength(LISTED_PER_REASON);
  expect(tally.refusedByReason.size).toBeLessThanOrEqual(101);
  expect([...tally.refusedByReason.values()].reduce((sum, count) => sum + count, 0)).toBe(500);
  expect(tally.refusals.length).toBeLessThan(200);
});
