import { setImmediate as breathe } from 'node:timers/promises';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { JobServices } from '../../roles/services.ts';

/** Events folded at a time; other work gets its turn in between. */
const STEP_EVENTS = 500;
const TELL_MS = 1_000;

/**
 * Goes through what happened on a site after `from` and up to `to` (epoch ms), in the order in which it happened. What alerts were then is left out,
 * but for the windows people set: that is what is tried anew. `tell` hears how far it is, in per cent.
 */
export async function foldPast(
  { log, now }: Pick<JobServices, 'log' | 'now'>,
  { siteId, from, to }: { readonly siteId: string; readonly from: number; readonly to: number },
  fold: (event: LoggedEvent) => void,
  tell: (progress: number) => Promise<void>,
): Promise<number> {
  let after = { time: from, position: Number.MAX_SAFE_INTEGER };
  let eventCount = 0;
  let toldAt = now();
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each read begins where the one before ended
    const events = await log.readByTime(siteId, after, STEP_EVENTS);
    for (const event of events) {
      if (event.time > to || (event.type.startsWith('alert.') && !event.type.startsWith('alert.window-'))) continue;
      fold(event);
      eventCount++;
    }
    const last = events.at(-1);
    if (last === undefined || last.time > to) return eventCount;
    after = { time: last.time, position: last.position };
    if (now() - toldAt >= TELL_MS) {
      toldAt = now();
      // oxlint-disable-next-line no-await-in-loop -- so that whoever asked sees how far it is
      await tell(Math.floor((99 * (last.time - from)) / Math.max(1, to - from)));
    }
    // oxlint-disable-next-line no-await-in-loop -- so that other work gets its turn
    await breathe();
  }
}
