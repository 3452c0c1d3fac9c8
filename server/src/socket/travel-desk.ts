import type { Logger } from 'pino';
import { applyDelta, applySnapshot, createView, type View } from '@floorwalk/shared/live/apply';
import type { Snapshot } from '@floorwalk/shared/live/delta';
import type { Subscribe, SubscribeRefusal } from '@floorwalk/shared/protocol/subscribe';
import type { StateAt } from '../live/state-at.ts';
import { TravelSession } from '../live/travel-session.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Outlet } from './live-subscription.ts';
import { movesSight } from './moves-sight.ts';
import type { RelayMetrics } from './relay-metrics.ts';
import { Room, type RoomChoice } from './room.ts';
import { SOCKET_LIMITS } from './socket-limits.ts';

const STEP_MS = 100;
const HEARTBEAT_MS = 1_000;

/** A journey under way on one socket. */
export type Travel = { readonly begin: () => void; readonly end: () => Promise<void> };

export type TravelOutcome =
  | { readonly ok: true; readonly travel: Travel; readonly snapshot: Snapshot; readonly foldVersion: number }
  /** `reason` is null when the socket wanted something else meanwhile. */
  | { readonly ok: false; readonly reason: SubscribeRefusal | null; readonly message: string };

export type TravelRequest = {
  readonly principalId: string;
  readonly siteId: string;
  readonly wanted: NonNullable<Subscribe['travel']>;
  readonly choice: RoomChoice;
  readonly outlet: Outlet;
  readonly isWanted: () => boolean;
};

/** Opens journeys into the past, within limits: each holds a whole state. */
export class TravelDesk {
  readonly #log: EventLog;
  readonly #stateAt: StateAt;
  readonly #metrics: RelayMetrics;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #perPrincipal = new Map<string, number>();
  #count = 0;

  constructor(options: { log: EventLog; stateAt: StateAt; metrics: RelayMetrics; logger: Logger; now: () => number }) {
    this.#log = options.log;
    this.#stateAt = options.stateAt;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  async open(request: TravelRequest): Promise<TravelOutcome> {
    const refusal = this.#enter(request.principalId);
    if (refusal) return { ok: false, reason: 'not-ready', message: refusal };
    try {
      const { at, view, speed } = request.wanted;
      const from = await this.#stateAt(request.siteId, { at, view });
      if (!request.isWanted()) {
        this.#leave(request.principalId);
        return { ok: false, reason: null, message: '' };
      }
      const session = new TravelSession({
        log: this.#log,
        siteId: request.siteId,
        view,
        speed,
        from,
        now: this.#now(),
      });
      return this.#under(request, session, speed);
    } catch (error) {
      this.#leave(request.principalId);
      throw error;
    }
  }

  #under(request: TravelRequest, session: TravelSession, speed: number): TravelOutcome {
    const whole = session.snapshot(this.#now());
    const view = createView(request.siteId);
    applySnapshot(view, whole);
    const room = new Room(request.siteId, request.choice, view);
    let timer: NodeJS.Timeout | undefined;
    let stepping: Promise<void> | undefined;
    const step = (): void => {
      // A step that takes longer than its turn is not run into by the next, and a line that is full gets fewer and larger ones.
      if (stepping || request.outlet.bufferedBytes() > SOCKET_LIMITS.bufferedBytes) return;
      stepping = this.#step(session, view, room, request.outlet)
        .catch((error: unknown) => this.#logger.error({ err: error, siteId: request.siteId }, 'a step in time failed'))
        .finally(() => {
          stepping = undefined;
        });
    };
    return {
      ok: true,
      foldVersion: whole.foldVersion,
      snapshot: room.snapshot(view, whole.foldVersion, whole.cutAt),
      travel: {
        begin: () => {
          timer = setInterval(step, speed === 0 ? HEARTBEAT_MS : STEP_MS);
        },
        end: async () => {
          clearInterval(timer);
          this.#leave(request.principalId);
          await stepping;
        },
      },
    };
  }

  async #step(session: TravelSession, view: View, room: Room, outlet: Outlet): Promise<void> {
    const delta = await session.step(this.#now());
    const sightMoved = movesSight(view, delta);
    applyDelta(view, delta);
    outlet.delta(room.project(view, delta, sightMoved));
  }

  #enter(principalId: string): string | null {
    const mine = this.#perPrincipal.get(principalId) ?? 0;
    if (this.#count >= SOCKET_LIMITS.travels) {
      this.#metrics.refused('travels');
      return 'Too many people look into the past at once; try again in a moment.';
    }
    if (mine >= SOCKET_LIMITS.travelsPerPrincipal) {
      this.#metrics.refused('travels-per-principal');
      return 'You look into the past in too many places at once; close one of them.';
    }
    this.#perPrincipal.set(principalId, mine + 1);
    this.#count += 1;
    this.#metrics.travelSessions.set(this.#count);
    return null;
  }

  #leave(principalId: string): void {
    const left = (this.#perPrincipal.get(principalId) ?? 1) - 1;
    if (left > 0) this.#perPrincipal.set(principalId, left);
    else this.#perPrincipal.delete(principalId);
    this.#count -= 1;
    this.#metrics.travelSessions.set(this.#count);
  }
}
