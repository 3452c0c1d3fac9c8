import type { DeltaStream, StreamEntry } from '@floorwalk/server/live/delta-stream';
import { LocalDeltaStream } from '@floorwalk/server/live/local-delta-stream';
import { RedisDeltaStream } from '@floorwalk/server/live/redis-delta-stream';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { useRedis } from '../kit/redis.ts';
import { until } from './live-app.ts';

const redis = useRedis();
const opened: DeltaStream[] = [];
afterAll(() => Promise.all(opened.map((stream) => stream.close())));

const local = new LocalDeltaStream();
describeDeltaStream('in one process', () => local);
describeDeltaStream('over Redis', () => {
  const connect = (): Redis => new Redis(redis.url);
  return new RedisDeltaStream({ connect, prefix: redis.prefix });
});

/** What both ways from the owner to the api nodes give. `open` gives an end of the same way each time. */
function describeDeltaStream(name: string, open: () => DeltaStream): void {
  describe(`deltas ${name}`, () => {
    const end = (): DeltaStream => {
      const stream = open();
      opened.push(stream);
      return stream;
    };

    it('arrive in order at everyone who follows, and nowhere else', async () => {
      const [owner, one, other] = [end(), end(), end()];
      const heard: Record<string, number[]> = { one: [], both: [], elsewhere: [] };
      one.follow('a', (entry) => heard['one']?.push(positionOf(entry)));
      other.follow('a', (entry) => heard['both']?.push(positionOf(entry)));
      other.follow('b', (entry) => heard['elsewhere']?.push(positionOf(entry)));
      let position = 0;
      // Following begins a moment later over a network, so this is said until it is heard.
      await until(async () => {
        await publish(owner, 'a', ++position);
        return heard['one']?.length && heard['both']?.length;
      });
      const first = position;
      for (let more = 0; more < 20; more += 1) {
        // oxlint-disable-next-line no-await-in-loop -- in order
        await publish(owner, 'a', ++position);
      }
      await until(() => heard['one']?.at(-1) === position && heard['both']?.at(-1) === position);
      const expected = Array.from({ length: 20 }, (_, index) => first + 1 + index);
      expect(heard['one']?.slice(-20)).toEqual(expected);
      expect(heard['both']?.slice(-20)).toEqual(expected);
      expect(heard['elsewhere']).toEqual([]);
    });

    it('stop arriving when one no longer follows', async () => {
      const [owner, reader] = [end(), end()];
      const heard: number[] = [];
      const stay: number[] = [];
      const leave = reader.follow('c', (entry) => heard.push(positionOf(entry)));
      reader.follow('c', (entry) => stay.push(positionOf(entry)));
      let position = 0;
      await until(async () => {
        await publish(owner, 'c', ++position);
        return heard.length > 0;
      });
      leave();
      const count = heard.length;
      await publish(owner, 'c', ++position);
      await until(() => stay.at(-1) === position);
      expect(heard).toHaveLength(count);
    });

    it('carry the asking for a snapshot to the owner', async () => {
      const [owner, reader] = [end(), end()];
      const asked: string[] = [];
      owner.onAsk((siteId) => asked.push(siteId));
      await until(() => {
        reader.ask('site with "odd": characters');
        return asked.includes('site with "odd": characters');
      });
    });
  });
}

async function publish(stream: DeltaStream, siteId: string, position: number): Promise<void> {
  const mark = { position, asOf: position };
  await stream.publish(siteId, {
    kind: 'delta',
    delta: { siteId, from: mark, to: mark, cutAt: 1, recordedAt: 1, tables: {}, removed: {} },
  });
}

function positionOf(entry: StreamEntry): number {
  return entry.kind === 'delta' ? entry.delta.to.position : entry.snapshot.at.position;
}
