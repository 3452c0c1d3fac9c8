import { spawn } from 'node:child_process';
import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryFileReport } from '@floorwalk/server/cli/files/import-history-file';
import type { TransferReport } from '@floorwalk/server/cli/files/transfer-report';
import { projectRoot } from '@floorwalk/server/config';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { describe, expect, it } from 'vitest';
import { bankRows, writeBankFile } from '../kit/bank-file.ts';
import { fileApp } from './file-app.ts';

const app = fileApp();

type Ended = { readonly stdout: string; readonly stderr: string; readonly end: number | NodeJS.Signals | null };

/** Runs `floorwalk …` as a person does; `onStart` is given how to signal it. */
function floorwalk(
  args: readonly string[],
  more: { input?: string; onStart?: (signal: (name: NodeJS.Signals) => void) => void } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(projectRoot, 'scripts/floorwalk.mjs'), ...args], {
      cwd: projectRoot,
      env: { ...process.env, FLOORWALK_HOME: app.home, NODE_ENV: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ stdout, stderr, end: signal ?? code }));
    if (more.input === undefined) child.stdin.end();
    else createReadStream(more.input).pipe(child.stdin);
    more.onStart?.((name) => child.kill(name));
  });
}

/** Signals the command when the server has seen so many requests of it. */
function signalAfter(requests: number, name: NodeJS.Signals) {
  const before = app.requestCount;
  return (signal: (name: NodeJS.Signals) => void): void => {
    app.onRequest = () => {
      if (app.requestCount - before === requests) signal(name);
    };
  };
}

describe('the commands for files', () => {
  it('report prints JSON alone on stdout under --json, from a file as from standard input, and a table without', async () => {
    const path = join(app.home, 'report.txt.gz');
    writeBankFile(path, [...bankRows(100, 4), 'a bad row']);
    const args = ['report', path, '--format', 'anonymous-bank', '--by', 'queue', '--thresholds', '20'];
    const asJson = await floorwalk([...args, '--json']);
    expect(asJson.end).toBe(0);
    const rows = JSON.parse(asJson.stdout) as ReportRow[];
    expect(rows.reduce((sum, row) => sum + row.offeredCount, 0)).toBe(100);
    expect(Object.keys(rows[0]?.answeredWithin ?? {})).toEqual(['20']);
    expect(asJson.stderr).toContain('1 bad rows: wrong number of columns 1');

    const piped = await floorwalk(['report', '-', ...args.slice(2), '--json'], { input: path });
    expect(piped.stdout).toBe(asJson.stdout);

    const asTable = await floorwalk(args);
    expect(asTable.stdout.split('\n')[0]).toMatch(/^Start +Queue +Offered +Answered +Abandoned/);
  });

  it('an import killed on the spot is completed by the same command; nothing is lost and nothing is there twice', async () => {
    const path = join(app.home, 'killed.txt');
    writeBankFile(path, [...bankRows(5000, 3), 'bad']);
    const args = ['import', path, '--format', 'anonymous-bank', '--site', 'killed', '--url', app.url];
    const killed = await floorwalk(args, { onStart: signalAfter(4, 'SIGKILL') });
    app.onRequest = () => undefined;
    expect(killed.end).toBe('SIGKILL');
    const part = await app.logOf('killed');

    const rest = await floorwalk(args);
    expect(rest.end).toBe(0);
    const log = await app.logOf('killed');
    expect(log.length).toBeGreaterThan(part.length);
    expect(log.slice(0, part.length)).toEqual(part);
    const keys = new Set(log.map((event) => `${event.id} ${event.time}`));
    expect(keys.size).toBe(log.length);
    expect(log.filter((event) => event.type === 'contact.queued').length).toBe(5000);
    const again = await floorwalk([...args, '--json']);
    expect(again.stderr).toContain('Nothing was added');
    const report = JSON.parse(again.stdout) as TransferReport;
    expect(report).toMatchObject({
      site: 'killed',
      format: 'anonymous-bank',
      rows: { refused: { 'wrong number of columns': 1 }, refusals: [{ excerpt: 'bad' }] },
      events: { added: 0, refused: [] },
      isStopped: false,
    });
    expect([report.events.read, report.events.duplicate]).toEqual([report.events.sent, report.events.sent]);
  });

  it('Ctrl-C ends a replay cleanly, with a sentence that says how to go on', async () => {
    const path = join(app.home, 'interrupted.txt');
    writeBankFile(path, bankRows(500, 4));
    const args = [
      'replay',
      path,
      '--format',
      'anonymous-bank',
      '--site',
      'interrupted',
      '--url',
      app.url,
      '--speed',
      '60',
    ];
    const stopped = await floorwalk(args, { onStart: signalAfter(6, 'SIGINT') });
    app.onRequest = () => undefined;
    expect(stopped.end).toBe(0);
    expect(stopped.stdout).toMatch(/^Stopped at 1999-02-01 10:.*The same command goes on from there\./);
    expect((await app.logOf('interrupted')).at(-1)).toMatchObject({
      type: 'site.clock-set',
      data: { clock: { kind: 'paced', rate: 0 } },
    });
  });

  it('what cannot work is one sentence on stderr and a failure', async () => {
    const path = join(app.home, 'good.txt');
    writeBankFile(path, bankRows(3, 4));
    for (const [args, sentence] of [
      [['report', 'no-such-file', '--format', 'anonymous-bank'], 'there is no file no-such-file'],
      [['report', 'x', '--format', 'excel'], '--format is "excel"'],
      [['report', 'package.json', '--format', 'ndjson', '--every', '7m'], '--every'],
      [['report', 'package.json', '--format', 'anonymous-bank'], 'no row of package.json is anonymous-bank'],
      [['replay', 'package.json', '--format', 'ndjson', '--speed', '0'], '--speed is "0"'],
      [
        ['import', path, '--format', 'anonymous-bank', '--url', 'http://127.0.0.1:9', '--token', 'x'],
        'no Floorwalk answers',
      ],
      [['import', 'package.json', '--format', 'ndjson', '--url', app.url], 'no row of package.json is ndjson'],
      [['demo', '--agents', '5'], '--agents is "5"'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one process at a time is enough for a small machine
      const { end, stdout, stderr } = await floorwalk(args);
      expect([args, end, stdout]).toEqual([args, 1, '']);
      expect(stderr).toContain(sentence);
      // Before it may stand what was built because the sources had changed.
      expect(
        stderr
          .trim()
          .split('\n')
          .filter((line) => line.startsWith('floorwalk: ')),
      ).toHaveLength(1);
      expect(stderr).not.toMatch(/^ {4}at /m);
    }
  });

  it('a history is imported once however often it is sent, goes on where it was stopped, and every row not taken is counted and named', async () => {
    const path = join(app.home, 'past.csv');
    const days = Array.from({ length: 420 }, (_, i) => new Date(Date.UTC(2025, 0, 1 + i)).toISOString().slice(0, 10));
    const rows = days.flatMap((date) =>
      Array.from({ length: 24 }, (_, hour) => `${date};${hour}:00;${(hour % 7) + 1};12,5`),
    );
    writeFileSync(
      path,
      ['Tag;Uhrzeit;Anrufe;AHT', ...rows, '2025-02-31;3:00;1;1', '2025-03-01;4:00;-2;1', rows[0]].join('\r\n'),
    );
    const args = [
      'history',
      'import',
      path,
      '--site',
      'past',
      '--queue',
      'a',
      '--decimal',
      'comma',
      '--site-zone',
      'UTC',
    ];
    const more = ['--map', 'date=Tag,count=Anrufe', '--url', app.url];
    const stopped = await floorwalk([...args, ...more, '--json'], { onStart: signalAfter(1, 'SIGINT') });
    app.onRequest = () => undefined;
    const first = JSON.parse(stopped.stdout) as HistoryFileReport;
    expect(first).toMatchObject({ isStopped: true, dayCount: 420, knownDayCount: 0 });
    expect(first.addedDayCount).toBeLessThan(420);
    const rest = await floorwalk([...args, ...more, '--json']);
    expect(rest.end, rest.stderr).toBe(0);
    expect(JSON.parse(rest.stdout)).toMatchObject({
      isStopped: false,
      knownDayCount: first.addedDayCount,
      addedDayCount: 420 - first.addedDayCount,
      rowCount: rows.length + 3,
      repairsByKind: { 'refused-row': 2, duplicate: 1 },
      repairs: expect.arrayContaining([expect.objectContaining({ line: rows.length + 2, kind: 'refused-row' })]),
    });
    const again = await floorwalk([...args, ...more]);
    expect(again.stdout).toContain('0 days added, 420 there already');
    const told = (await app.logOf('past')).flatMap((event) =>
      event.type === 'history.day-recorded' ? [event.data] : [],
    );
    expect(told).toHaveLength(420);
    expect(told[0]).toMatchObject({ queueId: 'a', intervalMinutes: 60, startsAt: Date.UTC(2025, 0, 1) });
    expect(told[0]?.handleTimesMs?.[0]).toBe(12_500);
    const wrong = await floorwalk([...args.slice(0, -2), ...more]);
    expect(wrong).toMatchObject({ end: 1, stdout: '' });
    expect(wrong.stderr).toMatch(/^floorwalk: the time zone of site past is not known here/);
  });
});
