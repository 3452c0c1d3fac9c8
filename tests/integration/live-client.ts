import { applyDelta, applySnapshot, createView, type Applied, type View } from '@floorwalk/shared/live/apply';
import { compareMarks, type Delta, type Mark, type Snapshot } from '@floorwalk/shared/live/delta';
import type { Subscribe, Subscribed } from '@floorwalk/shared/protocol/subscribe';
import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import { io, type Socket } from 'socket.io-client';

/** A client as the browser's: the same view and rule, and a record of what came. */
export type LiveClient = {
  readonly socket: Socket;
  readonly view: View;
  readonly applied: Applied[];
  readonly deltas: Delta[];
  readonly merged: { delta: Delta; behindMs: number }[];
  readonly snapshots: Snapshot[];
  readonly signedOut: string[];
  /** When false, merged deltas are kept unanswered in `unanswered`. */
  acknowledges: boolean;
  readonly unanswered: (() => void)[];
  subscribe: (request: Partial<Subscribe> & { siteId: string }) => Promise<Subscribed>;
  seen: () => void;
  close: () => void;
};

export const ALL_TABLES = [
  'sites',
  'groups',
  'teams',
  'queues',
  'agents',
  'contacts',
  'bots',
  'botSessions',
  'sources',
  'alerts',
  'alertRules',
  'alertSilences',
] as const;
export const ALL_WINDOWS = ['last5m', 'last15m', 'last30m', 'interval', 'today'] as const;

export async function connectClient(url: string, token: string): Promise<LiveClient> {
  const socket = io(url, {
    transports: ['websocket'],
    auth: { protocolVersion: PROTOCOL_VERSION, token },
    reconnection: false,
    forceNew: true,
  });
  const client = createClient(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return client;
}

function createClient(socket: Socket): LiveClient {
  const client: LiveClient = {
    socket,
    view: createView(''),
    applied: [],
    deltas: [],
    merged: [],
    snapshots: [],
    signedOut: [],
    acknowledges: true,
    unanswered: [],
    subscribe: async (request) => {
      const answer = (await socket.timeout(15_000).emitWithAck('subscribe', {
        tables: [...ALL_TABLES],
        windows: [...ALL_WINDOWS],
        ...request,
      })) as Subscribed;
      if (answer.ok && 'snapshot' in answer) applySnapshot(client.view, answer.snapshot);
      else if (answer.ok) for (const delta of answer.deltas) client.applied.push(applyDelta(client.view, delta));
      return answer;
    },
    seen: () => socket.emit('seen', { have: client.view.mark }),
    close: () => socket.disconnect(),
  };
  socket.on('delta', (delta: Delta) => {
    client.deltas.push(delta);
    client.applied.push(applyDelta(client.view, delta));
  });
  socket.on('merged', (delta: Delta, behindMs: number, acknowledge: () => void) => {
    client.merged.push({ delta, behindMs });
    client.applied.push(applyDelta(client.view, delta));
    if (client.acknowledges) acknowledge();
    else client.unanswered.push(acknowledge);
  });
  socket.on('snapshot', (snapshot: Snapshot) => {
    client.snapshots.push(snapshot);
    applySnapshot(client.view, snapshot);
  });
  socket.on('signed-out', (reason: string) => client.signedOut.push(reason));
  return client;
}

/** Whether the view reaches a position. */
export function reaches(view: View, position: number): boolean {
  return view.mark.position >= position;
}

/** The rows of a view by table and id, in a form that compares equal whatever the order. */
export function rowsOf(view: View): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    ALL_TABLES.map((name) => [
      name,
      Object.fromEntries([...view.tables[name]].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}

/** A snapshot's rows in the same form. */
export function rowsOfSnapshot(snapshot: Snapshot): Record<string, Record<string, unknown>> {
  const view = createView(snapshot.siteId);
  applySnapshot(view, snapshot);
  return rowsOf(view);
}

export function isLater(a: Mark, b: Mark): boolean {
  return compareMarks(a, b) > 0;
}
