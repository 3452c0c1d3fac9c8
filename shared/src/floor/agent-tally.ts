import type { CellField } from './cell.ts';
import { BUCKET_MS, DAY_BUCKET_MS, DAY_BUCKETS } from './window.ts';

/**
 * What is counted of one agent, in the order in which a bucket keeps it. A service counts when it ended, its after-contact work with it; a
 * presentation and a miss count when they happened. Counts have no unit, sums are ms.
 */
export const AGENT_TALLY_FIELDS = [
  'handledCount',
  'talkMs',
  'holdMs',
  'afterContactWorkMs',
  'transferredCount',
  'resolvedCount',
  'resolutionKnownCount',
  'presentedCount',
  'notAnsweredCount',
] as const satisfies readonly CellField[];
export type AgentTallyField = (typeof AGENT_TALLY_FIELDS)[number];

export const AGENT_FIELD = Object.freeze(
  Object.fromEntries(AGENT_TALLY_FIELDS.map((field, index) => [field, index + 1])),
) as Readonly<Record<AgentTallyField, number>>;

const BUCKETS_PER_QUARTER = DAY_BUCKET_MS / BUCKET_MS;
/** Buckets are exact for as long as an agent's activity is: the longest rolling window and a reserve. */
const EXACT_BUCKETS = 3_600_000 / BUCKET_MS;
const STRIDE = 1 + AGENT_TALLY_FIELDS.length;
const MOST = 2 ** 31 - 1;
/** Before all moments. */
const NEVER = -(2 ** 31);

/**
 * An agent's counts by time, only for buckets in which something happened: of 15 seconds lately, of a quarter of an hour before that, none
 * older than a day. Ten numbers a bucket: its number (counted in 15 seconds from 1970; for a quarter its first) and the counts; in order. A
 * sum too great for its place goes on in another entry of the same bucket.
 */
export type AgentTally = {
  entries: Int32Array;
  /** Numbers in use. */
  length: number;
  /** Bucket of the last thinning: it decides which are exact, and which are kept at all. */
  thinnedAt: number;
};

export function createAgentTally(): AgentTally {
  return { entries: EMPTY, length: 0, thinnedAt: NEVER };
}

/** Nothing is ever written to it: it has no room. */
const EMPTY = new Int32Array(0);

/** Adds to one count at a moment; what is older than a day is left out. A negative amount takes back. */
export function addToAgent(tally: AgentTally, time: number, field: number, amount: number): void {
  let bucket = Math.floor(time / BUCKET_MS);
  if (tally.thinnedAt !== NEVER) {
    if (bucket < oldestKept(tally.thinnedAt)) return;
    if (bucket < tally.thinnedAt - EXACT_BUCKETS) bucket = quarterOf(bucket);
  }
  addToBucket(tally, bucket, field, amount);
}

function addToBucket(tally: AgentTally, bucket: number, field: number, amount: number): void {
  for (let left = amount; left !== 0;) {
    const part = Math.max(-MOST, Math.min(MOST, left));
    left -= part;
    let at = tally.length;
    while (at > 0 && bucketAt(tally, at - STRIDE) > bucket) at -= STRIDE;
    const held = at > 0 && bucketAt(tally, at - STRIDE) === bucket ? (tally.entries[at - STRIDE + field] as number) : 0; // a field of an entry
    const isOpen = at > 0 && bucketAt(tally, at - STRIDE) === bucket && Math.abs(held + part) <= MOST;
    if (isOpen) at -= STRIDE;
    else insertEntry(tally, at, bucket);
    tally.entries[at + field] = (isOpen ? held : 0) + part;
  }
}

function bucketAt(tally: AgentTally, at: number): number {
  return tally.entries[at] as number; // the start of an entry
}

function insertEntry(tally: AgentTally, at: number, bucket: number): void {
  const { length } = tally;
  if (length + STRIDE > tally.entries.length) {
    const larger = new Int32Array(length + (length >> 2) + 4 * STRIDE);
    larger.set(tally.entries.subarray(0, length));
    tally.entries = larger;
  }
  tally.entries.copyWithin(at + STRIDE, at, length);
  tally.entries.fill(0, at, at + STRIDE);
  tally.entries[at] = bucket;
  tally.length = length + STRIDE;
}

/** Puts buckets that no rolling window reaches any more together into quarters, and lets go of those older than a day. */
export function thinAgentTally(tally: AgentTally, time: number): void {
  const thinnedAt = Math.floor(time / BUCKET_MS);
  const { entries, length } = tally;
  const oldest = oldestKept(thinnedAt);
  const thinned: AgentTally = { entries: new Int32Array(length), length: 0, thinnedAt };
  for (let at = 0; at < length; at += STRIDE) {
    const bucket = entries[at] as number; // the start of an entry
    if (bucket < oldest) continue;
    const into = bucket < thinnedAt - EXACT_BUCKETS ? quarterOf(bucket) : bucket;
    for (let field = 1; field < STRIDE; field++) addToBucket(thinned, into, field, entries[at + field] as number); // a field of an entry
  }
  tally.entries = thinned.entries.slice(0, thinned.length + 2 * STRIDE);
  tally.length = thinned.length;
  tally.thinnedAt = thinnedAt;
}

function quarterOf(bucket: number): number {
  return Math.floor(bucket / BUCKETS_PER_QUARTER) * BUCKETS_PER_QUARTER;
}

function oldestKept(thinnedAt: number): number {
  return quarterOf(thinnedAt) - (DAY_BUCKETS - 1) * BUCKETS_PER_QUARTER;
}

/** Adds what was counted from `from` (included) to `to` (excluded), both epoch ms, to sums in the order of the fields. */
export function addAgentCounts(tally: AgentTally, from: number, to: number, sums: number[]): void {
  const [first, end] = [Math.floor(from / BUCKET_MS), Math.ceil(to / BUCKET_MS)];
  for (let at = tally.length - STRIDE; at >= 0; at -= STRIDE) {
    const bucket = bucketAt(tally, at);
    if (bucket < first) return;
    if (bucket >= end) continue;
    for (let field = 1; field < STRIDE; field++)
      sums[field - 1] = (sums[field - 1] as number) + (tally.entries[at + field] as number); // one slot a field
  }
}

/** Plain JSON: when it was thinned, then for each entry its bucket (from the one before), which fields it has as a sum of bits, and these. */
export function encodeAgentTally(tally: AgentTally): number[] {
  const encoded = [tally.thinnedAt];
  let before = 0;
  for (let at = 0; at < tally.length; at += STRIDE) {
    const place = encoded.length + 1;
    encoded.push(bucketAt(tally, at) - before, 0);
    before = bucketAt(tally, at);
    let bits = 0;
    for (let field = 1; field < STRIDE; field++) {
      const value = tally.entries[at + field] as number; // a field of an entry
      if (value === 0) continue;
      bits |= 1 << field;
      encoded.push(value);
    }
    encoded[place] = bits;
  }
  return encoded;
}

export function decodeAgentTally(encoded: readonly number[]): AgentTally {
  const tally = createAgentTally();
  tally.thinnedAt = encoded[0] ?? NEVER;
  let bucket = 0;
  for (let index = 1; index < encoded.length;) {
    bucket += encoded[index++] as number; // entries are whole
    const bits = encoded[index++] as number;
    const at = tally.length;
    insertEntry(tally, at, bucket);
    for (let field = 1; field < STRIDE; field++)
      if ((bits & (1 << field)) !== 0) tally.entries[at + field] = encoded[index++] as number; // as many as bits
  }
  return tally;
}
