/** What is due, in order of time; things due at one moment come in the order they were put down. */
export type Agenda = {
  readonly put: (time: number, action: () => void) => void;
  /** When the next thing is due; infinite when nothing is. */
  readonly nextTime: () => number;
  /** Takes the next thing off. */
  readonly take: () => (() => void) | undefined;
};

type Entry = { readonly time: number; readonly sequence: number; readonly action: () => void };

export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let sequence = 0;
  const isBefore = (a: Entry, b: Entry): boolean => a.time < b.time || (a.time === b.time && a.sequence < b.sequence);

  return {
    put(time, action) {
      const entry = { time, sequence, action };
      sequence += 1;
      let index = heap.length;
      heap.push(entry);
      while (index > 0) {
        const parentIndex = (index - 1) >> 1;
        const parent = heap[parentIndex];
        if (parent === undefined || isBefore(parent, entry)) break;
        heap[index] = parent;
        index = parentIndex;
      }
      heap[index] = entry;
    },
    nextTime: () => heap[0]?.time ?? Number.POSITIVE_INFINITY,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first?.action;
      let index = 0;
      for (;;) {
        let childIndex = 2 * index + 1;
        let child = heap[childIndex];
        if (child === undefined) break;
        const right = heap[childIndex + 1];
        if (right !== undefined && isBefore(right, child)) {
          child = right;
          childIndex += 1;
        }
        if (isBefore(last, child)) break;
        heap[index] = child;
        index = childIndex;
      }
      heap[index] = last;
      return first.action;
    },
  };
}
