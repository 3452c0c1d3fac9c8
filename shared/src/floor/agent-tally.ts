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
/** How much may come together before it is: looking through all words of an agent costs as much as folding some events. */
const QUARTERS_PER_THINNING = 4;
/** Fields that fit beside a bucket's number. */
const FIELDS = 16;
const MOST = 2 ** 31 - 1;
/** Counts of a quarter that are below 32, as nearly all are, share the word of this field: five bits each. */
const TOGETHER = FIELDS - 1;
const BITS = 5;
const COUNTS = AGENT_TALLY_FIELDS.flatMap((field) => (field.endsWith('Count') ? [AGENT_FIELD[field]] : []));

/**
 * An agent's counts by time, as a list of words in the order in which they were told: to count is to write in one place. A word is two numbers:
 * its bucket (of 15 seconds, counted from 1970) times 16 and its field, and the amount. Now and then words older than an hour are put together
 * by quarters of an hour (as the first bucket of each), and those older than a day are let go.
 */
export type AgentTally = {
  /** Words up to the last time that they were put together, those that are come first; made to measure. */
  settled: Int32Array;
  /** Words told since. */
  recent: number[];
  /** How many numbers of `settled` are words put together, and the first bucket that is not. */
  togetherLength: number;
  togetherTo: number;
};

export function createAgentTally(): AgentTally {
  return { settled: EMPTY, recent: [], togetherLength: 0, togetherTo: 0 };
}

/** Nothing is ever written to it: it has no room. */
const EMPTY = new Int32Array(0);

/** Adds to one count at a moment. A negative amount takes back. */
export function addToAgent(tally: AgentTally, time: number, field: number, amount: number): void {
  pushWord(tally.recent, Math.floor(time / BUCKET_MS) * FIELDS + field, amount);
}

function pushWord(words: number[], key: number, amount: number): void {
  // One word holds no more than so much; a greater amount is told in several.
  for (let left = amount; left !== 0;) {
    const part = left > MOST ? MOST : left < -MOST ? -MOST : left;
    left -= part;
    words.push(key, part);
  }
}

/** A list of words: what is put away holds keys of 32 bits as negative numbers once they are large. */
type Words = Int32Array | readonly number[];

function keyAt(words: Words, at: number): number {
  return (words[at] as number) >>> 0; // the start of a word
}

function bucketAt(words: Words, at: number): number {
  return Math.floor(keyAt(words, at) / FIELDS);
}

function amountAt(words: Words, at: number): number {
  return words[at + 1] as number; // words are whole
}

/** Whether there is enough to be put together that it pays to look through all words. */
export function isThinningDue(tally: AgentTally, time: number): boolean {
  return togetherToAt(time) >= tally.togetherTo + QUARTERS_PER_THINNING * BUCKETS_PER_QUARTER;
}

/** The first bucket that stays by itself at a moment. */
function togetherToAt(time: number): number {
  return quarterOf(Math.floor(time / BUCKET_MS) - EXACT_BUCKETS);
}

/** Puts together what no rolling window reaches any more, by quarters, and lets go of what is older than a day. */
export function thinAgentTally(tally: AgentTally, time: number): void {
  const now = Math.floor(time / BUCKET_MS);
  const togetherTo = togetherToAt(time);
  if (togetherTo <= tally.togetherTo) return;
  const { settled, recent, togetherLength } = tally;
  const oldest = quarterOf(now) - (DAY_BUCKETS - 1) * BUCKETS_PER_QUARTER;
  let first = 0;
  while (first < togetherLength && bucketAt(settled, first) < oldest) first += 2;
  const quarters = new Map<number, number[]>();
  const exact: number[] = [];
  const sort = (words: Words, from: number): void => {
    for (let at = from; at < words.length; at += 2) {
      const bucket = bucketAt(words, at);
      if (bucket < oldest) continue;
      if (bucket >= togetherTo) exact.push(keyAt(words, at), amountAt(words, at));
      else addWord(sumsOf(quarters, quarterOf(bucket)), keyAt(words, at) % FIELDS, amountAt(words, at));
    }
  };
  sort(settled, togetherLength);
  sort(recent, 0);
  const together: number[] = [];
  for (const [quarter, sums] of quarters) pushQuarter(together, quarter, sums);
  const kept = togetherLength - first;
  tally.togetherLength = kept + together.length;
  tally.togetherTo = togetherTo;
  tally.settled = new Int32Array(tally.togetherLength + exact.length);
  tally.settled.set(settled.subarray(first, togetherLength));
  tally.settled.set(together, kept);
  tally.settled.set(exact, tally.togetherLength);
  tally.recent = [];
}

function sumsOf(quarters: Map<number, number[]>, quarter: number): number[] {
  let sums = quarters.get(quarter);
  if (sums === undefined) quarters.set(quarter, (sums = AGENT_TALLY_FIELDS.map(() => 0)));
  return sums;
}

function pushQuarter(words: number[], quarter: number, sums: number[]): void {
  let together = 0;
  COUNTS.forEach((field, place) => {
    const count = sums[field - 1] as number; // a field
    if (count < 0 || count >= 1 << BITS) return;
    together |= count << (BITS * place);
    sums[field - 1] = 0;
  });
  pushWord(words, quarter * FIELDS + TOGETHER, together);
  sums.forEach((sum, index) => pushWord(words, quarter * FIELDS + index + 1, sum));
}

/** Adds what a word says to sums in the order of the fields. */
function addWord(sums: number[], field: number, amount: number): void {
  if (field !== TOGETHER) {
    sums[field - 1] = (sums[field - 1] as number) + amount; // one slot a field
    return;
  }
  for (let place = 0; place < COUNTS.length; place++)
    addWord(sums, COUNTS[place] as number, (amount >>> (BITS * place)) & ((1 << BITS) - 1)); // place is within
}

function quarterOf(bucket: number): number {
  return Math.floor(bucket / BUCKETS_PER_QUARTER) * BUCKETS_PER_QUARTER;
}

/** Adds what was counted from `from` (included) to `to` (excluded), both epoch ms, to sums in the order of the fields. */
export function addAgentCounts(tally: AgentTally, from: number, to: number, sums: number[]): void {
  const first = Math.floor(from / BUCKET_MS) * FIELDS;
  const end = Math.ceil(to / BUCKET_MS) * FIELDS;
  for (const words of [tally.settled, tally.recent]) {
    for (let at = 0; at < words.length; at += 2) {
      const key = keyAt(words, at);
      if (key >= first && key < end) addWord(sums, key % FIELDS, amountAt(words, at));
    }
  }
}

/** Counts as plain JSON. */
export type EncodedAgentTally = readonly [
  togetherTo: number,
  togetherLength: number,
  settledLength: number,
  /** Each key from the one before, and the amount. */
  ...words: number[],
];

export function encodeAgentTally(tally: AgentTally): EncodedAgentTally {
  const encoded: number[] = [];
  let before = 0;
  for (const words of [tally.settled, tally.recent]) {
    for (let at = 0; at < words.length; at += 2) {
      encoded.push(keyAt(words, at) - before, amountAt(words, at));
      before = keyAt(words, at);
    }
  }
  return [tally.togetherTo, tally.togetherLength, tally.settled.length, ...encoded];
}

export function decodeAgentTally(encoded: EncodedAgentTally): AgentTally {
  const [togetherTo, togetherLength, settledLength, ...words] = encoded;
  for (let at = 2; at < words.length; at += 2) words[at] = (words[at] as number) + (words[at - 2] as number); // two a word
  return {
    settled: Int32Array.from(words.slice(0, settledLength)),
    recent: words.slice(settledLength),
    togetherLength,
    togetherTo,
  };
}
