import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '@floorwalk/shared/events';
import { checkEvent, isRefusal } from './check-event.ts';

const context = { sourceName: 'acd', suspectText: true };
const good = {
  specversion: '1.0',
  id: 'e1',
  source: 'acd',
  type: 'contact.queued',
  time: '2026-05-04T09:30:00Z',
  data: { contactId: 'c1', queueId: 'sales' },
};

function refusalOf(change: Record<string, unknown>, base: object = good) {
  const checked = checkEvent({ ...base, ...change }, context);
  return isRefusal(checked) ? [checked.reason, checked.pointer] : checked;
}

describe('checkEvent', () => {
  it('passes an event, with its time in epoch ms and nothing of the envelope that is not kept', () => {
    const sent = { ...good, subject: 'x', dataschema: 'y', datacontenttype: 'application/json', traceparent: '00-1' };
    expect(checkEvent(sent, context)).toEqual({
      id: 'e1',
      source: 'acd',
      type: 'contact.queued',
      time: Date.UTC(2026, 4, 4, 9, 30),
      data: { contactId: 'c1', queueId: 'sales' },
    });
  });

  it('passes an event without a time, leaving it open', () => {
    const { time: _time, ...timeless } = good;
    expect(checkEvent(timeless, context)).toMatchObject({ time: undefined });
    expect(checkEvent({ ...timeless, time: null }, context)).toMatchObject({ time: undefined });
  });

  it('passes a part of the source that the token names', () => {
    expect(checkEvent({ ...good, source: 'acd/node-1' }, context)).toMatchObject({ source: 'acd/node-1' });
  });

  it.each([
    ['no version', { specversion: undefined }, 'missing-field', '/specversion'],
    ['another version', { specversion: '0.3' }, 'invalid-value', '/specversion'],
    ['no id', { id: undefined }, 'missing-field', '/id'],
    ['a number as id', { id: 7 }, 'wrong-type', '/id'],
    ['an empty id', { id: '' }, 'invalid-value', '/id'],
    ['an id of 201 characters', { id: 'x'.repeat(201) }, 'invalid-value', '/id'],
    ['an id of one character and a thousand accents', { id: `e${'\u0301'.repeat(1000)}` }, 'invalid-value', '/id'],
    ['an id with U+0000', { id: 'a\u0000b' }, 'invalid-value', '/id'],
    ['an id with half a surrogate pair', { id: 'a\ud800b' }, 'invalid-value', '/id'],
    ['no source', { source: undefined }, 'missing-field', '/source'],
    ["another token's source", { source: 'other' }, 'foreign-source', '/source'],
    ['a source that only begins like the right one', { source: 'acdc' }, 'foreign-source', '/source'],
    ['no type', { type: undefined }, 'missing-field', '/type'],
    ['an unknown type', { type: 'contact.exploded' }, 'unknown-type', '/type'],
    ['a type every object has', { type: 'constructor' }, 'unknown-type', '/type'],
    ['the type __proto__', { type: '__proto__' }, 'unknown-type', '/type'],
    ['a time that is a number', { time: 1_700_000_000 }, 'wrong-type', '/time'],
    ['a time that is none', { time: 'noon' }, 'invalid-value', '/time'],
    ['a time before 1970', { time: '1969-12-31T23:59:59Z' }, 'too-old', '/time'],
    ['no data', { data: undefined }, 'missing-field', '/data'],
    ['data that is a text', { data: 'x' }, 'wrong-type', '/data'],
    ['data that is a list', { data: [] }, 'wrong-type', '/data'],
    ['a missing field of data', { data: { contactId: 'c' } }, 'missing-field', '/data/queueId'],
    ['a wrong type in data', { data: { contactId: 5, queueId: 'q' } }, 'wrong-type', '/data/contactId'],
    [
      'an unknown field of data',
      { data: { contactId: 'c', queueId: 'q', 'a/b~c': 1 } },
      'unknown-field',
      '/data/a~1b~0c',
    ],
    [
      'a value outside its list',
      { data: { contactId: 'c', queueId: 'q', channel: 'pigeon' } },
      'invalid-value',
      '/data/channel',
    ],
    [
      'a number out of range',
      { data: { contactId: 'c', queueId: 'q', priority: 101 } },
      'invalid-value',
      '/data/priority',
    ],
    [
      'U+0000 deep in data',
      { data: { contactId: 'c', queueId: 'q', tags: ['a', 'b\u0000'] } },
      'invalid-value',
      '/data/tags/1',
    ],
    [
      'a contact id of huge characters',
      { data: { contactId: `e${'\u0301'.repeat(2000)}`, queueId: 'q' } },
      'invalid-value',
      '/data/contactId',
    ],
    ['binary data', { data_base64: 'AAAA' }, 'invalid-value', '/data_base64'],
    ['data of another kind', { datacontenttype: 'text/xml' }, 'invalid-value', '/datacontenttype'],
    ['a field of data beside it', { queueId: 'sales' }, 'unknown-field', '/queueId'],
    ['an extension that is an object', { extra: {} }, 'wrong-type', '/extra'],
  ])('refuses %s', (_what, change, reason, pointer) => {
    expect(refusalOf(change)).toEqual([reason, pointer]);
  });

  it('names the allowed values where a value is not among them', () => {
    const checked = checkEvent(
      { ...good, type: 'agent.state-changed', data: { agentId: 'a', state: 'asleep' } },
      context,
    );
    expect(checked).toMatchObject({ message: expect.stringContaining('"not-ready"') });
  });

  it('points at the alternative as a whole where none fits', () => {
    const clock = { kind: 'paced', base: 'x' };
    expect(refusalOf({ type: 'site.clock-set', data: { clock } })).toEqual(['invalid-value', '/data/clock']);
  });

  it.each([[null], ['text'], [5], [[]], [true]])('refuses %j as no object', (value) => {
    expect(checkEvent(value, context)).toMatchObject({ reason: 'not-an-object', pointer: '' });
  });

  it('answers anything JSON can hold, without throwing', () => {
    const names = [...Object.keys(good), 'data_base64', 'x'];
    const anything = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(fc.jsonValue(), fc.constantFrom(...EVENT_TYPES)),
    );
    fc.assert(
      fc.property(anything, (event) => {
        const checked = checkEvent({ ...good, ...event }, context);
        if (isRefusal(checked)) expect(checked.pointer === '' || checked.pointer.startsWith('/')).toBe(true);
        else expect(EVENT_TYPES).toContain(checked.type);
      }),
      { numRuns: 500 },
    );
  });
});
