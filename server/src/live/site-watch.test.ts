import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { createLiveState, foldEvent, type LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { SiteReaction } from './site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from './site-watch.ts';

const START = Date.UTC(2026, 2, 2, 9);
const LEAST_MS = 100;

/** A watched site, driven by hand: `look` is what the watcher does, `looks` when it did. */
class Rig {
  readonly state: LiveState = createLiveState('s');
  readonly looks: { readonly at: number; readonly time: number; readonly position: number }[] = [];
  readonly begun: number[] = [];
  failedCount = 0;
  look: (look: Look) => Looked | Promise<Looked> = () => ({});
  readonly reaction: SiteReaction;

  constructor(also: Partial<SiteWatcher> = {}) {
    const watcher: SiteWatcher = {
      about: 'a test',
      leastMs: LEAST_MS,
      began: () => this.begun.push(Date.now() - START),
      failed: () => this.failedCount++,
      look: (look) => {
        this.looks.push({ at: Date.now() - START, time: look.time, position: look.state.position });
        return this.look(look);
      },
      ...also,
    };
    this.reaction = watchSite({ logger: pino({ enabled: false }), now: () => Date.now() }, () => watcher)('s');
  }

  /** Folds an event that happened at `time` and tells the watch that everything is folded. */
  fold(event: { readonly time?: number; readonly clock?: SiteClock } = {}): void {
    this.reaction.behind();
    const position = this.state.position + 1;
    const { time = Date.now(), clock } = event;
    const said: NewEvent =
      clock === undefined
        ? { id: `${position}`, source: 'test', type: 'agent.signed-in', time, data: { agentId: 'a' } }
        : { id: `${position}`, source: 'test', type: 'site.clock-set', time, data: { clock } };
    foldEvent(this.state, { ...said, position, recordedAt: Date.now() });
    this.reaction.caughtUp(this.state);
  }

  get at(): number[] {
    return this.looks.map(({ at }) => at);
  }
}

/** A look that lasts until it is let go. */
function held(): { readonly promise: Promise<Looked>; readonly resolve: (looked: Looked) => void } {
  let resolve: (looked: Looked) => void = () => undefined;
  const promise = new Promise<Looked>((done) => (resolve = done));
  return { promise, resolve };
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('watching a site', () => {
  it('looks at once after what happened, and once for a burst', async () => {
    const rig = new Rig();
    rig.fold();
    for (let count = 0; count < 19; count++) {
      await vi.advanceTimersByTimeAsync(5);
      rig.fold();
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rig.at).toEqual([0, 100]);
    expect(rig.looks.at(-1)?.position).toBe(rig.state.position);
  });

  it('looks apart as the clock of the site asks', async () => {
    const rig = new Rig({ leastMs: (clock) => (clock.kind === 'paced' ? 50 : 500) });
    rig.fold();
    await vi.advanceTimersByTimeAsync(10);
    rig.fold({ clock: { kind: 'paced', base: START, at: START, rate: 10 } });
    await vi.advanceTimersByTimeAsync(495);
    rig.fold();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([0, 500, 550]);
  });

  it('looks again when time alone may have changed something, and not otherwise', async () => {
    const rig = new Rig();
    const waits: (number | undefined)[] = [250, 1, 4_000, undefined];
    rig.look = () => {
      const againMs = waits.shift();
      return againMs === undefined ? {} : { againMs };
    };
    rig.fold();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rig.at).toEqual([0, 250, 350, 4_350]);
  });

  it('tries again what failed, after twice as long each time, however much happens meanwhile', async () => {
    const rig = new Rig();
    let failing = true;
    rig.look = () => {
      if (failing) throw new Error('meant to fail');
      return {};
    };
    rig.fold();
    for (let at = 500; at < 70_000; at += 500) {
      if (at === 60_000) failing = false;
      await vi.advanceTimersByTimeAsync(500);
      rig.fold();
    }
    expect(rig.at.filter((at) => at < 60_000)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000, 47_000]);
    expect(rig.failedCount).toBe(7);
    // A look that went well begins the count anew.
    const wellAt = rig.at.find((at) => at > 60_000) ?? 0;
    failing = true;
    await vi.advanceTimersByTimeAsync(100);
    rig.fold();
    const failedAt = rig.at.at(-1) ?? 0;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wellAt).toBe(63_000);
    expect(rig.at.at(-1)).toBe(failedAt + 1_000);
  });

  it('tells a rejected promise like an error that is thrown', async () => {
    const rig = new Rig();
    rig.look = async () => {
      await Promise.resolve();
      throw new Error('meant to fail');
    };
    rig.fold();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([0, 1_000]);
    expect(rig.failedCount).toBe(2);
  });

  it('looks next once what it said is folded', async () => {
    const rig = new Rig();
    rig.look = () => (rig.looks.length === 1 ? { againMs: 200, awaited: 3 } : {});
    rig.fold();
    await vi.advanceTimersByTimeAsync(1_000);
    rig.fold();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([0]);
    rig.fold();
    expect(rig.looks.at(-1)).toMatchObject({ at: 2_000, position: 3 });
  });

  it('looks one at a time, and again when more was folded meanwhile', async () => {
    const rig = new Rig();
    const first = held();
    rig.look = () => (rig.looks.length === 1 ? first.promise : {});
    rig.fold();
    await vi.advanceTimersByTimeAsync(1_000);
    rig.fold();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([0]);
    first.resolve({ againMs: 60_000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(rig.looks.at(-1)).toMatchObject({ at: 2_000, position: 2 });
  });

  it('does not look while the fold is behind the log', async () => {
    const rig = new Rig();
    rig.look = () => ({ againMs: 200 });
    rig.fold();
    rig.reaction.behind();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([0]);
    rig.reaction.caughtUp(rig.state);
    expect(rig.at).toEqual([0, 1_000]);
  });

  it('does not look at a site of which nothing is known', async () => {
    const rig = new Rig();
    rig.reaction.caughtUp(rig.state);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([]);
  });

  it('reads the clock of the site, which goes only forward until it is set anew', async () => {
    const rig = new Rig();
    rig.look = () => ({ againMs: 100 });
    rig.fold({ clock: { kind: 'paced', base: 5_000_000, at: START, rate: 60 } });
    await vi.advanceTimersByTimeAsync(100);
    vi.setSystemTime(START - 5_000);
    await vi.advanceTimersByTimeAsync(100);
    rig.fold({ clock: { kind: 'paced', base: 1_000, at: Date.now(), rate: 1 } });
    await vi.advanceTimersByTimeAsync(5_200);
    const times = rig.looks.map(({ time }) => time);
    expect(times.slice(0, 3)).toEqual([5_000_000, 5_006_000, 5_006_000]);
    expect(times.findLast((time) => time < 5_000_000)).toBeGreaterThanOrEqual(1_000);
    expect(rig.begun).toHaveLength(2);
  });

  it('leaves a site alone whose clock stands at the end of its log, unless the past is its business', async () => {
    for (const looksAtPast of [false, true]) {
      const rig = new Rig({ looksAtPast });
      rig.fold({ clock: { kind: 'log' } });
      rig.fold();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(rig.looks.length > 0).toBe(looksAtPast);
      // Lived through at a pace after all.
      rig.fold({ clock: { kind: 'paced', base: Date.now(), at: Date.now(), rate: 1 } });
      await vi.advanceTimersByTimeAsync(100);
      expect(rig.looks.length).toBeGreaterThan(0);
    }
  });

  it('waits while a past is being told, until the telling rests', async () => {
    const rig = new Rig();
    for (let minute = 50; minute > 40; minute--) {
      rig.fold({ time: Date.now() - minute * 60_000 });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(rig.at).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(rig.at).toEqual([11_000]);
  });

  it('does not take for the past what is as late as events are on a fast clock, but what is later', async () => {
    const [fast, later] = [new Rig(), new Rig()];
    for (const rig of [fast, later]) rig.fold({ clock: { kind: 'paced', base: START, at: START, rate: 300 } });
    const [before, beforeLater] = [fast.looks.length, later.looks.length];
    for (let tick = 1; tick <= 10; tick++) {
      await vi.advanceTimersByTimeAsync(1_000);
      fast.fold({ time: START + (tick * 1_000 - 900) * 300 });
      later.fold({ time: START + (tick * 1_000 - 6_000) * 300 });
    }
    expect(fast.looks.length - before).toBe(10);
    expect(later.looks.length - beforeLater).toBe(0);
  });

  it('waits for a past that does not rest no longer than 30 s, and not at all once it is the present', async () => {
    const [long, short] = [new Rig(), new Rig()];
    for (let second = 0; second < 40; second++) {
      long.fold({ time: START - 3_600_000 + second * 1_000 });
      short.fold({ time: second < 5 ? START - 3_600_000 + second * 1_000 : Date.now() });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(long.at[0]).toBe(30_000);
    expect(short.at[0]).toBe(5_000);
  });

  it('stops after what is under way, and looks no more', async () => {
    const rig = new Rig();
    const look = held();
    rig.look = () => look.promise;
    rig.fold();
    let isStopped = false;
    const stopping = rig.reaction.stop().then(() => (isStopped = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isStopped).toBe(false);
    look.resolve({ againMs: 100 });
    await stopping;
    rig.fold();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(rig.at).toEqual([0]);
  });
});
