import { Redis } from 'ioredis';

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
