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

  it('a refusal says what it says', () => {
    expect(problemOf(badField('/a', 'b') as never)).toMatchObject({ status: 400, pointer: '/a', detail: 'b' });
  });
});
