import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createLiveState, foldEvent, liveRows } from '@floorwalk/shared/live/live-state';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { parseMoment } from '@floorwalk/shared/kit/zone';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { anonymousBank } from '@floorwalk/shared/translate/anonymous-bank';
import { reportFile, type ReportFileOptions } from '@floorwalk/server/cli/report';
import { openLines } from '@floorwalk/server/cli/files/read-lines';
import { readEvents } from '@floorwalk/server/cli/files/read-events';
import { beforeAll, describe, expect, it } from 'vitest';
import { goldenNumber, goldenTable, roundLike, type GoldenRow } from '../kit/golden-table.ts';
import { sharedMaterial } from '../kit/shared-material.ts';

const file = sharedMaterial('data/anonymous-bank/february1999.txt.gz');
const golden = sharedMaterial('golden/anonymous-bank-february');
const isMissing = file === undefined || golden === undefined;
const title = isMissing
  ? 'golden February (skipped: ../shared/data and ../shared/golden are not here)'
  : 'golden February';

const report = (options: Partial<ReportFileOptions>) =>
  reportFile(
    file ?? '',
    {
      format: 'anonymous-bank',
      every: '30m',
      by: 'site',
      attribution: 'offered',
      thresholds: '5,20,60,120',
      ...options,
    },
    () => undefined,
  );

/** The figures of a row beside those of the golden table, each rounded as the table rounds. */
function expectGolden(row: ReportRow, want: GoldenRow): void {
  const got: Record<string, number | null> = {
    offered: row.offeredCount,
    answered: row.answeredCount,
    abandoned_in_queue: row.abandonedCount,
    abandoned_in_vru: row.endedBeforeQueueCount,
    abandon_rate: roundLike(row.abandonRate, 4),
    abandon_rate_excl_short_5s: roundLike(row.abandonRateWithoutShort, 4),
    asa_s: roundLike(seconds(row.averageSpeedOfAnswerMs), 3),
    mean_wait_abandoned_s: roundLike(seconds(row.averageAbandonTimeMs), 3),
    p50_wait_answered_s: seconds(row.waitP50Ms),
    p90_wait_answered_s: seconds(row.waitP90Ms),
    max_wait_answered_s: seconds(row.waitMaxMs),
    aht_s: roundLike(seconds(row.averageHandleTimeMs), 3),
    aht_n: row.handledCount,
  };
  for (const t of ['20', '60', '120']) {
    const within = row.answeredWithin[t] ?? Number.NaN;
    const left = row.offeredCount - (row.abandonedWithin[t] ?? Number.NaN);
    got[`answered_within_${t}`] = within;
    got[`sl${t}_of_offered`] = row.offeredCount === 0 ? null : roundLike(within / row.offeredCount, 4);
    got[`sl${t}_excl_abandoned_within`] = left === 0 ? null : roundLike(within / left, 4);
    got[`sl${t}_of_answered`] = row.answeredCount === 0 ? null : roundLike(within / row.answeredCount, 4);
  }
  const wanted = Object.fromEntries(Object.keys(got).map((column) => [column, goldenNumber(want, column)]));
  expect({ at: row.start, queueId: row.queueId, ...got }).toEqual({ at: row.start, queueId: row.queueId, ...wanted });
}

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

describe.skipIf(isMissing)(title, () => {
  it('every half hour by offer agrees in every figure, and no interval is missing or added', async () => {
    const { rows } = await report({});
    const wanted = new Map(goldenTable(golden ?? '', 'halfhour_by_offer.csv').map((row) => [row['start'], row]));
    for (const row of rows) {
      const start = row.start.slice(0, 19).replace('T', ' ');
      const want = wanted.get(start);
      if (want === undefined) expect([start, row.offeredCount, row.endedBeforeQueueCount]).toEqual([start, 0, 0]);
      else expectGolden(row, want);
      wanted.delete(start);
    }
    // What the table has and the report has not may hold nothing but phantoms.
    for (const [, want] of wanted)
      expect([want['start'], want['offered'], want['abandoned_in_vru']]).toEqual([want['start'], '0', '0']);
  });

  it('the month in one row has the headline figures, the peaks, and no event that did not fit', async () => {
    const { rows, reading, report: folded } = await report({ every: 'all' });
    expect(rows).toHaveLength(1);
    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    expect(reading.tally).toMatchObject({ rowCount: 33_344, ignoredCount: 278, refusedCount: 0 });
    expect(folded.state.anomalyCount).toBe(0);
    expect(row).toMatchObject({
      offeredCount: 31_125,
      answeredCount: 27_162,
      abandonedCount: 3963,
      endedBeforeQueueCount: 1941,
      waitP50Ms: 6000,
      waitP90Ms: 131_000,
      waitMaxMs: 749_000,
      peakWaitingCount: 17,
      peakWaitingAt: '1999-02-03T13:27:21+02:00',
      peakInServiceCount: 11,
      peakInServiceAt: '1999-02-08T13:53:20+02:00',
    });
    expect(roundLike(row.abandonRate, 4)).toBe(0.1273);
    expect(['20', '60', '120'].map((t) => roundLike((row.answeredWithin[t] ?? 0) / row.offeredCount, 4))).toEqual([
      0.5208, 0.6726, 0.7747,
    ]);
    expect(roundLike(seconds(row.averageSpeedOfAnswerMs), 3)).toBe(40.774);
    expect(roundLike(seconds(row.averageHandleTimeMs), 3)).toBe(176.907);
  });

  it('every queue over the month agrees in every figure', async () => {
    const { rows } = await report({ every: 'all', by: 'queue' });
    const wanted = goldenTable(golden ?? '', 'by_type.csv');
    expect(new Set(rows.map((row) => row.queueId))).toEqual(new Set(wanted.map((row) => row['type'])));
    for (const row of rows) expectGolden(row, wanted.find((want) => want['type'] === row.queueId) ?? {});
  });

  it('every day agrees in every figure, but for the four around which two calls are offered after midnight', async () => {
    const { rows } = await report({ every: 'day' });
    const wanted = new Map(goldenTable(golden ?? '', 'daily.csv').map((row) => [row['date'], row]));
    expect(rows).toHaveLength(28);
    for (const row of rows) {
      const date = row.start.slice(0, 10);
      const want = wanted.get(date) ?? {};
      const moved = { '1999-02-10': -1, '1999-02-11': 1, '1999-02-15': -1, '1999-02-16': 1 }[date];
      if (moved === undefined) expectGolden(row, want);
      else expect([date, row.offeredCount]).toEqual([date, (goldenNumber(want, 'offered') ?? 0) + moved]);
    }
  });

  it('by where contacts ended, the same contacts are counted', async () => {
    const { rows } = await report({ every: 'day', attribution: 'ended' });
    expect(rows.reduce((sum, row) => sum + row.offeredCount, 0)).toBe(31_125);
    expect(rows.reduce((sum, row) => sum + row.abandonedCount, 0)).toBe(3963);
  });

  describe('the live board', () => {
    let events: LoggedEvent[] = [];
    beforeAll(async () => {
      const reading = readEvents(openLines(file ?? '', process.stdin), {
        path: file ?? '',
        translator: anonymousBank,
        translation: { source: 'file' },
      });
      events = [];
      for await (const batch of reading.batches) {
        for (const event of batch) {
          events.push({ ...event, position: events.length + 1, recordedAt: event.time });
        }
      }
    });

    it('shows at every snapshot’s moment who waits, since when, and who is served, by queue', () => {
      const snapshots = JSON.parse(readFileSync(join(golden ?? '', 'snapshots.json'), 'utf8')) as Snapshot[];
      const state = createLiveState('bank');
      let next = 0;
      expect(snapshots.length).toBeGreaterThan(15);
      for (const want of snapshots.toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
        const at = parseMoment('Asia/Jerusalem', want.at.replace(' ', 'T')) ?? Number.NaN;
        for (let event = events[next]; event !== undefined && event.time <= at; event = events[next]) {
          foldEvent(state, event);
          next += 1;
        }
        const { tables } = liveRows(state, at, 'all');
        const [site] = tables.sites ?? [];
        const byQueue = (count: 'waitingCount' | 'inServiceCount') =>
          Object.fromEntries((tables.queues ?? []).filter((row) => row[count] > 0).map((row) => [row.id, row[count]]));
        expect({
          at: want.at,
          waiting: site?.waitingCount,
          oldest_wait_s: site?.oldestQueuedAt == null ? 0 : (at - site.oldestQueuedAt) / 1000,
          in_service: site?.inServiceCount,
          waiting_by_type: byQueue('waitingCount'),
          in_service_by_type: byQueue('inServiceCount'),
          busy_named_servers: site?.agentsServingCount,
        }).toEqual({
          at: want.at,
          waiting: want.waiting,
          oldest_wait_s: want.oldest_wait_s,
          in_service: want.in_service,
          waiting_by_type: want.waiting_by_type,
          in_service_by_type: want.in_service_by_type,
          busy_named_servers: want.busy_named_servers,
        });
      }
    });

    it('every agent answered the golden number of calls and spoke the golden number of seconds', () => {
      const agents = new Map<string, { handled: number; talkMs: number; served: number }>();
      const open = new Map<string, { agentId: string; since: number | null }>();
      for (const event of events) {
        if (event.type === 'contact.answered' && event.data.agentId !== undefined) {
          const { agentId, contactId, awaitsConnection } = event.data;
          const known = open.get(contactId);
          open.set(contactId, { agentId, since: known?.since ?? (awaitsConnection === true ? null : event.time) });
          const agent = agents.get(agentId) ?? { handled: 0, talkMs: 0, served: 0 };
          agent.handled += 1;
          agents.set(agentId, agent);
        }
        if (event.type === 'contact.connected' && event.data.agentId !== undefined) {
          open.set(event.data.contactId, { agentId: event.data.agentId, since: event.time });
        }
        if (event.type === 'contact.completed') {
          const service = open.get(event.data.contactId);
          const agent = agents.get(service?.agentId ?? '') ?? early(agents, service?.agentId);
          if (service === undefined || service.since === null || agent === undefined) continue;
          agent.talkMs += event.time - service.since;
          if (event.time > service.since) agent.served += 1;
        }
      }
      for (const want of goldenTable(golden ?? '', 'agents.csv')) {
        const got = agents.get(want['server'] ?? '');
        expect([want['server'], got?.handled, got?.served, (got?.talkMs ?? 0) / 1000]).toEqual([
          want['server'],
          goldenNumber(want, 'handled'),
          goldenNumber(want, 'handled_with_ser_time'),
          goldenNumber(want, 'talk_s'),
        ]);
      }
      expect(agents.size).toBe(24);
    });
  });

  it('a recount of the raw rows by brute force agrees, for every queue and half hour', async () => {
    const { rows } = await report({ by: 'queue' });
    const counted = recount(gunzipSync(readFileSync(file ?? '')).toString());
    for (const row of rows) {
      const key = `${row.queueId} ${row.start.slice(0, 16)}`;
      const want = counted.get(key) ?? {
        offered: 0,
        answered: 0,
        abandoned: 0,
        vru: 0,
        waitS: 0,
        talkS: 0,
        within20: 0,
      };
      expect({
        key,
        offered: row.offeredCount,
        answered: row.answeredCount,
        abandoned: row.abandonedCount,
        vru: row.endedBeforeQueueCount,
        waitS: Math.round(((row.averageSpeedOfAnswerMs ?? 0) * row.answeredCount) / 1000),
        talkS: Math.round(((row.averageHandleTimeMs ?? 0) * row.handledCount) / 1000),
        within20: row.answeredWithin['20'],
      }).toEqual({ key, ...want });
      counted.delete(key);
    }
    expect([...counted.keys()]).toEqual([]);
  });
});

/** An agent whose first call completed before its answer was written. */
function early(agents: Map<string, { handled: number; talkMs: number; served: number }>, agentId: string | undefined) {
  if (agentId === undefined) return undefined;
  const agent = { handled: 0, talkMs: 0, served: 0 };
  agents.set(agentId, agent);
  return agent;
}

type Snapshot = {
  at: string;
  waiting: number;
  oldest_wait_s: number;
  in_service: number;
  busy_named_servers: number;
  waiting_by_type: Record<string, number>;
  in_service_by_type: Record<string, number>;
};

type Counted = {
  offered: number;
  answered: number;
  abandoned: number;
  vru: number;
  waitS: number;
  talkS: number;
  within20: number;
};

/** Reads the rows with nothing of the product: local time is text, days are February's, and winter has no clock change. */
function recount(text: string): Map<string, Counted> {
  const counted = new Map<string, Counted>();
  const clock = (value: string): number => {
    const [hours = 0, minutes = 0, secondsOfMinute = 0] = value.split(':').map(Number);
    return hours * 3600 + minutes * 60 + secondsOfMinute;
  };
  for (const line of text.trim().split('\r\n').slice(1)) {
    const cells = line.split('\t');
    const [, , , , type, date = '', , vruExit = '', , queueStart = '', queueExit = '', queueTime] = cells;
    const outcome = cells[12];
    if (outcome === 'PHANTOM') continue;
    const isQueued = !(queueStart === '0:00:00' && queueExit === '0:00:00' && queueTime === '0');
    let offeredAt = isQueued ? clock(queueStart) : clock(vruExit);
    let day = Number(date.slice(4));
    if (isQueued && offeredAt < clock(vruExit) - 43_200) day += 1;
    offeredAt = Math.floor(offeredAt / 1800) * 1800;
    const hour = String(Math.floor(offeredAt / 3600)).padStart(2, '0');
    const key = `${type} 1999-02-${String(day).padStart(2, '0')}T${hour}:${offeredAt % 3600 === 0 ? '00' : '30'}`;
    const one = counted.get(key) ?? { offered: 0, answered: 0, abandoned: 0, vru: 0, waitS: 0, talkS: 0, within20: 0 };
    counted.set(key, one);
    const waitS = isQueued ? Number(queueTime) : 0;
    if (outcome === 'AGENT') {
      one.offered += 1;
      one.answered += 1;
      one.waitS += waitS;
      one.talkS += Number(cells[15]);
      if (waitS <= 20) one.within20 += 1;
    } else if (isQueued) {
      one.offered += 1;
      one.abandoned += 1;
    } else one.vru += 1;
  }
  return counted;
}
