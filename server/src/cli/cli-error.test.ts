import { expect, it } from 'vitest';
import { CliError, sentenceOf } from './cli-error.ts';

it('whatever was thrown is told as one line, with its remedy where it has one', () => {
  expect(sentenceOf(new CliError('this\n  failed.', { remedy: 'do\nthat' }))).toBe('this failed: do that');
  expect(sentenceOf(new Error('first\n  second'))).toBe('first second');
  expect(sentenceOf(new AggregateError([new Error('of several')]))).toBe('of several');
  expect(sentenceOf('only words')).toBe('only words');
});

it('a full disk is told with what to do, not with the name of a call', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(sentenceOf(full)).toMatch(/^the disk is full, .*: free some of it/);
});
