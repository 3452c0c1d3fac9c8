import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDemo, type StartDemoOptions } from '@floorwalk/server/cli/demo';
import { openSourceAccess } from '@floorwalk/server/cli/files/source-access';
import { createDemoFloor } from '@floorwalk/shared/demo/demo-floor';
import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';
import { createLiveState, foldEvent, liveRows } from '@floorwalk/shared/live/live-state';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { describe, expect, it } from 'vitest';
import { fileApp } from './file-app.ts';
import { until } from './live-app.ts';

const app = fileApp();
const HOUR = 3_600_000;

type Played = { readonly log: LoggedEvent[]; readonly state: { startAt: number; sentUntil: number } };

/** Plays a floor on a site until its log holds `enough`, then stops it. */
async function play(
  siteId: string,
  enough: (log: readonly LoggedEvent[]) => boolean,
  more: Partial<StartDemoOptions> = {},
): Promise<Played> {
  const { token } = await openSourceAccess({ home: app.home, url: app.url, siteId, source: 'demo' });
  const abort = new AbortController();
  let onRunning: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    onRunning = resolve;
  });
  const done = startDemo({
    url: app.url,
    token,
    speed: 1,
    seed: 7,
    zone: 'UTC',
    siteId,
    home: app.home,
    signal: abort.signal,
    onRunning: () => onRunning(),
    ...more,
  });
  try {
    await Promise.race([running, done]);
    // Each look reads the whole log.
    await until(async () => enough(await app.logOf(siteId)), 60_000, 100);
  } finally {
    abort.abort();
    await done;
  }
  const state = JSON.parse(readFileSync(statePath(more.siteId ?? siteId), 'utf8')) as Played['state'];
  return { log: await app.logOf(siteId), state };
}

const statePath = (siteId: string) => join(app.home, `demo-${siteId}.json`);
const facts = (events: readonly (LoggedEvent | NewEvent)[]) =>
  events
    // The clock is set by each start, and the past of six weeks is told before the floor opens.
    .filter((event) => event.type !== 'site.clock-set' && !event.type.startsWith('history.'))
    .map(({ id, source, type, time, data }) => ({ id, source, type, time, data }));

/** What one uninterrupted floor says from a start to an end. */
const uninterrupted = (startAt: number, endAt: number, seed = 7) =>
  facts(createDemoFloor({ seed, zone: 'UTC', source: 'demo', startAt }).advance(endAt));

const queuedCount = (log: readonly LoggedEvent[]) => log.filter((event) => event.type === 'contact.queued').length;

function boardAfter(log: readonly LoggedEvent[]) {
  const state = createLiveState('demo');
  for (const event of log) foldEvent(state, event);
  const asOf = log.at(-1)?.time ?? 0;
  return { tables: liveRows(state, asOf, 'all').tables, anomalyCount: state.floor.anomalyCount };
}

describe('the demo on a running Floorwalk', () => {
  it('fills the board at once: two hours of the past are there when it begins to run, and the clock is the real one', async () => {
    const { log } = await play('fresh', (events) => events.length > 0);
    expect(log[0]).toMatchObject({ type: 'site.configured' });
    expect(Date.now() - (log[0]?.time ?? 0)).toBeGreaterThan(1.9 * HOUR);
    expect(log.at(-1)?.time).toBeLessThanOrEqual(Date.now());
    expect(log.some((event) => event.type === 'site.clock-set')).toBe(false);
    const { tables, anomalyCount } = boardAfter(log);
    expect(anomalyCount).toBe(0);
    expect((tables.agents ?? []).filter((agent) => agent.state !== 'signed-out').length).toBeGreaterThan(15);
    expect(tables.queues?.length).toBe(10);
    expect(tables.bots?.length).toBe(3);
    expect(queuedCount(log)).toBeGreaterThan(300);
  });

  it('stopped, started, and started from a state that a kill left behind: the log is that of one uninterrupted floor', async () => {
    const first = await play('again', (events) => events.length > 0);
    copyFileSync(statePath('again'), join(app.home, 'old-state.json'));
    const size = first.log.length;
    const second = await play('again', (events) => events.length > size);
    expect(second.state.startAt).toBe(first.state.startAt);
    expect(facts(second.log)).toEqual(uninterrupted(second.state.startAt, second.state.sentUntil));

    copyFileSync(join(app.home, 'old-state.json'), statePath('again'));
    const third = await play('again', (events) => events.length > second.log.length);
    expect(facts(third.log)).toEqual(uninterrupted(third.state.startAt, third.state.sentUntil));
  });

  it('another floor on the same site closes the old one first: nothing of it stays open', async () => {
    await play('other', (events) => events.length > 0);
    const { log, state } = await play('other', (events) => events.some((event) => event.id.startsWith('close-')), {
      seed: 8,
    });
    const { tables, anomalyCount } = boardAfter(log);
    expect(anomalyCount).toBe(0);
    const run = `demo-8-${state.startAt.toString(36)}-`;
    expect((tables.contacts ?? []).filter((contact) => !contact.id.startsWith(run))).toEqual([]);
    expect((tables.botSessions ?? []).filter((session) => !session.id.startsWith(run))).toEqual([]);
  });

  it('a state that belongs to another log is not gone on with: the floor begins anew', async () => {
    await play('here', (events) => events.length > 0);
    copyFileSync(statePath('here'), statePath('there'));
    const { log, state } = await play('there', (events) => events.length > 1000);
    expect(facts(log).slice(1, 200)).toEqual(uninterrupted(state.startAt, state.sentUntil).slice(0, 199));
  });

  it('at speed the site runs on a paced clock, nothing is said before that clock shows its time, and stopped it stands still', async () => {
    const { log } = await play('fast', (events) => events.filter((event) => event.time > Date.now()).length > 20, {
      speed: 120,
    });
    let clock: SiteClock | null = null;
    const clocks: SiteClock[] = [];
    for (const event of log) {
      if (event.type === 'site.clock-set') {
        clock = event.data.clock;
        clocks.push(clock);
      } else if (clock !== null) expect(event.time).toBeLessThanOrEqual(siteNow(clock, event.recordedAt, 0));
    }
    expect(clocks).toMatchObject([
      { kind: 'paced', rate: 120 },
      { kind: 'paced', rate: 0 },
    ]);
  });
});
