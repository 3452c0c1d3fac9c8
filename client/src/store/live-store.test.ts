import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { applyDelta, applySnapshot, createView, type View } from '@floorwalk/shared/live/apply';
import type { Delta, Mark, Snapshot } from '@floorwalk/shared/live/delta';
import type { QueueRow, SourceRow } from '@floorwalk/shared/floor/rows';
import { LiveStore } from './live-store.ts';

const SITE = 'riverside';
const NONE: Mark = { position: 0, asOf: 0 };

/** Only what the store looks at: an id, and something that changes. */
const queue = (id: string, waitingCount: number) =>
  ({ id, name: id, waitingCount, waitingByMinute: [waitingCount, 1] }) as unknown as QueueRow;
const source = (id: string, eventCount: number) => ({ id, eventCount }) as unknown as SourceRow;

/** A server that keeps the truth as the shared `apply` does, and every delta it ever cut. */
class Server {
  readonly view: View = createView(SITE);
  readonly deltas: Delta[] = [];

  cut(changes: readonly Change[]): Delta {
    const from = this.view.mark;
    const to = { position: from.position + changes.length, asOf: from.asOf + 100 };
    const tables: { queues: QueueRow[]; sources: SourceRow[] } = { queues: [], sources: [] };
    const removed: { queues: string[]; sources: string[] } = { queues: [], sources: [] };
    // One delta names a row once: the last that happened to it.
    const last = new Map(changes.map((change) => [`${change.table} ${change.id}`, change]));
    for (const change of last.values()) {
      if (change.value === null) removed[change.table].push(change.id);
      else if (change.table === 'queues') tables.queues.push(queue(change.id, change.value));
      else tables.sources.push(source(change.id, change.value));
    }
    const delta: Delta = { siteId: SITE, from, to, cutAt: to.asOf, recordedAt: to.asOf, tables, removed };
    applyDelta(this.view, JSON.parse(JSON.stringify(delta)) as Delta);
    this.deltas.push(delta);
    return delta;
  }

  snapshot(): Snapshot {
    const { queues, sources } = this.view.tables;
    return JSON.parse(
      JSON.stringify({
        siteId: SITE,
        at: this.view.mark,
        cutAt: this.view.mark.asOf,
        foldVersion: 1,
        tables: { queues: [...queues.values()], sources: [...sources.values()] },
      }),
    ) as Snapshot;
  }
}

type Change = { readonly table: 'queues' | 'sources'; readonly id: string; readonly value: number | null };
type Step =
  | { readonly kind: 'cut'; readonly changes: readonly Change[] }
  | { readonly kind: 'deliver'; readonly index: number }
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'flush' };

const change: fc.Arbitrary<Change> = fc.record({
  table: fc.constantFrom('queues' as const, 'sources' as const),
  id: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
  value: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null, freq: 4 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('cut' as const), changes: fc.array(change, { maxLength: 4 }) }),
  },
  // An index from the end of what was cut: 0 is the newest; older ones are duplicates or late, skipping one is a drop.
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), index: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'flush' as const }) },
);

/** What the truth was at a mark: everything cut up to there, in order. */
function truthAt(deltas: readonly Delta[], mark: Mark): View {
  const view = createView(SITE);
  for (const delta of deltas)
    if (delta.to.position < mark.position || delta.to.asOf <= mark.asOf) applyDelta(view, delta);
  return view;
}

function expectShows(store: LiveStore, view: View): void {
  for (const name of ['queues', 'sources'] as const) {
    const table = store.tables[name];
    expect(Object.fromEntries([...table.ids()].map((id) => [`id ${id}`, table.row(id)]))).toEqual(
      Object.fromEntries([...view.tables[name]].map(([id, row]) => [`id ${id}`, row])),
    );
    expect(table.size).toBe(table.ids().length);
  }
}

describe('the live store', () => {
  it('shows exactly what the server had at its mark, whatever is dropped, doubled, late or replaced', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const server = new Server();
        const store = new LiveStore();
        store.takeSnapshot(server.snapshot());
        for (const one of steps) {
          if (one.kind === 'cut') server.cut(one.changes);
          else if (one.kind === 'snapshot') store.takeSnapshot(server.snapshot());
          else if (one.kind === 'flush') store.flush();
          else {
            const delta = server.deltas[server.deltas.length - 1 - one.index];
            if (!delta) continue;
            const before = store.mark;
            const applied = store.takeDelta(delta);
            const missing = delta.from.position > before.position || delta.from.asOf > before.asOf;
            if (applied === 'applied') expect(missing).toBe(false);
            else expect(store.mark).toEqual(before);
            if (missing) expect(applied).toBe('gap');
          }
        }
        store.flush();
        expectShows(store, truthAt(server.deltas, store.mark));
        // And with everything that was missed, it is where the server is.
        for (const delta of server.deltas) store.takeDelta(delta);
        store.flush();
        expect(store.mark).toEqual(server.view.mark);
        expectShows(store, server.view);
      }),
      { numRuns: 400 },
    );
  });

  it('agrees with the shared rule about every delta', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const server = new Server();
        const store = new LiveStore();
        const view = createView(SITE);
        const first = server.snapshot();
        store.takeSnapshot(first);
        applySnapshot(view, first);
        for (const one of steps) {
          if (one.kind === 'cut') server.cut(one.changes);
          const delta = one.kind === 'deliver' ? server.deltas[server.deltas.length - 1 - one.index] : undefined;
          if (delta) expect(store.takeDelta(delta)).toBe(applyDelta(view, delta));
        }
      }),
    );
  });

  it('keeps the very same row for everything a snapshot does not change', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), fc.array(change, { maxLength: 8 }), (first, second) => {
        const server = new Server();
        const store = new LiveStore();
        server.cut(first);
        store.takeSnapshot(server.snapshot());
        store.flush();
        const before = new Map([...store.tables.queues.ids()].map((id) => [id, store.tables.queues.row(id)]));
        server.cut(second);
        store.takeSnapshot(server.snapshot());
        store.flush();
        for (const [id, row] of before) {
          const now = store.tables.queues.row(id);
          if (now !== undefined && JSON.stringify(now) === JSON.stringify(row)) expect(now).toBe(row);
        }
      }),
    );
  });

  it('tells only those whose row changed, and shows nothing before the flush', () => {
    const server = new Server();
    const store = new LiveStore();
    server.cut([
      { table: 'queues', id: 'a', value: 1 },
      { table: 'queues', id: 'b', value: 1 },
    ]);
    store.takeSnapshot(server.snapshot());
    store.flush();
    const heard: string[] = [];
    store.tables.queues.onRow('a', () => heard.push('a'));
    store.tables.queues.onRow('b', () => heard.push('b'));
    store.tables.queues.onIds(() => heard.push('ids'));
    const read = store.tables.queues.row('a');
    store.takeDelta(server.cut([{ table: 'queues', id: 'a', value: 2 }]));
    expect(store.tables.queues.row('a')).toBe(read);
    expect(heard).toEqual([]);
    store.flush();
    expect(heard).toEqual(['a']);
    expect(read?.waitingCount).toBe(1);
    expect(store.tables.queues.row('a')?.waitingCount).toBe(2);
    store.takeDelta(server.cut([{ table: 'queues', id: 'b', value: null }]));
    store.flush();
    expect(heard).toEqual(['a', 'b', 'ids']);
    expect(store.tables.queues.row('b')).toBeUndefined();
  });

  it('does not take another site’s delta for its own', () => {
    const server = new Server();
    const store = new LiveStore();
    store.takeSnapshot(server.snapshot());
    const delta = { ...server.cut([{ table: 'queues', id: 'a', value: 1 }]), siteId: 'elsewhere' };
    expect(store.takeDelta(delta)).toBe('stale');
    expect(store.mark).toEqual(NONE);
  });

  it('gives each arrival once for measuring how fresh the glass is', () => {
    const server = new Server();
    const store = new LiveStore();
    store.takeSnapshot(server.snapshot());
    store.takeDelta(server.cut([{ table: 'queues', id: 'a', value: 1 }]));
    // What waited together with a whole state says nothing of the way of one event.
    expect(store.flush()).toEqual([]);
    store.takeDelta(server.cut([{ table: 'queues', id: 'a', value: 2 }]));
    store.takeDelta(server.cut([{ table: 'queues', id: 'a', value: 3 }]));
    expect(store.flush()).toEqual([200, 300]);
    expect(store.flush()).toEqual([]);
    // Nor does what was recorded before all of that, however late its rows change: a quiet floor is not a slow one.
    store.takeSnapshot(server.snapshot());
    store.flush();
    store.takeDelta({ ...server.cut([{ table: 'queues', id: 'a', value: 4 }]), recordedAt: 300 });
    expect(store.flush()).toEqual([]);
  });
});
