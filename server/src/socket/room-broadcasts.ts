import type { Delta } from '@floorwalk/shared/live/delta';
import type { RoomChoice } from './room.ts';
import type { SiteRelay } from './site-relay.ts';

type Open = { members: number; readonly leave: () => void };

/** One broadcast per room with members, so that each delta is encoded once however many look at it. */
export class RoomBroadcasts {
  readonly #send: (roomKey: string, delta: Delta) => void;
  readonly #open = new Map<string, Open>();

  constructor(send: (roomKey: string, delta: Delta) => void) {
    this.#send = send;
  }

  /** Keeps the room's broadcast going until the returned function is called. */
  attend(site: SiteRelay, choice: RoomChoice, roomKey: string): () => void {
    let open = this.#open.get(roomKey);
    if (!open) {
      const { leave } = site.enter(choice, {
        moved: (delta) => this.#send(roomKey, delta),
        replaced: () => undefined,
      });
      open = { members: 0, leave };
      this.#open.set(roomKey, open);
    }
    open.members += 1;
    const mine = open;
    return () => {
      mine.members -= 1;
      if (mine.members > 0) return;
      this.#open.delete(roomKey);
      mine.leave();
    };
  }
}
