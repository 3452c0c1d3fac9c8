import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { foldEvent, type LiveState, type ParkedEvent } from '@floorwalk/shared/live/live-state';

/** Folds events as they come from the log, and gives back those that broke the fold. A type that only another version knows is counted. */
export function foldBatch(state: LiveState, events: readonly LoggedEvent[]): ParkedEvent[] {
  const parked: ParkedEvent[] = [];
  for (const event of events) {
    const broke = foldEvent(state, event);
    if (broke) parked.push(broke);
  }
  return parked;
}
