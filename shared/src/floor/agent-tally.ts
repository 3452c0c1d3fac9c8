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
/** Fields that fit beside a bucket's number. */
const FIELDS = 16;
const MOST = 2 ** 31 - 1;
/** Counts of a quarter that are below 32, as nearly all are, share the word of this field: five bits each. */
const TOGETHER = FIELDS - 1;
const BITS = 5;
const COUNTS = AGENT_TALLY_FIELDS.flatMap((field) => (field.endsWith('Count') ? [AGENT_FIELD[field]] : []));

/**
 * An agent's counts by time, as a list of words in the order in which they were told: to count is to write in one place. A word is two numbers:
 * its bucket (of 15 seconds, counted from 1970) times 16 and its field, and the amount. Words older than an hour are put together now and then,
 * by quarters of an hour (as the first bucket of each), and those older than a day are let go.
 */
export type AgentTally = {
  words: Int32Array;
  /** Numbers in use. */
  length: number;
};

export function createAgentTally(): AgentTally {
  return { words: EMPTY, length: 0 };
}

/** Nothing is ever written to it: it has no room. */
const EMPTY = new Int32Array(0);

/** Adds to one count at a moment. A negative amount takes back. */
export function addToAgent(tally: AgentTally, time: number, field: number, amount: number): void {
  pushWord(tally, Math.floor(time / BUCKET_MS) * FIELDS + field, amount);
}

function pushWord(tally: AgentTally, key: number, amount: number): void {
  // One word holds no more than so much; a greater amount is told in several.
  for (let left = amount; left !== 0;) {
    const part = left > MOST ? MOST : left < -MOST ? -MOST : left;
    left -= part;
    const at = tally.length;
    if (at === tally.words.length) makeRoom(tally);
    tally.words[at] = key;
    tally.words[at + 1] = part;
    tally.length = at + 2;
  }
}

function makeRoom(tally: AgentTally): void {
  const { words } = tally;
  tally.words = new Int32Array(words.length + 2 * (16 + (words.length >> 3)));
  tally.words.set(words);
}

function bucketAt(tally: AgentTally, at: number): number {
  return Math.floor(keyAt(tally, at) / FIELDS);
}

function keyAt(tally: AgentTally, at: number): number {
  return (tally.words[at] as number) >>> 0; // the start of a word
}

function amountAt(tally: AgentTally, at: number): number {
  return tally.words[at + 1] as number; // words are whole
}

/** Puts together what no rolling window reaches any more, by quarters, and lets go of what is older than a day. */
export function thinAgentTally(tally: AgentTally, time: number): void {
  const now = Math.floor(time / BUCKET_MS);
  const oldest = quarterOf(now) - (DAY_BUCKETS - 1) * BUCKETS_PER_QUARTER;
  const quarters = new Map<number, number[]>();
  const recent: number[] = [];
  for (let at = 0; at < tally.length; at += 2) {
    const bucket = bucketAt(tally, at);
    if (bucket < oldest) continue;
    const key = keyAt(tally, at);
    if (bucket >= now - EXACT_BUCKETS) recent.push(key, amountAt(tally, at));
    else {
      const quarter = quarterOf(bucket);
      let sums = quarters.get(quarter);
      if (sums === undefined) quarters.set(quarter, (sums = AGENT_TALLY_FIELDS.map(() => 0)));
      addWord(sums, key % FIELDS, amountAt(tally, at));
    }
  }
  tally.length = 0;
  for (const [quarter, sums] of quarters) pushQuarter(tally, quarter, sums);
  for (let at = 0; at < recent.length; at += 2) pushWord(tally, recent[at] as number, recent[at + 1] as number); // two a word
}

function pushQuarter(tally: AgentTally, quarter: number, sums: number[]): void {
  let together = 0;
  COUNTS.forEach((field, place) => {
    const count = sums[field - 1] as number; // a field
    if (count < 0 || count >= 1 << BITS) return;
    together |= count << (BITS * place);
    sums[field - 1] = 0;
  });
  pushWord(tally, quarter * FIELDS + TOGETHER, together);
  sums.forEach((sum, index) => pushWord(tally, quarter * FIELDS + index + 1, sum));
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
  for (let at = 0; at < tally.length; at += 2) {
    const key = keyAt(tally, at);
    if (key < first || key >= end) continue;
    addWord(sums, key % FIELDS, amountAt(tally, at));
  }
}

/** The words as plain JSON: each key from the one before, and the amount. */
export function encodeAgentTally(tally: AgentTally): number[] {
  const encoded: number[] = [];
  let before = 0;
  for (let at = 0; at < tally.length; at += 2) {
    encoded.push(keyAt(tally, at) - before, amountAt(tally, at));
    before = keyAt(tally, at);
  }
  return encoded;
}

export function decodeAgentTally(encoded: readonly number[]): AgentTally {
  const tally = createAgentTally();
  let key = 0;
  for (let index = 0; index < encoded.length; index += 2) {
    key += encoded[index] as number; // two a word
    pushWord(tally, key, encoded[index + 1] as number);
  }
  return tally;
}
