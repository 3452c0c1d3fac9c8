import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { applyDelta, createView } from '@floorwalk/shared/live/apply';
import { compareMarks, type Delta, type Mark, type Snapshot } from '@floorwalk/shared/live/delta';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import type { Subscribe, Subscribed } from '@floorwalk/shared/protocol/subscribe';
import { LiveStore } from '../store/live-store.ts';
import { LiveSync, type Wanted } from './live-sync.ts';
import type { Transport, TransportListener } from './transport.ts';

const SITE = 'riverside';
const WANTED: Wanted = { siteId: SITE, tables: ['queues'], windows: ['today'] };

/** Time that moves when told, with its timers. */
class ManualClock {
  now = 0;
  #timers: { at: number; run: () => void }[] = [];

  timer = (run: () => void, delayMs: number): (() => void) => {
    const entry = { at: this.now + delayMs, run };
    this.#timers.push(entry);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== entry);
    };
  };

  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      const next = this.#timers.filter((entry) => entry.at <= until).sort((left, right) => left.at - right.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((entry) => entry !== next);
      this.now = Math.max(this.now, next.at);
      next.run();
      await settle();
    }
    this.now = until;
  }
}

/** Lets promises that are ready run their handlers. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
}

/** A server in memory behind a line that can break, lose and double what it carries. */
class Line implements Transport {
  isConnected = false;
  readonly view = createView(SITE);
  readonly cuts: Delta[] = [];
  readonly asked: Subscribe[] = [];
  readonly seenMarks: Mark[] = [];
  /** What the next questions are answered with; `null` never comes. Afterwards the truth. */
  answers: (Subscribed | null | 'error')[] = [];
  /** How far back deltas are kept for those who come back. */
  ringLength = 20;
  foldVersion = 1;
  closed = false;
  listener: TransportListener | undefined;

  listen(listener: TransportListener): void {
    this.listener = listener;
  }

  open(): void {
    this.isConnected = true;
    this.listener?.connected();
  }

  close(): void {
    this.closed = true;
    this.isConnected = false;
  }

  retryNow(): void {
    this.open();
  }

  breakLine(): void {
    this.isConnected = false;
    this.listener?.disconnected();
  }

  unsubscribe(): void {}

  seen(have: Mark): void {
    this.seenMarks.push(have);
  }

  clock(): Promise<number> {
    return Promise.resolve(0);
  }

  async subscribe(request: Subscribe): Promise<Subscribed> {
    this.asked.push(request);
    const given = this.answers.shift();
    if (given === 'error') throw new Error('no answer');
    if (given === null) return new Promise(() => undefined);
    if (given !== undefined) return given;
    const ring = this.cuts.slice(-this.ringLength);
    const { have } = request;
    const first = ring[0];
    if (have && (compareMarks(have, this.view.mark) === 0 || (first && compareMarks(first.from, have) <= 0))) {
      const deltas = ring.filter((delta) => compareMarks(delta.to, have) > 0);
      return { ok: true, serverNow: 0, foldVersion: this.foldVersion, deltas };
    }
    return { ok: true, serverNow: 0, foldVersion: this.foldVersion, snapshot: this.snapshot() };
  }

  snapshot(): Snapshot {
    return {
      siteId: SITE,
      at: this.view.mark,
      cutAt: 0,
      foldVersion: this.foldVersion,
      tables: { queues: [...this.view.tables.queues.values()] },
    };
  }

  cut(id: string, waitingCount: number): Delta {
    const from = this.view.mark;
    const to = { position: from.position + 1, asOf: from.asOf + 100 };
    const row = { id, waitingCount } as unknown as QueueRow;
    const delta: Delta = { siteId: SITE, from, to, cutAt: 0, recordedAt: 0, tables: { queues: [row] }, removed: {} };
    applyDelta(this.view, delta);
    this.cuts.push(delta);
    return delta;
  }
}

function start(line = new Line()) {
  const clock = new ManualClock();
  const store = new LiveStore();
  const sync = new LiveSync(
    line,
    store,
    { now: () => clock.now, random: () => 0.5, timer: clock.timer },
    () => undefined,
  );
  return { clock, store, sync, line };
}

function shown(store: LiveStore): Record<string, number> {
  store.flush();
  return Object.fromEntries([...store.tables.queues.rows()].map((row) => [row.id, row.waitingCount]));
}

describe('the sync', () => {
  it('ends up with what the server has after any mix of loss, doubling, silence and broken lines', async () => {
    const happening = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('send' as const),
          id: fc.constantFrom('a', 'b', 'c'),
          count: fc.nat(9),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant('lose' as const),
          id: fc.constantFrom('a', 'b', 'c'),
          count: fc.nat(9),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('double' as const), back: fc.nat(5) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'break' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'no-answer' as const }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'refold' as const }) },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 4_000 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        async (story, ringLength) => {
          const { clock, store, sync, line } = start();
          line.ringLength = ringLength;
          sync.start();
          sync.want(WANTED);
          await settle();
          for (const event of story) {
            if (event.kind === 'send') {
              const delta = line.cut(event.id, event.count);
              if (line.isConnected) line.listener?.delta(delta);
            } else if (event.kind === 'lose') line.cut(event.id, event.count);
            else if (event.kind === 'double') {
              const again = line.cuts[line.cuts.length - 1 - event.back];
              if (again && line.isConnected) line.listener?.delta(again);
            } else if (event.kind === 'break') {
              line.breakLine();
              line.open();
            } else if (event.kind === 'no-answer') line.answers.push('error');
            else if (event.kind === 'refold') line.foldVersion++;
            else await clock.advance(event.ms);
            await settle();
          }
          line.answers = [];
          await clock.advance(20_000);
          // One more delta makes any hole that is left visible.
          line.listener?.delta(line.cut('a', 1));
          await settle();
          await clock.advance(20_000);
          expect(sync.status.topic).toBe('live');
          expect(store.mark).toEqual(line.view.mark);
          expect(shown(store)).toEqual(
            Object.fromEntries([...line.view.tables.queues].map(([id, row]) => [id, row.waitingCount])),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('asks about a gap once, and drops what comes until it is answered', async () => {
    const { store, sync, line } = start();
    sync.start();
    sync.want(WANTED);
    await settle();
    line.listener?.delta(line.cut('a', 1));
    line.cut('a', 2);
    line.answers = [null];
    line.listener?.delta(line.cut('a', 3));
    line.listener?.delta(line.cut('a', 4));
    await settle();
    expect(line.asked.length).toBe(2);
    expect(line.asked[1]?.have).toEqual({ position: 1, asOf: 100 });
    expect(sync.status).toMatchObject({ topic: 'catching-up', gapCount: 1 });
    expect(shown(store)).toEqual({ a: 1 });
  });

  it('waits longer after each failure, never longer than 8 s, and says so after three', async () => {
    const { clock, sync, line } = start();
    line.answers = Array.from({ length: 8 }, () => 'error' as const);
    sync.start();
    sync.want(WANTED);
    await settle();
    const askedAt: number[] = [0];
    const topics: string[] = [];
    for (let step = 0; step < 400; step++) {
      await clock.advance(100);
      if (line.asked.length > askedAt.length) {
        askedAt.push(clock.now);
        topics.push(sync.status.topic);
      }
    }
    const pauses = askedAt.slice(1).map((at, index) => at - (askedAt[index] ?? 0));
    expect(pauses.slice(0, 8)).toEqual([400, 800, 1_500, 3_000, 6_000, 6_000, 6_000, 6_000]);
    expect(topics.slice(0, 3)).toEqual(['catching-up', 'failing', 'failing']);
    expect(sync.status.topic).toBe('live');
  });

  it('resumes by position after a broken line and keeps what is shown meanwhile', async () => {
    const { store, sync, line } = start();
    sync.start();
    sync.want(WANTED);
    await settle();
    line.listener?.delta(line.cut('a', 1));
    line.breakLine();
    expect(sync.status.line).toBe('down');
    expect(shown(store)).toEqual({ a: 1 });
    line.cut('b', 2);
    line.open();
    await settle();
    expect(line.asked.at(-1)?.have).toEqual({ position: 1, asOf: 100 });
    expect(sync.status).toMatchObject({ line: 'up', topic: 'live', reconnectCount: 1 });
    expect(shown(store)).toEqual({ a: 1, b: 2 });
  });

  it('loses nothing that arrives between a question and its answer', async () => {
    const { store, sync, line } = start();
    sync.start();
    sync.want(WANTED);
    await settle();
    line.breakLine();
    line.open();
    line.listener?.delta(line.cut('a', 5));
    await settle();
    expect(shown(store)).toEqual({ a: 5 });
    expect(line.asked.length).toBe(2);
  });

  it('asks anew without a mark when the fold or the choice of rows changed', async () => {
    const { sync, line } = start();
    sync.start();
    sync.want(WANTED);
    await settle();
    sync.want({ ...WANTED, windows: ['last5m'] });
    await settle();
    expect(line.asked.at(-1)?.have).toBeUndefined();
    sync.want({ ...WANTED, windows: ['last5m'] });
    await settle();
    expect(line.asked.length).toBe(2);
  });

  it('does not ask again where the answer is no', async () => {
    const { clock, sync, line } = start();
    line.answers = [{ ok: false, reason: 'forbidden', message: 'not for you' }];
    sync.start();
    sync.want(WANTED);
    await clock.advance(60_000);
    expect(line.asked.length).toBe(1);
    expect(sync.status).toMatchObject({ topic: 'refused', refusal: { reason: 'forbidden', message: 'not for you' } });
  });

  it('asks when a connected server falls silent, but leaves a past moment that stands still alone', async () => {
    const { clock, sync, line } = start();
    sync.start();
    sync.want(WANTED);
    await clock.advance(15_000);
    expect(line.asked.length).toBe(2);
    sync.want({ ...WANTED, travel: { at: 5, view: 'known', speed: 0 } });
    await clock.advance(60_000);
    expect(line.asked.length).toBe(3);
  });

  it('acknowledges a merged delta with what it then has, and says that the rate is reduced', async () => {
    const { sync, line, store } = start();
    sync.start();
    sync.want(WANTED);
    await settle();
    let acknowledged = 0;
    line.listener?.merged(line.cut('a', 1), 4_000, () => acknowledged++);
    expect(acknowledged).toBe(1);
    expect(line.seenMarks.at(-1)).toEqual(store.mark);
    expect(sync.status.behindMs).toBe(4_000);
  });

  it('shows nothing of a site any more once signed out', async () => {
    const { sync, line, store } = start();
    sync.start();
    sync.want(WANTED);
    await settle();
    line.listener?.delta(line.cut('a', 1));
    line.listener?.signedOut('rights changed');
    expect(shown(store)).toEqual({});
    expect(line.closed).toBe(true);
    expect(sync.status.signedOut).toBe('rights changed');
  });
});
