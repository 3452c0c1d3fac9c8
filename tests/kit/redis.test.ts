import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { useRedis } from './redis.ts';
import { removeKeys } from './remove-keys.ts';

describe('test Redis', () => {
  const { url, prefix } = useRedis();
  const redis = new Redis(url);
  afterAll(() => redis.disconnect());

  it('removing a prefix leaves the keys of other prefixes', async () => {
    await redis.mset(`${prefix}:a`, '1', `bull:${prefix}-x:b`, '1', `${prefix.slice(0, -1)}!:c`, '1');
    await removeKeys(url, prefix);
    expect(await redis.mget(`${prefix}:a`, `bull:${prefix}-x:b`, `${prefix.slice(0, -1)}!:c`)).toEqual([
      null,
      null,
      '1',
    ]);
    await redis.del(`${prefix.slice(0, -1)}!:c`);
  });

  it('the server is one the job queues accept: 6.2 or later, and it never evicts', async () => {
    expect(await redis.info('server')).toMatch(/redis_version:([7-9]|6\.[2-9])/);
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  });
});
