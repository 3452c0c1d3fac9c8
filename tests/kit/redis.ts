import { randomBytes } from 'node:crypto';
import { afterAll } from 'vitest';
import { removeKeys } from './remove-keys.ts';
import { testServices } from './services.ts';

/** Where the run's Redis listens, and a prefix for every key, stream and channel of one test file; its keys are removed after the file. */
export function useRedis(): { readonly url: string; readonly prefix: string } {
  const { redisUrl, run } = testServices();
  const prefix = `test-${run}-${randomBytes(4).toString('hex')}`;
  afterAll(() => removeKeys(redisUrl, prefix));
  return { url: redisUrl, prefix };
}
