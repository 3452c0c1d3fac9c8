import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Lease, Leases } from './lease.ts';

const HELD_MS = 5_000;
const RENEW_MS = 1_500;

/** Extends the key when it is ours, takes it again when it is gone (Redis was emptied); 0 when another holds it. */
const RENEW = `
local holder = redis.call('get', KEYS[1])
if holder == false or holder == ARGV[1] then
  redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/** Leases as Redis keys that expire. While Redis cannot be reached the holder goes on: two owners are harmless, none is not. */
export class RedisLeases implements Leases {
  readonly #redis: Redis;
  readonly #prefix: string;

  constructor(options: { connect: () => Redis; prefix: string }) {
    this.#redis = options.connect();
    this.#redis.on('error', () => undefined);
    this.#prefix = options.prefix;
  }

  async tryAcquire(name: string): Promise<Lease | null> {
    const key = `${this.#prefix}:lease:${name}`;
    const holder = randomUUID();
    const taken = await this.#redis.set(key, holder, 'PX', HELD_MS, 'NX');
    if (taken !== 'OK') return null;
    let tellLost: () => void = () => undefined;
    const lost = new Promise<void>((resolve) => {
      tellLost = resolve;
    });
    const timer = setInterval(() => {
      this.#redis.eval(RENEW, 1, key, holder, HELD_MS).then(
        (held) => {
          if (held === 1) return;
          clearInterval(timer);
          tellLost();
        },
        () => undefined,
      );
    }, RENEW_MS);
    return {
      lost,
      release: async () => {
        clearInterval(timer);
        if (this.#redis.status === 'ready') await this.#redis.eval(RELEASE, 1, key, holder).catch(() => undefined);
      },
    };
  }

  close(): Promise<void> {
    this.#redis.disconnect();
    return Promise.resolve();
  }
}
