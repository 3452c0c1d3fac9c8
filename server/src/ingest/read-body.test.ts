import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

const read = (type: string, text: string | Buffer, max = 100) => readBody(type, Buffer.from(text), max);
const problemOf = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return (error as { problem?: unknown }).problem;
  }
  return null;
};

describe('readBody', () => {
  it('takes one event, an array, or a line each, by the content type', () => {
    expect(read('application/cloudevents+json', '{"a":1}').events).toEqual([{ value: { a: 1 } }]);
    expect(read('application/cloudevents-batch+json', '[{"a":1},2]').events).toEqual([
      { value: { a: 1 } },
      { value: 2 },
    ]);
    expect(read('application/json', '{"a":1}').events).toHaveLength(1);
    expect(read('application/json', '[]').events).toHaveLength(0);
    expect(read('application/x-ndjson', '{"a":1}\r\n\n {"b":2}\n').events).toEqual([
      { value: { a: 1 } },
      { value: { b: 2 } },
    ]);
  });

  it('refuses a line that is no JSON for itself and reads the others', () => {
    const { events } = read('application/x-ndjson', '{"a":1}\n{oops\n{"b":2}');
    expect(events).toMatchObject([
      { value: { a: 1 } },
      { refused: { reason: 'not-json' }, payload: '{oops' },
      { value: {} },
    ]);
  });

  it.each([
    ['a text that is no JSON', 'application/json', '{"a":', 400, 'not-json'],
    ['nothing', 'application/json', ' ', 400, 'empty-body'],
    ['bytes that are no UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0x22]), 400, 'not-utf-8'],
    ['an array where one event is promised', 'application/cloudevents+json', '[]', 400, 'not-one-event'],
    ['one event where an array is promised', 'application/cloudevents-batch+json', '{}', 400, 'not-a-batch'],
    ['an array beyond the limit', 'application/json', '[1,2,3]', 413, 'batch-too-large'],
    ['lines beyond the limit', 'application/x-ndjson', '1\n2\n3', 413, 'batch-too-large'],
  ])('refuses %s', (_what, type, text, status, title) => {
    expect(problemOf(() => read(type, text, 2))).toMatchObject({ status, title });
  });

  it('refuses an event larger than one may be, and no other of its batch', () => {
    const large = { data: 'ä'.repeat(40_000) };
    const { events } = read('application/json', JSON.stringify([{ a: 1 }, large, { b: 'x'.repeat(30_000) }]));
    expect(events).toMatchObject([{ value: { a: 1 } }, { refused: { reason: 'too-large' } }, { value: {} }]);
  });

  it('survives nesting deeper than can be written down again', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    expect(read('application/json', `[${deep}]`).events).toMatchObject([{ refused: { reason: 'too-large' } }]);
  });

  it('says when some text might hold what cannot be stored', () => {
    expect(read('application/json', '{"a":"\\u0000"}').suspectText).toBe(true);
    expect(read('application/json', '{"a":"\\uD83E\\uDD86"}').suspectText).toBe(true);
    expect(read('application/json', '{"a":"🦆 é"}').suspectText).toBe(false);
  });
});
