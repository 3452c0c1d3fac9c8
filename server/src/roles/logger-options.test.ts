import { DrizzleQueryError } from 'drizzle-orm';
import { DatabaseError } from 'pg';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { loggerOptions } from './logger-options.ts';

describe('the process log', () => {
  it('says which statement failed and why, and none of its values, however deep the error stands', () => {
    const lines: string[] = [];
    const logger = pino(loggerOptions('info'), { write: (line) => lines.push(line) });
    const refused = new DatabaseError('duplicate key value violates unique constraint "session_pkey"', 1, 'error');
    refused.detail = 'Key (token_hash)=(c0ffee$&) already exists.';
    const failed = () =>
      new DrizzleQueryError('insert into "session" values ($1, $2)', ['c0ffee$&', { a: 'bank' }], refused);
    logger.error({ err: failed() }, 'a');
    logger.child({ siteId: 's' }).error({ err: new Error('a job failed', { cause: failed() }) }, 'b');
    logger.error(new AggregateError([new Error('one', { cause: failed() }), failed()], 'both'));
    const around = new Error('round and round');
    around.cause = new Error('again', { cause: around });
    logger.error(around);
    expect(lines).toHaveLength(4);
    for (const line of lines.slice(0, 3)) {
      expect(line).toContain(String.raw`insert into \"session\" values ($1, $2)`);
      expect(line).toContain('session_pkey');
      expect(line).not.toMatch(/c0ffee|bank|object Object|params: /);
    }
  });
});
