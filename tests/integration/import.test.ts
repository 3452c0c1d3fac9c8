import { join } from 'node:path';
import { CliError } from '@floorwalk/server/cli/cli-error';
import { transferFile, type TransferFileOptions } from '@floorwalk/server/cli/files/transfer-file';
import { reportFile } from '@floorwalk/server/cli/report';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { createReport } from '@floorwalk/shared/report/report';
import { describe, expect, it } from 'vitest';
import { bankRows, writeBankFile } from '../kit/bank-file.ts';
import { sharedMaterial } from '../kit/shared-material.ts';
import { fileApp } from './file-app.ts';

const app = fileApp();
const realDay = sharedMaterial('data/anonymous-bank/day-1999-02-03.txt.gz');

function options(site: string, more: Partial<TransferFileOptions> = {}): TransferFileOptions {
  return {
    format: 'anonymous-bank',
    speed: 'max',
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

const withoutClock = (events: readonly LoggedEvent[]) => events.filter((event) => event.type !== 'site.clock-set');
const facts = (events: readonly LoggedEvent[]) =>
  withoutClock(events).map(({ id, source, type, time, data }) => ({ id, source, type, time, data }));

describe('import', () => {
  it('puts every event of the file into the log once and in order of time, and a second run adds nothing and says so', async () => {
    const path = file('calls.txt', bankRows(3000, 4));
    const first = await transferFile(path, options('first'));
    const log = await app.logOf('first');
    expect(withoutClock(log).length).toBe(first.reading.tally.eventCount);
    expect(first.progress).toMatchObject({
      acceptedCount: first.reading.tally.eventCount,
      duplicateCount: 0,
      isStopped: false,
    });
    expect(log.map((event) => event.time)).toEqual(log.map((event) => event.time).toSorted((a, b) => a - b));
    expect(log.findLast((event) => event.type === 'site.clock-set')?.data).toEqual({ clock: { kind: 'log' } });

    const second = await transferFile(path, options('first'));
    expect(second.summary[0]).toMatch(/^Nothing was added: site first had all [\d,]+ events already\.$/);
    expect(await app.logOf('first')).toEqual(log);
  });

  it('a report of the log after an import is the report of the file', async () => {
    const path = file('report.txt.gz', bankRows(1000, 7));
    await transferFile(path, options('report'));
    const reported = { every: '30m', by: 'queue', attribution: 'offered' } as const;
    const live = createReport(reported);
    for (const event of await app.logOf('report')) live.fold(event);
    const { rows } = await reportFile(path, { format: 'anonymous-bank', ...reported }, () => undefined);
    expect(live.rows()).toEqual(rows);
    expect(rows.reduce((sum, row) => sum + row.offeredCount, 0)).toBe(1000);
  });

  it('one that was stopped in the middle goes on where it stopped: the log is that of one uninterrupted run', async () => {
    const path = file('stopped.txt', bankRows(6000, 3));
    await transferFile(path, options('whole'));
    const abort = new AbortController();
    const before = app.requestCount;
    app.onRequest = () => {
      if (app.requestCount - before === 4) abort.abort();
    };
    const stopped = await transferFile(path, options('parts', { signal: abort.signal }));
    app.onRequest = () => undefined;
    expect(stopped.progress.isStopped).toBe(true);
    expect(stopped.summary[0]).toContain('The same command goes on from there');
    const part = await app.logOf('parts');
    expect(withoutClock(part).length).toBe(stopped.progress.acceptedCount);
    expect(part.length).toBeLessThan(stopped.reading.tally.eventCount);

    const rest = await transferFile(path, options('parts'));
    expect(rest.progress.duplicateCount).toBeGreaterThanOrEqual(stopped.progress.acceptedCount);
    expect(facts(await app.logOf('parts'))).toEqual(facts(await app.logOf('whole')));
  });

  it('waits for a server that goes down in the middle, and loses and repeats nothing', async () => {
    const path = file('down.txt', bankRows(6000, 3));
    const before = app.requestCount;
    let isDown = false;
    let back: Promise<void> | undefined;
    app.onRequest = () => {
      if (isDown || app.requestCount - before !== 4) return;
      isDown = true;
      back = app.goDown().then(() => app.comeBack());
    };
    const { progress, reading } = await transferFile(path, options('down'));
    app.onRequest = () => undefined;
    await back;
    expect(isDown).toBe(true);
    expect(progress.acceptedCount + progress.duplicateCount).toBe(reading.tally.eventCount);
    expect(facts(await app.logOf('down'))).toEqual(facts(await app.logOf('whole')));
  });

  it('bad rows are counted by reason and listed with their line, and hurt no other row', async () => {
    const rows = bankRows(50, 4);
    rows.splice(
      10,
      0,
      'nonsense',
      `${rows[0]?.replace('990201', '990299')}`,
      `${rows[1]?.replace('HANG', 'LOST').replace('AGENT ', 'LOST ')}`,
    );
    const { reading, summary } = await transferFile(file('bad.txt', rows), options('bad'));
    expect(reading.tally).toMatchObject({ rowCount: 53, refusedCount: 3 });
    const text = summary.join('\n');
    expect(text).toContain('3 bad rows: ');
    expect(text).toContain('line 12: wrong number of columns (it has 1 columns, not 17): nonsense');
    expect(text).toContain('line 13: bad date (date is "990299")');
    const queued = (await app.logOf('bad')).filter((event) => event.type === 'contact.queued');
    expect(queued.length).toBe(50);
  });

  it('a site that still runs on the clock of an earlier replay takes events that lie ahead of it', async () => {
    const abort = new AbortController();
    const before = app.requestCount;
    app.onRequest = () => {
      if (app.requestCount - before === 4) abort.abort();
    };
    const early = file('early.txt', bankRows(20, 4));
    const stopped = await transferFile(early, options('clock', { speed: 50, signal: abort.signal }));
    app.onRequest = () => undefined;
    expect(stopped.progress.isStopped).toBe(true);
    const later = file(
      'later.txt',
      bankRows(20, 4).map((row) => row.replace('990201', '990320')),
    );
    const { progress, reading } = await transferFile(later, options('clock'));
    expect(progress).toMatchObject({ acceptedCount: reading.tally.eventCount, refusedCount: 0 });
  });

  it('says in one sentence when nothing answers, when the token is not known, and when it is for another source', async () => {
    const path = file('errors.txt', bankRows(5, 4));
    const fails = async (more: Partial<TransferFileOptions>) =>
      transferFile(path, options('errors', more)).then(
        () => 'no error',
        (error: unknown) => (error instanceof CliError ? error.sentence : String(error)),
      );
    expect(await fails({ url: 'http://127.0.0.1:9', token: 'x' })).toMatch(
      /^no Floorwalk answers at http:\/\/127\.0\.0\.1:9 .*: start one with `npm start`/,
    );
    expect(await fails({ token: 'not-a-token' })).toContain('does not take the token');
    expect(await fails({ url: 'ftp://x' })).toContain('--url is "ftp://x"');
    expect(await fails({ format: 'excel' })).toBe(
      '--format is "excel": use anonymous-bank, asterisk-queue-log, dstc2, ndjson',
    );
    expect(await fails({ zone: 'Mars/Base' })).toContain('--zone is "Mars/Base"');
    expect(await transferFile(join(app.home, 'nowhere'), options('errors')).catch(String)).toContain(
      'there is no file',
    );

    await transferFile(path, options('errors'));
    const kept = JSON.parse(
      await import('node:fs').then((fs) => fs.readFileSync(join(app.home, 'source-tokens.json'), 'utf8')),
    ) as Record<string, string>;
    const token = kept[JSON.stringify([app.url, 'errors', 'anonymous-bank'])] ?? '';
    const foreign = await transferFile(path, options('errors', { token, source: 'another' }));
    expect(foreign.progress.acceptedCount).toBe(0);
    expect(foreign.summary.join('\n')).toContain('say with --source which source the token is for');
  });

  it('a token that was kept and has been revoked is replaced', async () => {
    const path = file('revoked.txt', bankRows(5, 4));
    await transferFile(path, options('revoked'));
    const local = { authorization: 'Bearer fwc_0123456789012345678901234567890123456789012' };
    const sources = (await (await fetch(`${app.url}/api/v1/sites/revoked/sources`, { headers: local })).json()) as {
      id: string;
    }[];
    for (const { id } of sources) {
      // oxlint-disable-next-line no-await-in-loop -- there is one
      await fetch(`${app.url}/api/v1/sites/revoked/sources/${id}`, { method: 'DELETE', headers: local });
    }
    // Ingest may honour a revoked token for some seconds; a server that has just started knows at once.
    await app.goDown();
    await app.comeBack();
    const again = await transferFile(path, options('revoked'));
    expect(again.progress.refusedCount).toBe(0);
    expect(again.progress.duplicateCount).toBe(again.reading.tally.eventCount);
  });

  it.skipIf(realDay === undefined)(
    realDay === undefined
      ? 'the real 3 February (skipped: ../shared/data is not here)'
      : 'the real 3 February has its golden totals in the log',
    async () => {
      await transferFile(realDay ?? '', options('bank'));
      const report = createReport({ every: 'all', by: 'site', attribution: 'offered' });
      for (const event of await app.logOf('bank')) report.fold(event);
      expect(report.rows()[0]).toMatchObject({
        offeredCount: 1545,
        answeredCount: 1319,
        abandonedCount: 226,
        endedBeforeQueueCount: 394,
        peakWaitingCount: 17,
        peakWaitingAt: '1999-02-03T13:27:21+02:00',
      });
      expect(report.state.anomalyCount).toBe(0);
    },
  );
});
