import { expect, it } from 'vitest';
import { ndjson } from './ndjson.ts';

const line = (value: unknown) =>
  ndjson.createTranslation({ source: 'mine' }).line(typeof value === 'string' ? value : JSON.stringify(value), 7);
const good = { id: 'a', type: 'contact.held', time: 5, data: { contactId: 'c' } };

it('reads a CloudEvent and an event with time in epoch ms alike', () => {
  const expected = { kind: 'events', events: [{ ...good, source: 'mine' }] };
  expect(line(good)).toEqual(expected);
  expect(line({ ...good, specversion: '1.0', source: '/theirs', time: '1970-01-01T01:00:00.005+01:00' })).toEqual(
    expected,
  );
});

it('refuses what ingest would refuse, with the pointer of the field', () => {
  const reason = (value: unknown) => {
    const translated = line(value);
    return translated.kind === 'refused' ? [translated.refusal.reason, translated.refusal.detail] : translated.kind;
  };
  expect(reason('{')).toEqual(['not JSON', undefined]);
  expect(reason('[]')).toEqual(['not an object', undefined]);
  expect(reason({ ...good, id: '' })[0]).toBe('bad envelope');
  expect(reason({ ...good, type: 'contact.vanished' })).toEqual(['unknown type', 'type is "contact.vanished"']);
  expect(reason({ ...good, time: 'yesterday' })).toEqual(['bad time', 'time is "yesterday"']);
  expect(reason({ ...good, data: { contactId: 7 } })[1]).toContain('/data/contactId');
  expect(reason({ ...good, type: 'toString' })[0]).toBe('unknown type');
});
