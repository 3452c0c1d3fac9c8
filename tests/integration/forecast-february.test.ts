import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { InvestigationAnswer, PublishedAnswer } from '@floorwalk/shared/api/forecast';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { anonymousBank } from '@floorwalk/shared/translate/anonymous-bank';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedMaterial } from '../kit/shared-material.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';

const calls = sharedMaterial('data/anonymous-bank/february1999.txt.gz');
const arrivals = sharedMaterial('data/anonymous-bank/arrivals-6min-1999-h1.csv.gz');
const isThere = calls !== undefined && arrivals !== undefined;

const SITE = 'demo';
/** Learning a month is work, and a busy machine does it slowly. */
const PATIENCE_MS = 45_000;
const ZONE = 'Asia/Jerusalem';
const DAY = '1999-02-03';
const at = (clock: string, date = DAY) => Date.parse(`${date}T${clock}:00+02:00`);

let floorwalk: RunningFloorwalk;
let cliToken = '';
let events: NewEvent[] = [];
let sentUntil = -Infinity;

/** The bank's calls, all in one queue: its half year of arrivals is known for the bank as a whole only. */
function bankEvents(path: string): NewEvent[] {
  const translation = anonymousBank.createTranslation({ source: 'demo' });
  const all: NewEvent[] = [];
  for (const [index, line] of gunzipSync(readFileSync(path)).toString().split('\r\n').entries()) {
    const told = translation.line(line, index + 1);
    if (told.kind === 'events') all.push(...told.events);
  }
  return all
    .filter(({ type, time }) => type.startsWith('contact.') && time < at('15:00'))
    .map(
      (event) => ('queueId' in event.data ? { ...event, data: { ...event.data, queueId: 'bank' } } : event) as NewEvent,
    )
    .toSorted((a, b) => a.time - b.time);
}

async function post(path: string, body: unknown, token: string): Promise<Response> {
  return fetch(`${floorwalk.address}/api/v1/${path}`, {
    method: 'POST',
    headers: {
      'content-type': path === 'events' ? 'application/cloudevents-batch+json' : 'application/json',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(body),
  });
}

async function send(batch: readonly Pick<NewEvent, 'id' | 'type' | 'time' | 'data'>[]): Promise<void> {
  for (let start = 0; start < batch.length; start += 2_000) {
    const some = batch.slice(start, start + 2_000);
    const response = await post(
      'events',
      some.map(({ id, type, time, data }) => ({
        specversion: '1.0',
        source: 'demo',
        id,
        type,
        time: new Date(time).toISOString(),
        data,
      })),
      floorwalk.token,
    );
    expect(response.status, (await response.clone().text()).slice(0, 500)).toBe(200);
  }
}

/**
 * Everything up to a moment is told, and then the site's clock stands there. While it is told the site stands at its log's end, where nothing is published:
 * what is due at that moment is reckoned from all of it, however slowly it is told.
 */
async function liveUntil(time: number): Promise<void> {
  await send([
    {
      id: `log-${time}`,
      type: 'site.clock-set',
      time: Math.max(sentUntil, at('00:00', '1999-02-01')),
      data: { clock: { kind: 'log' } },
    } as NewEvent,
  ]);
  await send(events.filter((event) => event.time > sentUntil && event.time <= time));
  sentUntil = time;
  await standAt(time);
}

async function standAt(time: number): Promise<void> {
  const clock = { kind: 'paced', base: time, at: Date.now(), rate: 0 };
  await send([{ id: `clock-${time}`, type: 'site.clock-set', time, data: { clock } } as NewEvent]);
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, {
    headers: { authorization: `Bearer ${cliToken}` },
  });
  expect(response.status, (await response.clone().text()).slice(0, 500)).toBe(200);
  return (await response.json()) as T;
}

const published = () => ask<PublishedAnswer[]>(`forecasts/published?queue=bank&date=${DAY}`);
const publishedAt = (time: number) =>
  until(
    async () => (await published()).find(({ kind, boundaryAt }) => kind === 'intraday' && boundaryAt === time),
    PATIENCE_MS,
  );

describe.skipIf(!isThere)(
  isThere
    ? 'a February day of 1999'
    : 'a February day of 1999 (skipped: the calls of the bank do not lie beside the project)',
  () => {
    beforeAll(async () => {
      floorwalk = await startFloorwalk();
      cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
      events = bankEvents(calls ?? '');
      await send([
        { id: 'site', type: 'site.configured', time: at('00:00', '1999-02-01'), data: { name: 'Bank', zone: ZONE } },
        {
          id: 'queue',
          type: 'queue.configured',
          time: at('00:00', '1999-02-01'),
          data: { queueId: 'bank', name: 'Bank' },
        },
      ]);
    });
    afterAll(() => floorwalk?.stop());

    it('a month of arrivals is imported, every row of it counted', async () => {
      const rows = gunzipSync(readFileSync(arrivals ?? ''))
        .toString()
        .split('\n')
        .filter((row) => /^(date|1999-01)/.test(row));
      await liveUntil(at('00:00', '1999-02-01'));
      const response = await post(
        `sites/${SITE}/history-imports`,
        {
          fileName: 'arrivals.csv',
          text: rows.join('\n'),
          mapping: {
            dateColumn: 0,
            startColumn: 2,
            countColumn: 3,
            handleTimeColumn: null,
            queueColumn: null,
            queueId: 'bank',
            dateOrder: 'year-month-day',
            decimal: 'point',
            hasHeader: true,
          },
        },
        cliToken,
      );
      const body = (await response.json()) as {
        rowCount: number;
        dayCount: number;
        queues: { contactCount: number }[];
        repairs: unknown[];
      };
      expect(response.status, JSON.stringify(body)).toBe(201);
      const total = rows.slice(1).reduce((sum, row) => sum + Number(row.split(',')[3]), 0);
      expect(body).toMatchObject({ rowCount: rows.length - 1, dayCount: 31, queues: [{ contactCount: total }] });
    });

    it('the day is forecast anew each quarter of an hour that is lived through, and only for the newest of those that were missed', async () => {
      await liveUntil(at('08:00'));
      const first = await publishedAt(at('08:00'));
      expect(first.forecast).toMatchObject({ seenCount: 16, method: expect.any(String) });
      await liveUntil(at('08:15'));
      await publishedAt(at('08:15'));
      await liveUntil(at('11:00'));
      const later = await publishedAt(at('11:00'));
      const all = await published();
      const boundaries = all.filter(({ kind }) => kind === 'intraday').map(({ boundaryAt }) => boundaryAt);
      expect([...new Set(boundaries)]).toEqual([at('11:00'), at('08:15'), at('08:00')]);
      expect(all.filter(({ kind }) => kind === 'day-ahead')).toHaveLength(1);
      expect(later.forecast.seenCount).toBe(22);
    });

    it('the outage is an investigation of its own, opened once and told to the team leads', async () => {
      await liveUntil(at('13:15'));
      const open = await until(
        async () => (await ask<InvestigationAnswer[]>('investigations?status=open'))[0],
        PATIENCE_MS,
      );
      expect(open).toMatchObject({
        queueId: 'bank',
        date: DAY,
        fromAt: at('12:45'),
        toAt: at('13:15'),
        closedAt: null,
      });
      expect(open.actualCount).toBe(9);
      expect(open.expectedCount).toBeGreaterThan(40);
      await liveUntil(at('14:30'));
      await publishedAt(at('14:30'));
      expect(await ask<InvestigationAnswer[]>('investigations')).toMatchObject([{ id: open.id, fromAt: at('12:45') }]);
      const { body } = await close(open.id, { cause: 'outage', finding: 'Nobody could answer from 12:51 to 13:19.' });
      expect(body).toMatchObject({ position: expect.any(Number) });
      expect((await close(open.id, { cause: 'other', finding: 'Again' })).status).toBe(409);
      expect(await ask<InvestigationAnswer[]>('investigations')).toMatchObject([{ cause: 'outage', isOver: true }]);
    });
  },
);

async function close(id: string, finding: object): Promise<{ status: number; body: unknown }> {
  const response = await post(`sites/${SITE}/investigations/${id}/close`, finding, cliToken);
  return { status: response.status, body: await response.json() };
}
