import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Socket as Connection } from 'node:net';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import type { Principal } from '@floorwalk/shared/access/role';
import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import type { Down } from '@floorwalk/shared/protocol/down';
import { EVERYONE, type IdentityChanges } from '../auth/identity-changes.ts';
import type { Asking, Authenticate } from './authorize.ts';
import type { Relay } from './relay.ts';
import type { RelayMetrics } from './relay-metrics.ts';
import { RoomBroadcasts } from './room-broadcasts.ts';
import { SOCKET_LIMITS } from './socket-limits.ts';
import { SocketSession } from './socket-session.ts';
import type { TravelDesk } from './travel-desk.ts';

/** How often lanes are checked, and how often it is looked up again whether someone may still be here. */
const CHECK_MS = 1_000;
const RECHECK_MS = 60_000;

export type GatewayOptions = {
  readonly server: HttpServer;
  readonly authenticate: Authenticate;
  readonly changes: Pick<IdentityChanges, 'onChange'>;
  readonly relay: Relay;
  readonly travelDesk: TravelDesk;
  readonly siteExists: (siteId: string) => Promise<boolean>;
  readonly metrics: RelayMetrics;
  readonly logger: Logger;
  /** The real clock, epoch ms. */
  readonly now: () => number;
};

export type FloorSocket = Socket<Record<string, never>, Down & Record<string, never>>;

/**
 * The websocket side of an api node: lets in who is known, gives each socket its session, and looks after lanes and rights. Catching up is a matter of
 * positions, so socket.io's own recovery stays off, and so does long polling, which would hide a blocked websocket behind slow numbers.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #io: Server;
  readonly #sessions = new Map<string, SocketSession>();
  readonly #perPrincipal = new Map<string, number>();
  readonly #broadcasts: RoomBroadcasts;
  readonly #checking: NodeJS.Timeout;
  readonly #rechecking: NodeJS.Timeout;
  readonly #stopHearing: () => void;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#io = new Server(options.server, {
      transports: ['websocket'],
      serveClient: false,
      maxHttpBufferSize: SOCKET_LIMITS.messageBytes,
      // Deflating each delta for each socket anew costs more than everything else together; what is sent was encoded once for the room.
      perMessageDeflate: false,
      pingInterval: 10_000,
      pingTimeout: 15_000,
      // Below, at once.
      destroyUpgrade: false,
    });
    // A connection that is to become something else is nobody's any more: nothing but this would ever end it.
    options.server.on('upgrade', (request: IncomingMessage, connection: Connection) => {
      if (request.url?.startsWith(`${this.#io.path()}/`)) return;
      connection.write('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      connection.destroySoon();
    });
    this.#broadcasts = new RoomBroadcasts((roomKey, delta) => {
      this.#io.local.to(roomKey).emit('delta', delta);
      options.metrics.sent('delta');
    });
    this.#io.on('connection', (socket) => {
      this.#welcome(socket).catch((error: unknown) => {
        options.logger.error({ err: error }, 'a socket could not be welcomed');
        socket.disconnect(true);
      });
    });
    this.#checking = setInterval(() => {
      for (const session of this.#sessions.values()) session.check();
    }, CHECK_MS);
    this.#rechecking = setInterval(() => this.#recheckAll(), RECHECK_MS);
    this.#stopHearing = options.changes.onChange((change) => {
      for (const session of this.#sessions.values()) {
        if (change.principalId !== EVERYONE && session.principal.id !== change.principalId) continue;
        if (change.ended === null) this.#recheck(session);
        else session.signOut(change.ended);
      }
    });
  }

  /** Hangs up on everyone, so that the HTTP server can close. Call it before closing that. */
  async close(): Promise<void> {
    clearInterval(this.#checking);
    clearInterval(this.#rechecking);
    this.#stopHearing();
    this.#io.local.disconnectSockets(true);
    await Promise.all([...this.#sessions.values()].map((session) => session.end()));
    this.#sessions.clear();
    this.#io.engine.close();
  }

  async #welcome(socket: Socket): Promise<void> {
    const { protocolVersion, token } = socket.handshake.auth as { protocolVersion?: unknown; token?: unknown };
    if (protocolVersion !== undefined && protocolVersion !== PROTOCOL_VERSION)
      socket.emit('outdated', PROTOCOL_VERSION);
    const asking: Asking = {
      headers: socket.handshake.headers,
      ...(typeof token === 'string' ? { token } : {}),
    };
    // What the client sends meanwhile is kept, so that nothing is lost while it is looked up who asks.
    const early: [string, unknown[]][] = [];
    const keep = (event: string, ...rest: unknown[]): void => {
      if (early.length < SOCKET_LIMITS.subscribes) early.push([event, rest]);
    };
    socket.onAny(keep);
    const principal = await this.#options.authenticate(asking);
    socket.offAny(keep);
    if (!socket.connected) return;
    if (!principal) {
      socket.emit('signed-out', 'Sign in first.');
      socket.disconnect(true);
      return;
    }
    if (!this.#mayEnter(socket, principal)) return;
    const session = new SocketSession({ ...this.#options, socket, principal, asking, broadcasts: this.#broadcasts });
    this.#sessions.set(socket.id, session);
    this.#options.metrics.sockets.set(this.#sessions.size);
    socket.on('disconnect', () => this.#leave(socket.id, session));
    for (const [event, rest] of early) session.hear(event, rest);
  }

  #mayEnter(socket: Socket, principal: Principal): boolean {
    const count = this.#perPrincipal.get(principal.id) ?? 0;
    const limit =
      this.#sessions.size >= SOCKET_LIMITS.sockets
        ? 'sockets'
        : count >= SOCKET_LIMITS.socketsPerPrincipal
          ? 'sockets-per-principal'
          : null;
    if (limit === null) {
      this.#perPrincipal.set(principal.id, count + 1);
      return true;
    }
    this.#options.metrics.refused(limit);
    this.#options.logger.warn({ limit, principalId: principal.id }, 'a socket was refused');
    socket.disconnect(true);
    return false;
  }

  #leave(socketId: string, session: SocketSession): void {
    if (this.#sessions.get(socketId) !== session) return;
    this.#sessions.delete(socketId);
    this.#options.metrics.sockets.set(this.#sessions.size);
    const { id } = session.principal;
    const left = (this.#perPrincipal.get(id) ?? 1) - 1;
    if (left > 0) this.#perPrincipal.set(id, left);
    else this.#perPrincipal.delete(id);
    session
      .end()
      .catch((error: unknown) => this.#options.logger.error({ err: error }, 'a socket session did not end well'));
  }

  #recheckAll(): void {
    for (const session of this.#sessions.values()) this.#recheck(session);
  }

  /** Sessions run out and rights change: whoever may no longer be here is told so. */
  #recheck(session: SocketSession): void {
    this.#options.authenticate(session.asking).then(
      (principal) => {
        if (principal) session.become(principal);
        else session.signOut('Your session ended. Sign in again.');
      },
      // It could not be found out; the next check will.
      () => undefined,
    );
  }
}
