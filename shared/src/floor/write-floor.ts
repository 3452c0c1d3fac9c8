import { encodeAgent } from './encode-agent.ts';
import { encodeContact } from './encode-contact.ts';
import { encodeHead, encodeQueueHead, encodeTail, encodeTally } from './encode-floor.ts';
import type { FloorState, Queue } from './floor-state.ts';
import type { Ring } from './ring.ts';
import { TALLY_COUNTS, type Tally } from './tally.ts';

/** Things written between two pauses; a queue, which is larger, counts as many. */
const THINGS_PER_PAUSE = 20;
/** Rounds end when one had to write no more than so much anew, or after so many: a floor in a rush would never hold still. */
const FEW_THINGS = 40;
const MOST_ROUNDS = 6;

/**
 * Writes the text of a floor bit by bit, while the floor goes on: what `JSON.stringify(encodeFloor(state))` gives at the position where it ends.
 * Like moving a machine that runs: everything is written once, then what changed meanwhile, and again, until so little is left that it
 * is written at once. Between two pauses (each `yield`) events may be folded; from the last on nothing must be, until the text was taken.
 */
export function* writeFloor(state: FloorState): Generator<undefined, string[]> {
  if (state.texts !== null) throw new Error('the floor is being written already');
  const texts = new Map<object, string>();
  state.texts = texts;
  try {
    const tallies = new Map<Queue, WrittenQueue>();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const written = yield* writeRound(state, texts, tallies);
      if (written <= FEW_THINGS) break;
    }
    return writeWhole(state, texts, tallies);
  } finally {
    state.texts = null;
  }
}

/** Writes what is not written yet; how many contacts, agents and queues that were. */
function* writeRound(
  state: FloorState,
  texts: Map<object, string>,
  tallies: Map<Queue, WrittenQueue>,
): Generator<undefined, number> {
  let written = 0;
  for (const contact of state.contacts.values()) {
    if (texts.has(contact)) continue;
    texts.set(contact, JSON.stringify(encodeContact(contact)));
    if (++written % THINGS_PER_PAUSE === 0) yield;
  }
  yield;
  for (const agent of state.agents.values()) {
    if (texts.has(agent)) continue;
    texts.set(agent, JSON.stringify(encodeAgent(agent)));
    if (++written % THINGS_PER_PAUSE === 0) yield;
  }
  // The queues last: in a busy second every one of them changes.
  for (const queue of state.queues.values()) {
    if (texts.has(queue)) continue;
    texts.set(queue, writeQueue(queue, tallies));
    written++;
    yield;
  }
  return written;
}

/** Everything, as it is now. */
function writeWhole(state: FloorState, texts: Map<object, string>, tallies: Map<Queue, WrittenQueue>): string[] {
  const pieces: string[] = [JSON.stringify(encodeHead(state)).slice(0, -1)];
  const list = <T extends object>(name: string, things: Iterable<T>, write: (thing: T) => string): void => {
    pieces.push(`,"${name}":[`);
    let before = '';
    for (const thing of things) {
      pieces.push(before, texts.get(thing) ?? write(thing));
      before = ',';
    }
    pieces.push(']');
  };
  list('queues', state.queues.values(), (queue) => writeQueue(queue, tallies));
  list('agents', state.agents.values(), (agent) => JSON.stringify(encodeAgent(agent)));
  list('contacts', state.contacts.values(), (contact) => JSON.stringify(encodeContact(contact)));
  pieces.push(',', JSON.stringify(encodeTail(state)).slice(1));
  return pieces;
}

/** A queue's tallies as they were written: most of them do not change any more. */
type WrittenQueue = {
  takenBackCount: number;
  readonly rolling: (WrittenTally | undefined)[];
  readonly day: (WrittenTally | undefined)[];
};
type WrittenTally = {
  readonly tally: Tally;
  /** They tell the waits apart too: as many are kept as are counted. */
  readonly counts: readonly number[];
  readonly text: string;
};

function writeQueue(queue: Queue, written: Map<Queue, WrittenQueue>): string {
  let own = written.get(queue);
  // A visit that was taken back may have left as many waits as before, in another order.
  if (own === undefined || own.takenBackCount !== queue.takenBackCount) {
    own = { takenBackCount: queue.takenBackCount, rolling: [], day: [] };
    written.set(queue, own);
  }
  const head = JSON.stringify(encodeQueueHead(queue)).slice(0, -1);
  return `${head},"rolling":[${writeRing(queue.rolling, own.rolling)}],"day":[${writeRing(queue.day, own.day)}]}`;
}

function writeRing(ring: Ring, written: (WrittenTally | undefined)[]): string {
  const texts: string[] = [];
  ring.slots.forEach((tally, slot) => {
    if (tally === null) return;
    let own = written[slot];
    if (own === undefined || !isAsWritten(own, tally)) {
      own = {
        tally,
        counts: TALLY_COUNTS.map((field) => tally[field]),
        text: JSON.stringify(encodeTally(ring.stamps[slot] as number, tally)), // as many stamps as slots
      };
      written[slot] = own;
    }
    texts.push(own.text);
  });
  return texts.join();
}

function isAsWritten(own: WrittenTally, tally: Tally): boolean {
  return own.tally === tally && TALLY_COUNTS.every((field, index) => own.counts[index] === tally[field]);
}
