import { createTally, type Tally } from './tally.ts';

/**
 * A ring of tallies by event time. `stamps[slot]` is the bucket number that the slot holds; a newer bucket takes a slot over, an older one
 * finds it taken and is no longer counted here, because no window that is still open reaches back to it.
 */
export type Ring = {
  readonly widthMs: number;
  readonly size: number;
  readonly stamps: number[];
  readonly slots: (Tally | null)[];
  /** How many buckets gave their slot up. It says nothing about the queue, and is not saved. */
  takenOverCount: number;
};

export function createRing(widthMs: number, size: number): Ring {
  return {
    widthMs,
    size,
    stamps: Array.from({ length: size }, () => -1),
    slots: Array.from({ length: size }, () => null),
    takenOverCount: 0,
  };
}

/** The tally to count in for a moment, made when missing; `null` when a newer bucket has its slot. `version` is the queue's from now on. */
export function tallyAt(ring: Ring, time: number, version: number): Tally | null {
  const bucket = Math.floor(time / ring.widthMs);
  const slot = slotOf(bucket, ring.size);
  const stamp = ring.stamps[slot] as number; // slot is within the ring
  if (stamp > bucket) return null;
  if (stamp === bucket) {
    const held = ring.slots[slot] as Tally; // a stamped slot holds a tally
    held.version = version;
    return held;
  }
  if (stamp >= 0) ring.takenOverCount++;
  const tally = createTally();
  tally.version = version;
  ring.stamps[slot] = bucket;
  ring.slots[slot] = tally;
  return tally;
}

/** The tally of a bucket by number, without making one. */
export function tallyOf(ring: Ring, bucket: number): Tally | null {
  const slot = slotOf(bucket, ring.size);
  return ring.stamps[slot] === bucket ? (ring.slots[slot] ?? null) : null;
}

/** Where a bucket has its place in a ring; the same for buckets a multiple of its size apart, also for those before 1970. */
export function slotOf(bucket: number, size: number): number {
  const slot = (bucket | 0) % size;
  return slot < 0 ? slot + size : slot;
}
