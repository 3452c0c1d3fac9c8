/** What can happen on a simulated floor. */
export const EventKind = {
  /** `subject` is a queue. */
  arrival: 0,
  /** An agent's next contact is done; `subject` is the agent, `stamp` the agent's state it was foreseen in. */
  contactEnds: 1,
  /** A waiting contact's patience ends; `subject` is the contact. */
  contactLeaves: 2,
  /** An agent did not answer; `subject` is the agent. */
  ringEnds: 3,
  /** An agent who did not answer is back; `subject` is the agent. */
  agentReturns: 4,
  /** A new interval with other staff; `subject` is the interval. */
  staffChanges: 5,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** Coming events, the earliest first; those at the same moment in the order they were added. A binary heap. */
export class EventQueue {
  size = 0;
  /** The event last taken out. */
  time = 0;
  kind: EventKind = EventKind.arrival;
  subject = 0;
  stamp = 0;
  private times = new Float64Array(1024);
  private orders = new Float64Array(1024);
  private kinds = new Uint8Array(1024);
  private subjects = new Int32Array(1024);
  private stamps = new Int32Array(1024);
  private added = 0;

  push(time: number, kind: EventKind, subject: number, stamp = 0): void {
    if (this.size === this.times.length) this.grow();
    const order = this.added;
    this.added++;
    let hole = this.size;
    this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.isBefore(time, order, parent)) break;
      this.copy(parent, hole);
      hole = parent;
    }
    this.write(hole, time, order, kind, subject, stamp);
  }

  /** Takes the earliest event out into the fields; false when there is none. */
  pop(): boolean {
    if (this.size === 0) return false;
    this.time = this.times[0] ?? 0;
    this.kind = (this.kinds[0] ?? 0) as EventKind; // only kinds are written
    this.subject = this.subjects[0] ?? 0;
    this.stamp = this.stamps[0] ?? 0;
    this.size--;
    const last = this.size;
    const time = this.times[last] ?? 0;
    const order = this.orders[last] ?? 0;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= last) break;
      if (child + 1 < last && this.isBefore(this.times[child + 1] ?? 0, this.orders[child + 1] ?? 0, child)) child++;
      if (this.isBefore(time, order, child)) break;
      this.copy(child, hole);
      hole = child;
    }
    if (last > 0) this.copy(last, hole);
    return true;
  }

  private isBefore(time: number, order: number, at: number): boolean {
    const other = this.times[at] ?? 0;
    return time < other || (time === other && order < (this.orders[at] ?? 0));
  }

  private copy(from: number, to: number): void {
    this.write(
      to,
      this.times[from] ?? 0,
      this.orders[from] ?? 0,
      this.kinds[from] ?? 0,
      this.subjects[from] ?? 0,
      this.stamps[from] ?? 0,
    );
  }

  private write(at: number, time: number, order: number, kind: number, subject: number, stamp: number): void {
    this.times[at] = time;
    this.orders[at] = order;
    this.kinds[at] = kind;
    this.subjects[at] = subject;
    this.stamps[at] = stamp;
  }

  private grow(): void {
    const larger = <T extends Float64Array | Uint8Array | Int32Array>(row: T, copy: T): T => {
      copy.set(row);
      return copy;
    };
    const length = 2 * this.times.length;
    this.times = larger(this.times, new Float64Array(length));
    this.orders = larger(this.orders, new Float64Array(length));
    this.kinds = larger(this.kinds, new Uint8Array(length));
    this.subjects = larger(this.subjects, new Int32Array(length));
    this.stamps = larger(this.stamps, new Int32Array(length));
  }
}
