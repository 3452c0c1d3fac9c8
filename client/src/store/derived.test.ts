import { describe, expect, it, vi } from 'vitest';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import { Derived } from './derived.ts';
import { LiveStore } from './live-store.ts';
import { same } from './same.ts';

const row = (id: string, waitingCount: number) => ({ id, waitingCount }) as unknown as QueueRow;
let position = 0;

function put(store: LiveStore, ...queues: readonly QueueRow[]): void {
  const from = store.mark;
  const to = { position: ++position, asOf: position };
  store.takeDelta({ siteId: 's', from, to, cutAt: 1, recordedAt: 1, tables: { queues }, removed: {} });
  store.flush();
}

function floor() {
  const store = new LiveStore();
  position = 0;
  store.takeSnapshot({
    siteId: 's',
    at: { position: 0, asOf: 0 },
    cutAt: 1,
    foldVersion: 1,
    tables: { queues: [row('a', 1)] },
  });
  store.flush();
  let runs = 0;
  const total = () => {
    runs++;
    return { sum: [...store.tables.queues.rows()].reduce((sum, queue) => sum + queue.waitingCount, 0) };
  };
  return { store, derived: new Derived(store, ['queues'], total, same, 1_000), runs: () => runs };
}

describe('what is worked out from whole tables', () => {
  it('is worked out at most once in its time however often rows change, and always ends with the last', () => {
    vi.useFakeTimers();
    const { store, derived, runs } = floor();
    const heard: number[] = [];
    const first = derived.read();
    derived.subscribe(() => heard.push(derived.read().sum));
    for (let count = 2; count <= 40; count++) {
      put(store, row('a', count));
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(2_000);
    expect(first.sum).toBe(1);
    expect(derived.read().sum).toBe(40);
    expect(heard.at(-1)).toBe(40);
    expect(runs()).toBeLessThanOrEqual(6);
    vi.useRealTimers();
  });

  it('is the same object and says nothing while it comes out the same', () => {
    vi.useFakeTimers();
    const { store, derived } = floor();
    let heard = 0;
    const first = derived.read();
    derived.subscribe(() => heard++);
    put(store, { ...row('a', 1), name: 'renamed' });
    vi.advanceTimersByTime(5_000);
    expect(derived.read()).toBe(first);
    expect(heard).toBe(0);
    vi.useRealTimers();
  });

  it('does not miss what changed between reading and listening', () => {
    vi.useFakeTimers();
    const { store, derived } = floor();
    derived.read();
    put(store, row('a', 7));
    const stop = derived.subscribe(() => undefined);
    vi.advanceTimersByTime(5_000);
    expect(derived.read().sum).toBe(7);
    stop();
    put(store, row('a', 9));
    vi.advanceTimersByTime(5_000);
    expect(derived.read().sum).toBe(7);
    vi.useRealTimers();
  });
});
