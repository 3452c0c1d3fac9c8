import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll } from 'vitest';
import { testServices } from './services.ts';

/** Where the run's Redis listens, and a prefix for every key, stream and channel of one test file; its keys are removed after the file. */
export function useRedis(): { readonly url: string; readonly prefix: string } {
  const { redisUrl, run } = testServices();
  const prefix = `test-${run}-${randomBytes(4).toString('hex')}`;
  afterAll(() => removeKeys(redisUrl, prefix));
  return { url: redisUrl, prefix };
}

/** Removes every key that begins with the prefix, wherever a library puts it (BullMQ's begin with `bull:` unless told otherwise). */
export async function removeKeys(url: string, prefix: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true });
  try {
    await redis.connect();
    let cursor = '0';
    do {
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
      const [next, keys] = await redis.scan(cursor, 'MATCH', `*${prefix}*`, 'COUNT', 1000);
      // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
      if (keys.length > 0) await redis.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
  } finally {
    redis.disconnect();
  }
}
