import { join } from 'node:path';
import { transferFile, type TransferFileOptions } from '@floorwalk/server/cli/files/transfer-file';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { describe, expect, it } from 'vitest';
import { bankRows, writeBankFile } from '../kit/bank-file.ts';
import { fileApp } from './file-app.ts';

const app = fileApp();
/** 10:00 of the made-up day, in the bank's zone. */
const tenOClock = Date.parse('1999-02-01T10:00:00+02:00');

function options(site: string, speed: number, more: Partial<TransferFileOptions> = {}): TransferFileOptions {
  return {
    format: 'anonymous-bank',
    speed,
    site,
    name: 'Bank',
    url: app.url,
    home: app.home,
    signal: new AbortController().signal,
    terminal: { isTTY: false, write: () => undefined },
    ...more,
  };
}

function file(name: string, rows: readonly string[]): string {
  const path = join(app.home, name);
  writeBankFile(path, rows);
  return path;
}

const clocks = (events: readonly LoggedEvent[]): SiteClock[] =>
  events.flatMap((event) => (event.type === 'site.clock-set' ? [event.data.clock] : []));
const facts = (events: readonly LoggedEvent[]) =>
  events
    .filter((event) => event.type !== 'site.clock-set')
    .map(({ id, type, time, data }) => ({ id, type, time, data }));

/** Of the events after a moving clock was set, those recorded before that clock showed their time. */
function tooEarly(events: readonly LoggedEvent[]): LoggedEvent[] {
  let clock: SiteClock | null = null;
  return events.filter((event) => {
    if (event.type === 'site.clock-set') {
      clock = event.data.clock;
      return false;
    }
    return clock?.kind === 'paced' && clock.rate > 0 && event.time > siteNow(clock, event.recordedAt, 0);
  });
}

describe('replay', () => {
  it('sets the clock of the site, sends no event before that clock shows its time, and ends on the clock of the log', async () => {
    const path = file('paced.txt', bankRows(300, 4));
    const { progress, summary } = await transferFile(path, options('paced', 1200));
    const log = await app.logOf('paced');
    expect(clocks(log).map((clock) => clock.kind)).toEqual(['paced', 'paced', 'log']);
    expect(clocks(log)[1]).toMatchObject({ rate: 1200 });
    expect(tooEarly(log)).toEqual([]);
    expect(log.filter((event) => event.type === 'contact.queued').length).toBe(300);
    expect(progress).toMatchObject({ isStopped: false, duplicateCount: 0 });
    expect(summary[0]).toMatch(/^Site paced: [\d,]+ events added/);

    const again = await transferFile(path, options('paced', 1));
    expect(again.summary[0]).toContain('replay it into another site (--site)');
    expect(await app.logOf('paced')).toEqual(log);
  });

  it('with --at all that came before is there at once, and the clock starts at that moment', async () => {
    const at = tenOClock + 15 * 60_000;
    const path = file('at.txt', bankRows(300, 4));
    await transferFile(path, options('at', 3000, { at: '1999-02-01T10:15:00' }));
    const log = await app.logOf('at');
    const start = log.findIndex(
      (event) => event.type === 'site.clock-set' && event.data.clock.kind === 'paced' && event.data.clock.rate > 0,
    );
    expect(log[start]).toMatchObject({ data: { clock: { base: at, rate: 3000 } } });
    expect(log.slice(0, start).every((event) => event.time <= at)).toBe(true);
    expect(log.slice(start + 1).every((event) => event.time >= at)).toBe(true);
    expect(tooEarly(log)).toEqual([]);
  });

  it('one that is stopped lets the clock stand still, and the same command goes on from there', async () => {
    const path = file('stop.txt', bankRows(400, 4));
    const abort = new AbortController();
    const before = app.requestCount;
    app.onRequest = () => {
      if (app.requestCount - before === 8) abort.abort();
    };
    const stopped = await transferFile(path, options('stop', 400, { signal: abort.signal }));
    app.onRequest = () => undefined;
    expect(stopped.progress.isStopped).toBe(true);
    expect(stopped.summary[0]).toMatch(
      /^Stopped at 1999-02-01 .*stands still\. The same command goes on from there\.$/,
    );
    expect(clocks(await app.logOf('stop')).at(-1)).toMatchObject({ kind: 'paced', rate: 0 });

    const rest = await transferFile(path, options('stop', 4000));
    expect(rest.progress.isStopped).toBe(false);
    await transferFile(path, options('unbroken', 100_000));
    const log = await app.logOf('stop');
    expect(facts(log)).toEqual(facts(await app.logOf('unbroken')));
    expect(tooEarly(log)).toEqual([]);
    expect(clocks(log).at(-1)).toEqual({ kind: 'log' });
  });
});
