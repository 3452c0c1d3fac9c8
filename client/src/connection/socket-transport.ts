import { io, type Socket } from 'socket.io-client';
import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import type { Delta, Mark, Snapshot } from '@floorwalk/shared/live/delta';
import type { Subscribe, Subscribed } from '@floorwalk/shared/protocol/subscribe';
import type { Transport, TransportListener } from './transport.ts';

const SUBSCRIBE_TIMEOUT_MS = 15_000;
const CLOCK_TIMEOUT_MS = 5_000;

/** Where and as whom to connect. Without a token the session cookie speaks. */
export type SocketOptions = { readonly token?: string; readonly url?: string };

/**
 * The line to the server over a websocket and nothing else: one connection, no upgrade dance, no long polling that would hide a blocked
 * websocket behind slow numbers. Nothing is queued while the line is down; what was missed is asked for by position.
 */
export function createSocketTransport(options: SocketOptions = {}): Transport {
  const socket: Socket = io(options.url ?? window.location.origin, {
    transports: ['websocket'],
    autoConnect: false,
    auth: { protocolVersion: PROTOCOL_VERSION, ...(options.token === undefined ? {} : { token: options.token }) },
    reconnectionDelay: 500,
    reconnectionDelayMax: 8_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;

  function emitWithAck<T>(event: string, payload: unknown, timeoutMs: number): Promise<T> {
    if (!socket.connected) return Promise.reject(new Error('not connected'));
    return socket.timeout(timeoutMs).emitWithAck(event, payload) as Promise<T>;
  }

  return {
    get isConnected() {
      return socket.connected;
    },
    listen(listener: TransportListener) {
      socket.on('connect', () => listener.connected());
      socket.on('disconnect', (reason) => {
        listener.disconnected();
        // After the server itself hung up socket.io leaves it to us to come back.
        if (reason === 'io server disconnect' && wanted) reopenIn(1_000 + Math.random() * 2_000, listener);
      });
      socket.on('connect_error', () => {
        listener.disconnected();
        // A refused handshake ends socket.io's own attempts.
        if (!socket.active && wanted) reopenIn(4_000 + Math.random() * 4_000, listener);
      });
      socket.io.on('reconnect_attempt', (attempt) => listener.retrying(Math.min(8_000, 500 * 2 ** attempt)));
      socket.on('delta', (delta: Delta) => listener.delta(delta));
      socket.on('merged', (delta: Delta, behindMs: number, acknowledge: () => void) =>
        listener.merged(delta, behindMs, acknowledge),
      );
      socket.on('snapshot', (snapshot: Snapshot) => listener.snapshot(snapshot));
      socket.on('outdated', (protocolVersion: number) => listener.outdated(protocolVersion));
      socket.on('signed-out', (reason: string) => listener.signedOut(reason));
    },
    open() {
      wanted = true;
      socket.connect();
    },
    close() {
      wanted = false;
      clearTimeout(retryTimer);
      socket.disconnect();
    },
    retryNow() {
      clearTimeout(retryTimer);
      if (socket.connected) return;
      socket.disconnect();
      wanted = true;
      socket.connect();
    },
    subscribe: (request: Subscribe) => emitWithAck<Subscribed>('subscribe', request, SUBSCRIBE_TIMEOUT_MS),
    unsubscribe() {
      if (socket.connected) socket.emit('unsubscribe', {});
    },
    seen(have: Mark) {
      if (socket.connected) socket.volatile.emit('seen', { have });
    },
    clock: () => emitWithAck<number>('clock', { sentAt: Date.now() }, CLOCK_TIMEOUT_MS),
  };

  function reopenIn(delayMs: number, listener: TransportListener): void {
    clearTimeout(retryTimer);
    listener.retrying(delayMs);
    retryTimer = setTimeout(() => socket.connect(), delayMs);
  }
}
