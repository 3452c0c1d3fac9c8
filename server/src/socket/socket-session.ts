import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import { Compile } from 'typebox/compile';
import { may, type Principal } from '@floorwalk/shared/access/role';
import { sightOf, type Sight } from '@floorwalk/shared/access/sight';
import type { Delta } from '@floorwalk/shared/live/delta';
import { Subscribe, type Subscribed, type SubscribeRefusal } from '@floorwalk/shared/protocol/subscribe';
import { Clock, Seen } from '@floorwalk/shared/protocol/up';
import type { Asking } from './authorize.ts';
import { LiveSubscription, type Outlet } from './live-subscription.ts';
import type { Relay } from './relay.ts';
import type { RelayMetrics } from './relay-metrics.ts';
import type { RoomBroadcasts } from './room-broadcasts.ts';
import type { RoomChoice } from './room.ts';
import { SOCKET_LIMITS } from './socket-limits.ts';
import type { TravelDesk, Travel } from './travel-desk.ts';

const SUBSCRIBE = Compile(Subscribe);
const SEEN = Compile(Seen);
const CLOCK = Compile(Clock);

/** How long a subscription may wait for a view of its site. */
const READY_LIMIT_MS = 5_000;

export type SocketSessionOptions = {
  readonly socket: Socket;
  readonly principal: Principal;
  readonly asking: Asking;
  readonly relay: Relay;
  readonly broadcasts: RoomBroadcasts;
  readonly travelDesk: TravelDesk;
  readonly siteExists: (siteId: string) => Promise<boolean>;
  readonly metrics: RelayMetrics;
  readonly logger: Logger;
  readonly now: () => number;
};

type Current = {
  readonly request: Subscribe;
  readonly sightKey: string;
  readonly live: LiveSubscription | null;
  readonly travel: Travel | null;
  readonly end: () => Promise<void>;
};

/** One connected socket: who it is, and its one subscription. */
export class SocketSession {
  readonly asking: Asking;
  readonly #options: SocketSessionOptions;
  #principal: Principal;
  #current: Current | null = null;
  /** Grows with every subscribe, so that an answer that comes late gives way to the newer one. */
  #question = 0;
  #subscribedAt: number[] = [];
  #ended = false;

  constructor(options: SocketSessionOptions) {
    this.#options = options;
    this.#principal = options.principal;
    this.asking = options.asking;
    options.socket.onAny((event: string, ...rest: unknown[]) => this.hear(event, rest));
  }

  get principal(): Principal {
    return this.#principal;
  }

  /** A message from the client; what does not fit its schema is answered as such, or left alone where nobody waits for an answer. */
  hear(event: string, rest: readonly unknown[]): void {
    const [payload, acknowledge] = rest;
    switch (event) {
      case 'subscribe':
        if (typeof acknowledge === 'function') this.#answerSubscribe(payload, acknowledge as Acknowledge);
        return;
      case 'seen':
        if (SEEN.Check(payload)) this.#current?.live?.seen(payload.have);
        return;
      case 'clock':
        if (CLOCK.Check(payload) && typeof acknowledge === 'function')
          (acknowledge as Acknowledge)(this.#options.now());
        return;
      case 'unsubscribe':
        this.#question += 1;
        this.#endCurrent();
    }
  }

  check(): void {
    this.#current?.live?.check();
  }

  /** The same person with other rights, perhaps: whoever sees something else now begins anew with what they may see. */
  become(principal: Principal): void {
    this.#principal = principal;
    const current = this.#current;
    if (!current) return;
    const sight = sightOf(principal, current.request.siteId);
    const mayStay = sight !== null && (!current.travel || may(principal, 'travel-in-time', current.request.siteId));
    if (!mayStay) this.signOut('Your rights changed. Sign in again.');
    else if (sight.key !== current.sightKey) this.#resubscribe(current.request);
  }

  signOut(reason: string): void {
    const { socket } = this.#options;
    socket.emit('signed-out', reason);
    socket.disconnect(true);
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#question += 1;
    const current = this.#current;
    this.#current = null;
    await current?.end();
  }

  #answerSubscribe(payload: unknown, acknowledge: Acknowledge): void {
    const question = ++this.#question;
    this.#subscribe(payload, question).then(
      (answer) => {
        if (answer) acknowledge(answer);
      },
      (error: unknown) => {
        this.#options.logger.error({ err: error }, 'a subscription failed');
        acknowledge(refused('not-ready', 'The subscription failed on our side; try again.'));
      },
    );
  }

  /** `null` when the socket has asked for something else meanwhile. */
  async #subscribe(payload: unknown, question: number): Promise<Subscribed | null> {
    if (!SUBSCRIBE.Check(payload)) {
      const [error] = SUBSCRIBE.Errors(payload);
      return refused('bad-request', `${error?.instancePath || 'The request'} ${error?.message ?? 'is not valid'}`);
    }
    if (!this.#countSubscribe()) return refused('bad-request', 'Too many subscriptions in a short time.');
    const { siteId } = payload;
    const sight = sightOf(this.#principal, siteId);
    if (!sight) return refused('forbidden', `You have no role on the site ${siteId}.`);
    if (!(await this.#options.siteExists(siteId))) return refused('unknown-site', `There is no site ${siteId}.`);
    if (question !== this.#question || this.#ended) return null;
    return payload.travel ? this.#travel(payload, sight, question) : this.#live(payload, sight, question);
  }

  async #live(request: Subscribe, sight: Sight, question: number): Promise<Subscribed | null> {
    const { relay, metrics, now } = this.#options;
    const site = relay.site(request.siteId);
    const ready = await site.whenReady(READY_LIMIT_MS);
    if (question !== this.#question || this.#ended) return null;
    if (!ready) return refused('not-ready', 'The numbers of this site are not ready yet.');
    // From here to the answer nothing waits, so no delta can fall between the answer and the room.
    this.#endCurrent();
    const choice = choiceOf(request, sight);
    let live: LiveSubscription | null = null;
    const entered = site.enter(choice, { moved: () => live?.moved(), replaced: () => live?.replaced() });
    const { room } = entered;
    const missing: Delta | null = request.have ? site.since(room, request.have) : null;
    const snapshot = missing ? null : site.snapshot(room);
    live = new LiveSubscription({ site, room, outlet: this.#outlet(), have: site.mark, now });
    const unattend = this.#options.broadcasts.attend(site, choice, room.key);
    const subscription = live;
    this.#current = {
      request,
      sightKey: sight.key,
      live: subscription,
      travel: null,
      end: () => {
        subscription.end();
        unattend();
        entered.leave();
        return Promise.resolve();
      },
    };
    subscription.begin();
    const answered = { ok: true, serverNow: now(), foldVersion: site.foldVersion ?? 0 } as const;
    if (snapshot) {
      metrics.sent('snapshot');
      return { ...answered, snapshot };
    }
    return { ...answered, deltas: missing ? [missing] : [] };
  }

  async #travel(request: Subscribe, sight: Sight, question: number): Promise<Subscribed | null> {
    const { travelDesk, now } = this.#options;
    const { siteId, travel: wanted } = request;
    if (!wanted) return refused('bad-request', 'The request names no moment.');
    if (!may(this.#principal, 'travel-in-time', siteId)) {
      return refused('forbidden', 'Your role does not let you look into the past.');
    }
    this.#endCurrent();
    const outcome = await travelDesk.open({
      principalId: this.#principal.id,
      siteId,
      wanted,
      choice: choiceOf(request, sight),
      outlet: this.#outlet(),
      isWanted: () => question === this.#question && !this.#ended,
    });
    if (!outcome.ok) return outcome.reason === null ? null : refused(outcome.reason, outcome.message);
    const { travel, snapshot, foldVersion } = outcome;
    this.#current = { request, sightKey: sight.key, live: null, travel, end: () => travel.end() };
    travel.begin();
    return { ok: true, serverNow: now(), foldVersion, snapshot };
  }

  #resubscribe(request: Subscribe): void {
    const { have: _held, ...anew } = request;
    this.#answerSubscribe(anew, (answer) => {
      const answered = answer as Subscribed;
      if (answered.ok && 'snapshot' in answered) this.#options.socket.emit('snapshot', answered.snapshot);
      else this.signOut('Your rights changed. Sign in again.');
    });
  }

  #endCurrent(): void {
    const current = this.#current;
    this.#current = null;
    current
      ?.end()
      .catch((error: unknown) => this.#options.logger.error({ err: error }, 'a subscription did not end well'));
  }

  #countSubscribe(): boolean {
    const now = this.#options.now();
    this.#subscribedAt = this.#subscribedAt.filter((at) => now - at < SOCKET_LIMITS.subscribeWindowMs);
    if (this.#subscribedAt.length >= SOCKET_LIMITS.subscribes) {
      this.#options.metrics.refused('subscribes');
      return false;
    }
    this.#subscribedAt.push(now);
    return true;
  }

  #outlet(): Outlet {
    const { socket, metrics } = this.#options;
    return {
      join: (roomKey) => void socket.join(roomKey),
      leave: (roomKey) => void socket.leave(roomKey),
      delta: (delta) => {
        metrics.sent('delta');
        socket.emit('delta', delta);
      },
      merged: async (delta, behindMs) => {
        metrics.sent('merged');
        await socket.emitWithAck('merged', delta, behindMs);
      },
      snapshot: (snapshot) => {
        metrics.sent('snapshot');
        socket.emit('snapshot', snapshot);
      },
      bufferedBytes: () => bufferedBytes(socket),
      laneChanged: (slow) => {
        if (slow) metrics.slowSockets.inc();
        else metrics.slowSockets.dec();
      },
    };
  }
}

type Acknowledge = (answer: unknown) => void;

function refused(reason: SubscribeRefusal, message: string): Subscribed {
  return { ok: false, reason, message };
}

function choiceOf(request: Subscribe, sight: Sight): RoomChoice {
  return { sight, tables: request.tables, windows: request.windows };
}

/** The parts of engine.io's connection that tell what waits; its types keep them private. */
type Line = {
  readonly writeBuffer?: readonly { readonly data?: unknown }[];
  readonly transport?: { readonly socket?: { readonly bufferedAmount?: number } };
};

/** What waits for this socket: packets that the engine holds back, and bytes that the operating system has not taken. */
function bufferedBytes(socket: Socket): number {
  const line = socket.conn as unknown as Line;
  let bytes = line.transport?.socket?.bufferedAmount ?? 0;
  for (const packet of line.writeBuffer ?? []) if (typeof packet.data === 'string') bytes += packet.data.length;
  return bytes;
}
