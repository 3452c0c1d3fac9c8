import { describe, expect, it } from 'vitest';
import { answerErlangCase } from './erlang-case.ts';
import { answerJsonCases } from './json-cases.ts';

const ask = (...cases: unknown[]) => answerJsonCases(JSON.stringify(cases), answerErlangCase);
const good = {
  id: 'good',
  model: 'C',
  input: { servers: 14, calls: 100, intervalSec: 1800, ahtSec: 180, targetSec: 20 },
};

describe('floorwalk erlang', () => {
  it('answers one case as well as an array, with an id by position where there is none', () => {
    const { id: _, ...nameless } = good;
    const [one] = answerJsonCases(JSON.stringify(nameless), answerErlangCase);
    expect(one).toMatchObject({ id: 1, output: { stable: true, occupancy: 10 / 14 } });
    expect(ask(good, { ...good, id: 7 }).map((answer) => answer.id)).toEqual(['good', 7]);
  });

  it('reads inputs beside the id too, and a load in erlangs', () => {
    expect(ask({ id: 'b', model: 'B', servers: 2, erlangs: 1 })).toEqual([
      { id: 'b', output: expect.objectContaining({ blocking: expect.closeTo(0.2, 14) }) },
    ]);
  });

  it('answers a bad case with an error naming the field, without spoiling the others', () => {
    const bad: [string, object][] = [
      ['ahtSec', { ...good.input, ahtSec: -180 }],
      ['ahtSec', { ...good.input, ahtSec: '180' }],
      ['calls', { ...good.input, calls: -1 }],
      ['intervalSec', { ...good.input, intervalSec: 0 }],
      ['targetSec', { ...good.input, targetSec: undefined }],
      ['servers', { ...good.input, servers: null }],
      ['erlangs', { ...good.input, erlangs: 11 }],
    ];
    const answers = ask(good, ...bad.map(([, input]) => ({ ...good, input })), good);
    expect(answers.at(0)).toEqual(answers.at(-1));
    bad.forEach(([field], index) => {
      expect(answers[index + 1]).toMatchObject({
        field,
        error: expect.stringMatching(new RegExp(`^${field}: `)),
        pointer: `/${index + 1}/input/${field}`,
      });
    });
  });

  it('refuses an unknown or missing model by name, and a case that is no object', () => {
    expect(ask({ ...good, model: 'D' }, { id: 1, input: good.input }, 5)).toEqual([
      { id: 'good', error: 'model: must be B, C or A', field: 'model', pointer: '/0/model' },
      { id: 1, error: 'model: is missing (B, C or A)', field: 'model', pointer: '/1/model' },
      { id: 3, error: expect.stringMatching(/^case: /), field: 'case', pointer: '/2' },
    ]);
    expect(ask({ ...good, input: null }, { ...good, model: 'Z', input: {} })).toMatchObject([
      { id: 'good', field: 'input', pointer: '/0/input' },
      { id: 'good', field: 'model', pointer: '/1/model' },
    ]);
    const [beside] = answerJsonCases(JSON.stringify({ model: 'B', servers: 1 }), answerErlangCase);
    expect(beside).toMatchObject({ id: 1, field: 'erlangs', pointer: '/erlangs' });
  });

  it('refuses what is not JSON in one sentence', () => {
    expect(() => answerJsonCases('{', answerErlangCase)).toThrow(/not JSON/);
  });
});
