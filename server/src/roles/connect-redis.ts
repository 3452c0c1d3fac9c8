import { Redis } from 'ioredis';

export type RedisConnectOptions = {
  /** Waits for Redis as long as it takes, as BullMQ insists on; else a command fails after its second try. */
  readonly isPatient: boolean;
  /** A line on which nothing comes for so long though something was asked is given up: longer than any command here waits in Redis; ms. */
  readonly answerMs: number;
  /** Hears of each failed attempt. */
  readonly failed: (error: Error) => void;
};

/**
 * A connection to Redis that comes back by itself, also when its other end has vanished without a word: that shows by an answer that does not come,
 * or, where nothing was asked, by the system's own asking after it.
 */
export function connectRedis(url: string, { isPatient, answerMs, failed }: RedisConnectOptions): Redis {
  const redis = new Redis(url, {
    keepAlive: 10_000,
    socketTimeout: answerMs,
    maxRetriesPerRequest: isPatient ? null : 2,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  });
  redis.on('error', failed);
  return redis;
}
