import type { FastifyError } from 'fastify';
import { describe, expect, it } from 'vitest';
import { problemOf } from './answer-problem.ts';
import { badField } from './http-problem.ts';

const failed = (code: string): FastifyError =>
  new Error('Failed query: insert into secrets', { cause: Object.assign(new Error('x'), { code }) }) as FastifyError;

describe('what a request that failed is told', () => {
  it.each([
    ['53100', 'no-room'],
    ['40P01', 'busy'],
    ['08006', 'unavailable'],
    ['57P01', 'unavailable'],
    ['ECONNREFUSED', 'unavailable'],
  ])('a database that answers %s is worth another try', (code, title) => {
    expect(problemOf(failed(code))).toMatchObject({ status: 503, title });
  });

  it('the pool’s own words for a lost connection count as one', () => {
    expect(problemOf(new Error('Connection terminated unexpectedly') as FastifyError)).toMatchObject({ status: 503 });
  });

  it('an error of ours says no more than that it is one', () => {
    const problem = problemOf(failed('22P02'));
    expect(problem).toMatchObject({ status: 500, title: 'internal-error' });
    expect(JSON.stringify(problem)).not.toContain('secrets');
  });

  it('a word that is none of those allowed is told all of them, and a form that was named is told what it lacks', () => {
    const word = (allowedValue: string, instancePath: string) => ({
      keyword: 'const',
      instancePath,
      schemaPath: '',
      params: { allowedValue },
      message: 'must be equal to constant',
    });
    const anyOf = { keyword: 'anyOf', instancePath: '/by', schemaPath: '', params: {}, message: 'must match a schema' };
    const told = (validation: unknown[]) =>
      problemOf(Object.assign(new Error('x'), { statusCode: 400, validation }) as never);
    expect(told([word('queue', '/by'), word('site', '/by'), anyOf])).toMatchObject({
      title: 'invalid-value',
      pointer: '/by',
      detail: '/by must be one of "queue", "site".',
    });
    const lacks = { ...anyOf, keyword: 'required', instancePath: '/form', params: { missingProperty: 'b' } };
    expect(told([word('a', '/form/kind'), { ...lacks, message: 'must have b' }])).toMatchObject({
      pointer: '/form/b',
      detail: '/form/b must have b.',
    });
  });

  it('no word of the framework reaches who asked', () => {
    const error = Object.assign(new Error('Unsupported Media Type'), {
      statusCode: 415,
      code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    });
    expect(problemOf(error as never)).toMatchObject({ status: 415, title: 'unsupported-media-type' });
    const other = Object.assign(new Error('x'), { statusCode: 400, code: 'FST_ERR_SOMETHING_NEW' });
    expect(problemOf(other as never)).toMatchObject({ status: 400, title: 'bad-request' });
  });

  it('a refusal says what it says', () => {
    expect(problemOf(badField('/a', 'b') as never)).toMatchObject({ status: 400, pointer: '/a', detail: 'b' });
  });
});
