import type { NewEvent } from '../kit/logged-event.ts';

export type OrderedRelease = {
  /** Takes an event; gives those to `release`, in order of time, that nothing later in the file can come before. */
  readonly push: (event: NewEvent) => void;
  /** Gives the rest: the file has ended. */
  readonly flush: () => void;
  /** Events held now. */
  readonly heldCount: () => number;
  /** Events that came later than the horizon allows; they were given on at once, out of order. */
  readonly tooLateCount: () => number;
  /** Events left out because another with the same source, id and time was given on: the log would know them too. */
  readonly duplicateCount: () => number;
};

export type OrderedReleaseOptions = {
  /** How far in time an event may come after a later one, ms; `null` holds everything until the end. */
  readonly horizonMs: number | null;
  /** Most events held. Reaching it throws {@link TooManyEventsError} when all must be held, else lets the earliest go early. */
  readonly limit: number;
  readonly release: (event: NewEvent) => void;
};

/** More events than may be held at once. */
export class TooManyEventsError extends Error {
  override readonly name = 'TooManyEventsError';
  readonly limit: number;

  constructor(limit: number) {
    super(`more than ${limit} events must be held to put them in order of time`);
    this.limit = limit;
  }
}

type Held = { readonly event: NewEvent; readonly time: number; readonly rank: number; readonly sequence: number };

/**
 * Puts events in order of time: at equal times what is configured comes before what happens, and otherwise the order they came in is
 * kept. With a horizon it needs memory for that span only (a heap); without, for the whole file.
 */
export function createOrderedRelease(options: OrderedReleaseOptions): OrderedRelease {
  const { horizonMs, limit, release } = options;
  const held: Held[] = [];
  let sequence = 0;
  let latest = Number.NEGATIVE_INFINITY;
  let releasedTime = Number.NEGATIVE_INFINITY;
  let tooLateCount = 0;
  let duplicateCount = 0;
  const releasedIds = new Set<string>();

  function give({ event, time }: Held): void {
    const key = `${event.source}\n${event.id}`;
    if (time < releasedTime) tooLateCount += 1;
    else {
      if (time > releasedTime) {
        releasedIds.clear();
        releasedTime = time;
      }
      if (releasedIds.has(key)) {
        duplicateCount += 1;
        return;
      }
      releasedIds.add(key);
    }
    release(event);
  }

  return {
    push(event) {
      const item = { event, time: event.time, rank: rankOf(event), sequence };
      sequence += 1;
      if (horizonMs === null) {
        if (held.length >= limit) throw new TooManyEventsError(limit);
        held.push(item);
        return;
      }
      latest = Math.max(latest, event.time);
      siftIn(held, item);
      while (held.length > 0) {
        const first = held[0];
        if (first === undefined || (first.time > latest - horizonMs && held.length <= limit)) return;
        give(takeFirst(held));
      }
    },
    flush() {
      held.sort(compareHeld);
      for (const item of held) give(item);
      held.length = 0;
    },
    heldCount: () => held.length,
    tooLateCount: () => tooLateCount,
    duplicateCount: () => duplicateCount,
  };
}

function rankOf(event: NewEvent): number {
  return event.type.endsWith('.configured') ? 0 : 1;
}

function compareHeld(a: Held, b: Held): number {
  return a.time - b.time || a.rank - b.rank || a.sequence - b.sequence;
}

/** Adds to a binary heap whose first item is the earliest. */
function siftIn(heap: Held[], item: Held): void {
  let index = heap.length;
  heap.push(item);
  while (index > 0) {
    const parentIndex = (index - 1) >> 1;
    const parent = heap[parentIndex];
    if (parent === undefined || compareHeld(parent, item) <= 0) break;
    heap[index] = parent;
    index = parentIndex;
  }
  heap[index] = item;
}

/** Takes the earliest from a heap that is not empty. */
function takeFirst(heap: Held[]): Held {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined) throw new Error('the heap is empty');
  if (heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let childIndex = 2 * index + 1;
    let child = heap[childIndex];
    if (child === undefined) break;
    const right = heap[childIndex + 1];
    if (right !== undefined && compareHeld(right, child) < 0) {
      child = right;
      childIndex += 1;
    }
    if (compareHeld(last, child) <= 0) break;
    heap[index] = child;
    index = childIndex;
  }
  heap[index] = last;
  return first;
}
