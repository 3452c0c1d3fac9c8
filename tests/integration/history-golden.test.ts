import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportFile } from '@floorwalk/server/cli/report';
import { openLines } from '@floorwalk/server/cli/files/read-lines';
import { readEvents } from '@floorwalk/server/cli/files/read-events';
import type { LiveAnswer } from '@floorwalk/shared/api/history';
import { cellValue } from '@floorwalk/shared/floor/cell';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { anonymousBank } from '@floorwalk/shared/translate/anonymous-bank';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenNumber, goldenTable, roundLike } from '../kit/golden-table.ts';
import { sharedMaterial } from '../kit/shared-material.ts';
import { LOCAL_TOKEN, usePeopleApp } from './people-app.ts';

const file = sharedMaterial('data/anonymous-bank/february1999.txt.gz');
const golden = sharedMaterial('golden/anonymous-bank-february');
const isMissing = file === undefined || golden === undefined;
const title = isMissing
  ? 'golden February over REST (skipped: ../shared/data and ../shared/golden are not here)'
  : 'golden February over REST';

type GoldenSnapshot = {
  readonly at: string;
  readonly note?: string;
  readonly waiting: number;
  readonly oldest_wait_s: number;
  readonly in_service: number;
  readonly busy_named_servers: number;
  readonly waiting_by_type: Record<string, number>;
  readonly in_service_by_type: Record<string, number>;
};

describe.skipIf(isMissing)(title, () => {
  const it1 = usePeopleApp();

  beforeAll(async () => {
    const clock = {
      id: 'clock',
      source: 'file',
      type: 'site.clock-set',
      time: 0,
      data: { clock: { kind: 'log' } },
    } as const;
    await it1.services.log.append('bank', [clock]);
    const reading = readEvents(openLines(file ?? '', process.stdin), {
      path: file ?? '',
      translator: anonymousBank,
      translation: { source: 'file' },
    });
    for await (const batch of reading.batches) await it1.services.log.append('bank', batch);
  });

  const intervals = async (query: string): Promise<ReportRow[]> => {
    const answer = await it1.ask('GET', `/api/v1/sites/bank/intervals?thresholds=5,20,60,120&${query}`, {
      as: LOCAL_TOKEN,
    });
    expect([answer.status, answer.body['detail']]).toEqual([200, undefined]);
    return answer.body['rows'] as ReportRow[];
  };
  const rows = (table: string) => goldenTable(golden ?? '', table);

  it('every half hour of the month is the golden one', async () => {
    const got = await intervals('from=1999-02-01&to=1999-03-02&every=30m&by=site');
    const byStart = new Map(got.map((row) => [row.start.slice(0, 19).replace('T', ' '), row]));
    for (const want of rows('halfhour_by_offer.csv')) {
      const row = byStart.get(want['start'] ?? '');
      const of = (column: string) => goldenNumber(want, column) ?? 0;
      expect([want['start'], row?.offeredCount ?? 0, row?.answeredCount ?? 0, row?.abandonedCount ?? 0]).toEqual([
        want['start'],
        of('offered'),
        of('answered'),
        of('abandoned_in_queue'),
      ]);
      expect(row?.answeredWithin['20'] ?? 0).toBe(of('answered_within_20'));
      expect(
        roundLike(
          (row?.averageSpeedOfAnswerMs ?? null) === null ? null : Number(row?.averageSpeedOfAnswerMs) / 1000,
          3,
        ),
      ).toBe(goldenNumber(want, 'asa_s'));
    }
  });

  it('the intervals of a day asked for alone are those of a report on the whole file, in every figure and queue', async () => {
    const options = {
      format: 'anonymous-bank',
      every: '30m',
      by: 'queue',
      attribution: 'offered',
      thresholds: '5,20,60,120',
    };
    const whole = await reportFile(file ?? '', options as Parameters<typeof reportFile>[1], () => undefined);
    const day = (row: ReportRow) => row.start.startsWith('1999-02-03');
    const inOrder = (list: readonly ReportRow[]) =>
      list.filter(day).toSorted((a, b) => a.startAt - b.startAt || ((a.queueId ?? '') < (b.queueId ?? '') ? -1 : 1));
    const got = await intervals('from=1999-02-03&to=1999-02-04&every=30m&by=queue');
    expect(got.length).toBeGreaterThan(100);
    expect(inOrder(got)).toEqual(JSON.parse(JSON.stringify(inOrder(whole.rows))));
  });

  it('in the outage of 3 February 83 are offered and 57 abandon', async () => {
    const [row] = await intervals('from=1999-02-03T13:00&to=1999-02-03T13:30&every=30m&by=site');
    expect(row).toMatchObject({ start: '1999-02-03T13:00:00+02:00', offeredCount: 83, abandonedCount: 57 });
    expect(roundLike(row?.abandonRate ?? null, 3)).toBe(0.687);
  });

  it('live at each hour of 3 February shows who waits, since when, and who is served', async () => {
    const snapshots = JSON.parse(readFileSync(join(golden ?? '', 'snapshots.json'), 'utf8')) as GoldenSnapshot[];
    expect(snapshots.length).toBeGreaterThan(15);
    for (const { note: _note, ...want } of snapshots) {
      const at = want.at.replace(' ', 'T');
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await it1.ask('GET', `/api/v1/sites/bank/live?at=${at}&tables=sites,queues&windows=`, {
        as: LOCAL_TOKEN,
      });
      const { tables, at: mark } = answer.body as unknown as LiveAnswer;
      const [site] = tables.sites ?? [];
      const byQueue = (count: 'waitingCount' | 'inServiceCount') =>
        Object.fromEntries((tables.queues ?? []).filter((row) => row[count] > 0).map((row) => [row.id, row[count]]));
      expect({
        at: want.at,
        waiting: site?.waitingCount,
        oldest_wait_s: site?.oldestQueuedAt == null ? 0 : (mark.asOf - site.oldestQueuedAt) / 1000,
        in_service: site?.inServiceCount,
        waiting_by_type: byQueue('waitingCount'),
        in_service_by_type: byQueue('inServiceCount'),
        busy_named_servers: site?.agentsServingCount,
      }).toEqual(want);
    }
    // The board itself, when the file was imported: the end of the month, with everything in it.
    const ask = async (at: string) =>
      (await it1.ask('GET', `/api/v1/sites/bank/live?${at}tables=sites&windows=today`, { as: LOCAL_TOKEN }))
        .body as unknown as LiveAnswer;
    const now = await ask('');
    const then = await ask(`at=${now.at.asOf}&`);
    expect([now.at, now.stateHash]).toEqual([then.at, then.stateHash]);
    expect(cellValue(now.tables.sites?.[0]?.windows?.today, 'offeredCount')).toBe(1330);
  });
});
