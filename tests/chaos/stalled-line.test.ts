import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { SOCKET_LIMITS } from '@floorwalk/server/socket/socket-limits';
import { expect, it } from 'vitest';
import { until, useLiveApp } from '../integration/live-app.ts';
import { connectClient, reaches, rowsOf, type LiveClient } from '../integration/live-client.ts';

const app = useLiveApp();
const SITE = 'stalled';
const BASE = Date.UTC(2026, 4, 4, 9);
/** How long a silent line may stay in the room, seconds. */
const ROOM_SECONDS = (SOCKET_LIMITS.behindMs + SOCKET_LIMITS.seenEveryMs) / 1_000 + 2;
const BURSTS = 30;
const CONTACTS = 400;

/** One burst changes four hundred contacts: about 200 kB in a delta, far more in all than the buffers of a line hold. */
function burst(index: number): NewEvent[] {
  return Array.from({ length: CONTACTS }, (_, contact) => ({
    id: `b${index}-${contact}`,
    source: 'acd',
    type: 'contact.queued',
    time: BASE + index * 1000,
    data: { contactId: `c${index % 3}-${contact}`, queueId: `q${index % 5}`, segment: 'x'.repeat(200) },
  }));
}

/** The TCP connection below a client's websocket. */
function lineOf(client: LiveClient): { pause(): void; resume(): void } {
  const { transport } = client.socket.io.engine as unknown as {
    transport: { ws: { _socket: { pause(): void; resume(): void } } };
  };
  return transport.ws._socket;
}

it('a line that stalls holds up nobody else, and gets the present and not the past when it wakes', async () => {
  await app.send(SITE, [
    { id: 'clock', source: 'acd', type: 'site.clock-set', time: BASE, data: { clock: { kind: 'log' } } },
  ]);
  app.startFold();
  const api = await app.startApi();
  const [stalled, watcher] = await Promise.all([connectClient(api.url, 'sue'), connectClient(api.url, 'sue')]);
  await stalled.subscribe({ siteId: SITE });
  await watcher.subscribe({ siteId: SITE });

  lineOf(stalled).pause();
  for (let index = 0; index < BURSTS; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- burst by burst, each seen by the one whose line is fine
    await app.send(SITE, burst(index));
    // oxlint-disable-next-line no-await-in-loop -- as above
    const { position } = await app.log.head(SITE);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await until(() => reaches(watcher.view, position));
    watcher.seen();
    app.ahead += 1_000;
    // Lanes are looked at once a second of real time: give that look its chance once the line counts as behind.
    if (index === Math.ceil(ROOM_SECONDS)) {
      const looked = Date.now() + 1_500;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await until(() => Date.now() >= looked);
    }
  }
  const sentToWatcher = watcher.deltas.length;
  expect(watcher.merged).toEqual([]);
  lineOf(stalled).resume();
  const { position } = await app.log.head(SITE);
  await until(() => reaches(stalled.view, position));
  await until(() => {
    expect(rowsOf(stalled.view)).toEqual(rowsOf(watcher.view));
    return true;
  });
  // It left the room within the first seconds; from then on one message was under way, and one brings the rest.
  expect(stalled.deltas.length).toBeLessThan((sentToWatcher * ROOM_SECONDS) / BURSTS + 10);
  expect(stalled.merged.length).toBeGreaterThan(0);
  expect(stalled.merged.length).toBeLessThanOrEqual(3);
  expect(stalled.applied).not.toContain('gap');
  stalled.close();
  watcher.close();
});
