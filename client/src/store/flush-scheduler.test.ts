import { describe, expect, it } from 'vitest';
import { FlushScheduler, type SchedulerHost } from './flush-scheduler.ts';

/** A page in memory: frames every 16 ms while it is seen, timers always. */
function page() {
  let now = 0;
  let hidden = false;
  let frameLateMs = 0;
  let paintMs = 0;
  let work: { at: number; run: () => void; frame: boolean }[] = [];
  const add = (run: () => void, at: number, frame: boolean) => {
    const entry = { at, run, frame };
    work.push(entry);
    return () => {
      work = work.filter((other) => other !== entry);
    };
  };
  const host: SchedulerHost = {
    now: () => now,
    hidden: () => hidden,
    frame: (run) => add(run, now + 16 + frameLateMs, true),
    painted: (run) => {
      now += paintMs;
      run();
    },
    timer: (run, delayMs) => add(run, now + delayMs, false),
  };
  return {
    host,
    hide(value: boolean) {
      hidden = value;
    },
    late(ms: number) {
      frameLateMs = ms;
    },
    /** How long the page takes to paint from now on. */
    paints(ms: number) {
      paintMs = ms;
    },
    advance(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = work
          .filter((entry) => entry.at <= until && !(entry.frame && hidden))
          .sort((left, right) => left.at - right.at)[0];
        if (!next) break;
        work = work.filter((entry) => entry !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = until;
    },
    get now() {
      return now;
    },
  };
}

describe('the flush scheduler', () => {
  it('shows the first arrival on the next frame and then at most ten times a second', () => {
    const screen = page();
    const flushes: number[] = [];
    const scheduler = new FlushScheduler(screen.host, () => flushes.push(screen.now));
    for (let step = 0; step < 200; step++) {
      scheduler.request();
      screen.advance(5);
    }
    expect(flushes[0]).toBe(16);
    expect(flushes.length).toBeGreaterThanOrEqual(8);
    expect(flushes.length).toBeLessThanOrEqual(10);
    flushes.slice(1).forEach((at, index) => expect(at - (flushes[index] ?? 0)).toBeGreaterThanOrEqual(100));
  });

  it('goes on in a hidden page, once a second, and shows the present as soon as it is seen', () => {
    const screen = page();
    const flushes: number[] = [];
    const scheduler = new FlushScheduler(screen.host, () => flushes.push(screen.now));
    scheduler.request();
    screen.hide(true);
    scheduler.visibilityChanged();
    for (let step = 0; step < 500; step++) {
      scheduler.request();
      screen.advance(10);
    }
    expect(flushes.length).toBeGreaterThanOrEqual(4);
    expect(flushes.length).toBeLessThanOrEqual(6);
    const count = flushes.length;
    screen.hide(false);
    scheduler.visibilityChanged();
    expect(flushes.length).toBe(count + 1);
  });

  it('shows nothing while paused, and everything at once afterwards', () => {
    const screen = page();
    let count = 0;
    const scheduler = new FlushScheduler(screen.host, () => count++);
    scheduler.setFrequency('paused');
    scheduler.request();
    screen.advance(60_000);
    expect(count).toBe(0);
    scheduler.setFrequency('15s');
    screen.advance(20);
    expect(count).toBe(1);
    scheduler.request();
    screen.advance(14_000);
    expect(count).toBe(1);
    screen.advance(2_000);
    expect(count).toBe(2);
  });

  it('draws less often while the page is late, never less than every two seconds, and recovers', () => {
    const screen = page();
    let count = 0;
    const scheduler = new FlushScheduler(screen.host, () => count++);
    screen.late(400);
    for (let step = 0; step < 1_000; step++) {
      scheduler.request();
      screen.advance(20);
    }
    const strained = count;
    expect(strained).toBeLessThan(30);
    expect(strained).toBeGreaterThanOrEqual(8);
    screen.late(0);
    for (let step = 0; step < 1_000; step++) {
      scheduler.request();
      screen.advance(20);
    }
    count = 0;
    for (let step = 0; step < 100; step++) {
      scheduler.request();
      screen.advance(20);
    }
    expect(count).toBeGreaterThan(12);
  });

  it('leaves most of the time to the person where drawing takes long, and draws ten times a second again where it no longer does', () => {
    const screen = page();
    let count = 0;
    const scheduler = new FlushScheduler(screen.host, () => count++);
    const drawnIn = (ms: number) => {
      const until = screen.now + ms;
      count = 0;
      while (screen.now < until) {
        scheduler.request();
        screen.advance(5);
      }
      return count;
    };
    screen.paints(60);
    drawnIn(4_000);
    // 60 ms of drawing at a third of the time is one every 180 ms.
    expect(drawnIn(18_000)).toBeGreaterThanOrEqual(80);
    expect(drawnIn(18_000)).toBeLessThanOrEqual(101);
    screen.paints(10);
    drawnIn(4_000);
    expect(drawnIn(10_000)).toBeGreaterThanOrEqual(80);
  });
});
