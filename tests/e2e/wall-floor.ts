import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ServerConfig } from '@floorwalk/server/config';
import type { Board } from '@floorwalk/shared/api/settings';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';

/** A floor with a few queues, agents and a bot, as seen through a line that the test can cut. */
export type WallFloor = {
  readonly floorwalk: RunningFloorwalk;
  /** Where browsers go: a line to the server that {@link cut} breaks. */
  readonly address: string;
  /** Ends every connection and refuses new ones, as a server that stopped does. */
  readonly cut: () => Promise<void>;
  readonly restore: () => Promise<void>;
  /** Sends events of the source `demo`; each gets an id. */
  readonly send: (events: readonly FloorEvent[]) => Promise<void>;
  /** Asks the REST side as a demo administrator (or as nobody). */
  readonly ask: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  readonly stop: () => Promise<void>;
};

export type FloorEvent = { readonly type: string; readonly time?: number; readonly data: Record<string, unknown> };

export const SITE = 'demo';

export async function openWallFloor(config: Partial<ServerConfig> = {}): Promise<WallFloor> {
  const floorwalk = await startFloorwalk({ config });
  const line = await openLine(Number(new URL(floorwalk.address).port));
  const cookie = await signIn(floorwalk.address, 'administrator');
  let sent = 0;
  const send = async (events: readonly FloorEvent[]): Promise<void> => {
    const lines = events.map(({ type, time = Date.now(), data }) => {
      sent += 1;
      const event = {
        specversion: '1.0',
        id: `e${sent}`,
        source: 'demo',
        type,
        time: new Date(time).toISOString(),
        data,
      };
      return JSON.stringify(event);
    });
    const response = await fetch(`${floorwalk.address}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${floorwalk.token}`, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    if (response.status !== 200)
      throw new Error(`the events were answered ${response.status}: ${await response.text()}`);
  };
  await send(firstEvents(Date.now()));
  return {
    floorwalk,
    get address() {
      return `http://127.0.0.1:${line.port}`;
    },
    cut: line.cut,
    restore: line.restore,
    send,
    ask: async <T>(method: string, path: string, body?: unknown) => {
      const response = await fetch(`${floorwalk.address}/api/v1${path}`, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    stop: async () => {
      await line.close();
      await floorwalk.stop();
    },
  };
}

/** The cookie of a demo role. */
export async function signIn(address: string, role: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/demo-session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  if (!response.ok) throw new Error(`signing in as ${role}: ${response.status} ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ');
}

/** A board with two pages on which every kind of tile stands. */
export function sampleBoard(change: Partial<Board> = {}): Omit<Board, 'id' | 'updatedAt'> {
  const site = { table: 'sites' } as const;
  return {
    siteId: SITE,
    teamId: null,
    name: 'Team floor',
    rotateSeconds: 600,
    theme: 'dark',
    screenInches: 55,
    viewingDistanceMetres: 5,
    pages: [
      {
        id: 'now',
        title: 'Now',
        tiles: [
          {
            id: 'sl',
            kind: 'gauge',
            metric: 'service-level',
            window: 'last30m',
            subject: site,
            target: 0.99,
            x: 0,
            y: 0,
            width: 6,
            height: 7,
          },
          {
            id: 'waiting',
            kind: 'trend',
            metric: 'waiting',
            subject: site,
            warning: 1,
            critical: 2,
            x: 6,
            y: 0,
            width: 6,
            height: 7,
          },
          {
            id: 'longest',
            kind: 'number',
            metric: 'longest-wait',
            subject: site,
            target: 3_600_000,
            x: 0,
            y: 7,
            width: 4,
            height: 5,
          },
          {
            id: 'abandon',
            kind: 'number',
            metric: 'abandon-rate',
            window: 'today',
            subject: { table: 'queues', id: 'idle' },
            target: 0.05,
            x: 4,
            y: 7,
            width: 4,
            height: 5,
          },
          {
            id: 'agents',
            kind: 'number',
            metric: 'agents-available',
            subject: { table: 'teams', id: 'north' },
            x: 8,
            y: 7,
            width: 4,
            height: 5,
          },
        ],
      },
      {
        id: 'queues',
        title: 'Queues',
        tiles: [
          {
            id: 'worst',
            kind: 'list',
            metric: 'waiting',
            subject: site,
            warning: 1,
            critical: 2,
            x: 0,
            y: 0,
            width: 7,
            height: 12,
          },
          { id: 'clock', kind: 'clock', x: 7, y: 0, width: 5, height: 4 },
          {
            id: 'words',
            kind: 'message',
            title: 'Today',
            text: 'Ring back everybody who asked for it.',
            x: 7,
            y: 4,
            width: 5,
            height: 4,
          },
          {
            id: 'bot',
            kind: 'gauge',
            metric: 'bot-confidence',
            subject: { table: 'bots', id: 'bot-1' },
            x: 7,
            y: 8,
            width: 5,
            height: 4,
          },
        ],
      },
    ],
    ...change,
  };
}

function firstEvents(now: number): FloorEvent[] {
  const minutes = (count: number): number => now - count * 60_000;
  const queues = ['orders', 'billing', 'idle'];
  const contact = (id: string, queueId: string, agentId: string, queuedAt: number, waitMs: number): FloorEvent[] => [
    { type: 'contact.queued', time: queuedAt, data: { contactId: id, queueId, channel: 'voice' } },
    { type: 'contact.answered', time: queuedAt + waitMs, data: { contactId: id, agentId } },
    { type: 'contact.completed', time: queuedAt + waitMs + 60_000, data: { contactId: id } },
  ];
  const events: FloorEvent[] = [
    { type: 'site.configured', time: minutes(30), data: { name: 'Demo floor', zone: 'Europe/Berlin' } },
    { type: 'team.configured', time: minutes(30), data: { teamId: 'north', name: 'North' } },
    ...queues.map((queueId) => ({
      type: 'queue.configured',
      time: minutes(30),
      data: { queueId, name: queueId[0]?.toUpperCase() + queueId.slice(1), teamId: 'north', channel: 'voice' },
    })),
    ...['ana', 'ben', 'cem'].map((agentId) => ({
      type: 'agent.signed-in',
      time: minutes(29),
      data: { agentId, name: agentId, teamId: 'north', queueIds: queues },
    })),
    { type: 'bot.configured', time: minutes(29), data: { botId: 'bot-1', name: 'Orders bot', queueId: 'orders' } },
    { type: 'bot.session-started', time: minutes(5), data: { sessionId: 's1', botId: 'bot-1' } },
    { type: 'bot.turned', time: minutes(4), data: { sessionId: 's1', botId: 'bot-1', confidence: 0.72 } },
  ];
  for (let index = 0; index < 8; index += 1) {
    events.push(
      ...contact(
        `done-${index}`,
        index % 2 === 0 ? 'orders' : 'billing',
        'ana',
        minutes(20 - index * 2),
        index < 6 ? 5000 : 45_000,
      ),
    );
  }
  events.push({
    type: 'contact.queued',
    time: minutes(2),
    data: { contactId: 'waiting-1', queueId: 'billing', channel: 'voice' },
  });
  return events.toSorted((left, right) => (left.time ?? 0) - (right.time ?? 0));
}

type Line = {
  readonly port: number;
  readonly cut: () => Promise<void>;
  readonly restore: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Passes bytes on to a port of this machine until it is cut; restored, it listens on the same port again. */
async function openLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const listen = async (port: number): Promise<number> => {
    const opened = createServer((near) => {
      const far = createConnection(target, '127.0.0.1');
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => {
          near.destroy();
          far.destroy();
        });
      }
      near.pipe(far);
      far.pipe(near);
    });
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', resolve);
    });
    server = opened;
    return (opened.address() as AddressInfo).port;
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    if (closing !== undefined) await new Promise<void>((resolve) => closing.close(() => resolve()));
  };
  const port = await listen(0);
  return { port, cut, restore: async () => void (await listen(port)), close: cut };
}
