import { availableMsAt, BUSY, busyMsAt, changeAt, kindAt } from './activity.ts';
import { STATE_INDEX, type Agent } from './agent.ts';
import { WINDOW_KEYS } from './window.ts';

/** Numbers kept of an agent: busy and available ms of each window by turns. */
const WIDTH = 2 * WINDOW_KEYS.length;
/** Marks an agent whose numbers have to be found anew. */
const UNKNOWN = -1;

/** A reading: its moment, the windows' starts in the order of `WINDOW_KEYS`, and a key that is equal when these are. All epoch ms. */
export type AgentReading = { readonly asOf: number; readonly starts: readonly number[]; readonly key: string };

/**
 * Busy and available time of agents by window, and their states, found once for each agent and reading, however many queues and teams it
 * counts in. While an agent does the same and the windows begin where they did, its time only goes on. Holds no truth.
 */
export class AgentTimes {
  private times = new Float64Array(0);
  /** What each agent's numbers were found at, and of which version it was. */
  private foundAt = new Float64Array(0);
  private versions = new Float64Array(0);
  private kinds = new Uint8Array(0);
  private states = new Uint8Array(0);
  /** The reading that an agent's numbers are of. */
  private readings = new Float64Array(0);
  private reading = 0;
  private readonly indexes = new WeakMap<readonly Agent[], Int32Array>();
  private current: AgentReading | undefined;

  /** Begins a reading; the agents change no more until the next. */
  begin(reading: AgentReading): void {
    if (reading === this.current) return;
    if (reading.key !== this.current?.key) this.versions.fill(UNKNOWN);
    this.current = reading;
    this.reading++;
  }

  /** Adds up the agents' times, two a window, and counts them by state. */
  add(agents: readonly Agent[], times: Float64Array, states: number[]): void {
    const indexes = this.indexesOf(agents);
    for (let place = 0; place < indexes.length; place++) {
      const index = indexes[place] as number; // place is within
      if (this.readings[index] !== this.reading) this.find(agents[place] as Agent); // as long
      const own = this.times;
      const at = index * WIDTH;
      for (let field = 0; field < WIDTH; field++) times[field] = (times[field] as number) + (own[at + field] as number); // both hold two a window
      const state = this.states[index] as number; // found
      states[state] = (states[state] as number) + 1; // one slot a state
    }
  }

  /** Where the agents of a list are, so that these need not be touched. A list is never changed, and lives as long as its members do. */
  private indexesOf(agents: readonly Agent[]): Int32Array {
    let indexes = this.indexes.get(agents);
    if (indexes === undefined) this.indexes.set(agents, (indexes = Int32Array.from(agents, (agent) => agent.index)));
    return indexes;
  }

  private find(agent: Agent): void {
    const { index, activity, version } = agent;
    const reading = this.current;
    if (reading === undefined) throw new Error('agents were read before a reading began');
    if (index >= this.readings.length) this.grow(index);
    this.readings[index] = this.reading;
    const at = index * WIDTH;
    if (this.versions[index] === version && this.foundAt[index] !== reading.asOf) {
      const kind = this.kinds[index];
      const passed = reading.asOf - (this.foundAt[index] as number); // found
      if (kind !== 0) {
        for (let field = kind === BUSY ? 0 : 1; field < WIDTH; field += 2)
          this.times[at + field] = (this.times[at + field] as number) + passed; // two a window
      }
      this.foundAt[index] = reading.asOf;
      return;
    }
    const change = changeAt(activity, reading.asOf);
    const busyMs = busyMsAt(activity, change, reading.asOf);
    const availableMs = availableMsAt(activity, change, reading.asOf);
    reading.starts.forEach((startAt, window) => {
      const from = changeAt(activity, startAt);
      this.times[at + 2 * window] = busyMs - busyMsAt(activity, from, startAt);
      this.times[at + 2 * window + 1] = availableMs - availableMsAt(activity, from, startAt);
    });
    this.kinds[index] = kindAt(activity, change);
    this.states[index] = STATE_INDEX[agent.posture.state];
    this.foundAt[index] = reading.asOf;
    // Seen from a moment before its last change, its time does not just go on.
    this.versions[index] = change === activity.length - 1 ? version : UNKNOWN;
  }

  private grow(index: number): void {
    const size = Math.max(64, 2 * index);
    const larger = (old: Float64Array, length: number) => {
      const array = new Float64Array(length);
      array.set(old);
      return array;
    };
    this.times = larger(this.times, size * WIDTH);
    this.foundAt = larger(this.foundAt, size);
    const known = this.versions.length;
    this.versions = larger(this.versions, size).fill(UNKNOWN, known);
    this.readings = larger(this.readings, size);
    this.kinds = Uint8Array.from({ length: size }, (_, at) => this.kinds[at] ?? 0);
    this.states = Uint8Array.from({ length: size }, (_, at) => this.states[at] ?? 0);
  }
}
