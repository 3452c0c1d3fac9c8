import { compareMarks, type Delta, type Mark, type Snapshot } from '@floorwalk/shared/live/delta';
import type { Room } from './room.ts';
import type { RoomListener, SiteRelay } from './site-relay.ts';
import { SOCKET_LIMITS } from './socket-limits.ts';

/** What a subscription needs of its socket. */
export type Outlet = {
  /** Joins the broadcast of a room, where everyone gets the same encoded message; or leaves it. */
  readonly join: (roomKey: string) => void;
  readonly leave: (roomKey: string) => void;
  readonly delta: (delta: Delta) => void;
  /** Resolves when the client acknowledged it. */
  readonly merged: (delta: Delta, behindMs: number) => Promise<void>;
  readonly snapshot: (snapshot: Snapshot) => void;
  /** Bytes that wait to be sent. */
  readonly bufferedBytes: () => number;
  readonly laneChanged: (slow: boolean) => void;
};

/**
 * One socket's live subscription. As a rule it stands in its room and gets what everyone gets. When it falls behind it leaves the room and gets one merged
 * delta at a time, each after the last was acknowledged, so that whatever its line or its page does, at most one message is stale; when it has
 * kept up for a while it returns.
 */
export class LiveSubscription implements RoomListener {
  readonly #site: SiteRelay;
  readonly #room: Room;
  readonly #outlet: Outlet;
  readonly #now: () => number;
  /** What the client said it holds, and up to where it was sent. */
  #seen: Mark;
  #sent: Mark;
  #slow = false;
  #inFlight = false;
  #healthySince = 0;
  #ended = false;

  constructor(options: { site: SiteRelay; room: Room; outlet: Outlet; have: Mark; now: () => number }) {
    this.#site = options.site;
    this.#room = options.room;
    this.#outlet = options.outlet;
    this.#now = options.now;
    this.#seen = options.have;
    this.#sent = options.have;
  }

  get slow(): boolean {
    return this.#slow;
  }

  /** Begins to receive. The client has been answered with everything up to the view's mark in the same turn. */
  begin(): void {
    this.#outlet.join(this.#room.key);
  }

  end(): void {
    this.#ended = true;
    if (this.#slow) this.#outlet.laneChanged(false);
    else this.#outlet.leave(this.#room.key);
  }

  /** The client says what it holds. */
  seen(have: Mark): void {
    if (compareMarks(have, this.#seen) > 0 && compareMarks(have, this.#site.mark) <= 0) this.#seen = have;
    if (!this.#slow && this.#site.behindMs(this.#seen) > SOCKET_LIMITS.behindMs) this.#fallBehind();
  }

  /** Looked at every second: a client that stopped speaking cannot say that it is behind. */
  check(): void {
    if (this.#slow) return;
    const behindMs = this.#site.behindMs(this.#seen);
    const silent = behindMs > SOCKET_LIMITS.behindMs + SOCKET_LIMITS.seenEveryMs;
    if (silent || this.#outlet.bufferedBytes() > SOCKET_LIMITS.bufferedBytes) this.#fallBehind();
  }

  moved(): void {
    if (this.#slow) this.#sendMerged();
  }

  replaced(): void {
    this.#sendSnapshot();
  }

  #fallBehind(): void {
    this.#slow = true;
    // It was sent everything up to here, so that is where merging begins, whatever of it still lies in buffers.
    this.#sent = this.#site.mark;
    this.#healthySince = this.#now();
    this.#outlet.leave(this.#room.key);
    this.#outlet.laneChanged(true);
  }

  #sendMerged(): void {
    if (this.#inFlight || this.#ended || compareMarks(this.#sent, this.#site.mark) >= 0) return;
    const delta = this.#site.since(this.#room, this.#sent);
    if (!delta) {
      this.#sendSnapshot();
      return;
    }
    const behindMs = this.#site.behindMs(this.#sent);
    if (behindMs > SOCKET_LIMITS.behindMs) this.#healthySince = this.#now();
    this.#sent = delta.to;
    this.#inFlight = true;
    this.#outlet.merged(delta, behindMs).then(
      () => this.#acknowledged(),
      // The socket is gone; its end comes by itself.
      () => undefined,
    );
  }

  #acknowledged(): void {
    this.#inFlight = false;
    if (this.#ended || !this.#slow) return;
    this.#seen = this.#sent;
    const kept = this.#now() - this.#healthySince > SOCKET_LIMITS.healthyMs;
    if (kept && this.#outlet.bufferedBytes() < SOCKET_LIMITS.bufferedBytes) this.#return();
    else this.#sendMerged();
  }

  /** Back to the room, with what the last merged delta does not hold. */
  #return(): void {
    const rest = this.#site.since(this.#room, this.#sent);
    if (!rest) {
      this.#sendSnapshot();
      return;
    }
    this.#slow = false;
    this.#outlet.laneChanged(false);
    if (compareMarks(rest.to, this.#sent) > 0) this.#outlet.delta(rest);
    this.#outlet.join(this.#room.key);
  }

  #sendSnapshot(): void {
    if (this.#ended) return;
    const snapshot = this.#site.snapshot(this.#room);
    this.#sent = snapshot.at;
    if (!this.#slow) this.#seen = snapshot.at;
    this.#outlet.snapshot(snapshot);
  }
}
