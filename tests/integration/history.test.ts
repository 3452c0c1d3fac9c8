import fc from 'fast-check';
import { createDemoFloor } from '@floorwalk/shared/demo/demo-floor';
import type { CapacityReviewAnswer } from '@floorwalk/shared/api/capacity';
import type { LiveAnswer, TimelineAnswer } from '@floorwalk/shared/api/history';
import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';
import { formatLocal } from '@floorwalk/shared/kit/zone';
import { createReport, type ReportOptions } from '@floorwalk/shared/report/report';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_TOKEN, usePeopleApp } from './people-app.ts';

const HOUR = 3_600_000;
const ZONE = 'Europe/Berlin';
/** A Tuesday, 06:00 in Berlin. */
const START = Date.UTC(2026, 2, 3, 5);
const HOURS = 28;
/** The site stands at its log’s end. */
const END = START + HOURS * HOUR;

describe('a demo day and a half', () => {
  const it1 = usePeopleApp();
  let events: NewEvent[];

  beforeAll(async () => {
    const floor = createDemoFloor({ seed: 7, startAt: START, zone: ZONE, source: 'demo', agentCount: 40 });
    events = floor.advance(START + HOURS * HOUR);
    const clock = {
      id: 'clock',
      source: 'demo',
      type: 'site.clock-set',
      time: START,
      data: { clock: { kind: 'log' } },
    } as const;
    // As it comes in practice: some of it late, some of it twice.
    const arriving = events.toSorted((a, b) => a.time + jitter(a.id) - (b.time + jitter(b.id)));
    await it1.services.log.append('s', [clock]);
    for (let at = 0; at < arriving.length; at += 2000) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await it1.services.log.append('s', arriving.slice(Math.max(0, at - 100), at + 2000));
    }
  });

  /** The oracle: the whole log at once, by time. */
  const whole = (options: ReportOptions): ReportRow[] => {
    const report = createReport(options);
    const inOrder = events
      .map((event, index): LoggedEvent => ({ ...event, position: index + 1, recordedAt: event.time }))
      .toSorted((a, b) => a.time - b.time || a.position - b.position);
    for (const event of inOrder) report.fold(event);
    const group = (row: ReportRow) => row.queueId ?? row.groupId ?? row.teamId ?? '';
    return report.rows().toSorted((a, b) => a.startAt - b.startAt || (group(a) < group(b) ? -1 : 1));
  };

  const ask = async (query: string) => {
    const answer = await it1.ask('GET', `/api/v1/sites/s/intervals?${query}`, { as: LOCAL_TOKEN });
    expect([answer.status, answer.body['detail']]).toEqual([200, undefined]);
    return answer.body as unknown as { from: string; to: string; rows: ReportRow[] };
  };

  it('any span, cut and grouping gives the rows that the whole log gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: HOURS * 2 - 2 }),
        fc.integer({ min: 1, max: 16 }),
        fc.constantFrom('15m', '30m', '1h', '2h'),
        fc.constantFrom('queue', 'site', 'group', 'team'),
        fc.constantFrom('offered', 'ended'),
        async (halfHour, length, every, by, attribution) => {
          const from = START + halfHour * (HOUR / 2);
          const to = from + length * (HOUR / 2);
          const { rows } = await ask(`from=${from}&to=${to}&every=${every}&by=${by}&attribution=${attribution}`);
          const options = { every, by, attribution, zone: ZONE, from, to } as const;
          const begun = whole(options).filter(({ startAt }) => startAt <= END);
          expect(rows).toEqual(JSON.parse(JSON.stringify(begun)));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('what was before the log began, and what has not begun, has no rows: nobody knows of it', async () => {
    const { rows } = await ask(`from=${START - 3 * HOUR}&to=${START + (HOURS + 3) * HOUR}&by=site&every=1h`);
    expect(rows.map(({ startAt }) => (startAt - START) / HOUR)).toEqual(Array.from({ length: HOURS + 1 }, (_, i) => i));
  });

  it('contacts add up: the rows of all queues have what the site has', async () => {
    const total = (rows: readonly ReportRow[]) => rows.reduce((sum, row) => sum + row.offeredCount, 0);
    const span = `from=${START}&to=${START + HOURS * HOUR}`;
    const site = total((await ask(`${span}&by=site&every=1h`)).rows);
    expect(total((await ask(`${span}&by=queue&every=15m`)).rows)).toBe(site);
    expect(site).toBe(events.filter((event) => event.type === 'contact.queued').length);
  });

  it('the capacity review counts what the intervals of its whole days count, by channel, as JSON and as CSV', async () => {
    const path = '/api/v1/sites/s/capacity-review?weeks=1&abandonTarget=0.01';
    const { status, body } = await it1.ask('GET', path, { as: LOCAL_TOKEN });
    expect(status).toBe(200);
    const review = body as unknown as CapacityReviewAnswer;
    // Today, of which only a part has passed, is left out.
    expect([formatLocal(ZONE, review.from), formatLocal(ZONE, review.to)]).toEqual([
      '2026-02-25T00:00:00+01:00',
      '2026-03-04T00:00:00+01:00',
    ]);
    const { rows } = await ask(`from=${review.from}&to=${review.to}&by=queue&every=day`);
    const offered = rows.reduce((sum, row) => sum + row.offeredCount, 0);
    const abandoned = rows.reduce((sum, row) => sum + row.abandonedCount, 0);
    expect(offered).toBeGreaterThan(100);
    expect(review.channels.reduce((sum, one) => sum + one.offeredCount, 0)).toBe(offered);
    expect(review.channels.reduce((sum, one) => sum + (one.abandonRate ?? 0) * one.offeredCount, 0)).toBeCloseTo(
      abandoned,
      6,
    );
    const voice = review.channels.find(({ channel }) => channel === 'voice');
    expect(voice?.abandonLow).toBeLessThanOrEqual(voice?.abandonRate ?? 0);
    expect(voice?.abandonTrend).toBe(null);
    const csv = await it1.ask('GET', `${path}&format=csv`, { as: LOCAL_TOKEN });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(String(csv.body['text']).trim().split('\n')).toHaveLength(1 + review.channels.length);
  });

  it('a moment is the same in every way of writing it', async () => {
    const bodies = await Promise.all(
      [
        '2026-03-03T09:00',
        '2026-03-03T09:00%2B01:00',
        '2026-03-03T09:00+01:00',
        '2026-03-03T08:00:00Z',
        String(START + 3 * HOUR),
      ].map((from) => ask(`from=${from}&to=2026-03-03T10:00&by=site`)),
    );
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(bodies[0]).toMatchObject({
      from: '2026-03-03T09:00:00+01:00',
      to: '2026-03-03T10:00:00+01:00',
      every: '30m',
    });
    expect(bodies[0]?.rows.map((row) => row.start)).toEqual(['2026-03-03T09:00:00+01:00', '2026-03-03T09:30:00+01:00']);
  });

  it('what cannot be answered is refused with the field and what would do', async () => {
    const cases: [string, string][] = [
      ['intervals?from=yesterday', '/from'],
      ['intervals?from=2026-03-03T10:00&to=2026-03-03T09:00', '/to'],
      ['intervals?from=2020-01-01&to=2026-03-03', '/to'],
      ['intervals?every=7m', '/every'],
      ['intervals?by=agent', '/by'],
      ['intervals?colour=red', '/colour'],
      ['intervals?thresholds=20,abc', '/thresholds'],
      ['live?at=2999-01-01', '/at'],
      ['live?tables=queues,people', '/tables'],
      ['live?windows=forever', '/windows'],
      ['live?format=csv', '/tables'],
      ['agents/x/timeline?from=2026-01-01&to=2026-03-03', '/to'],
      ['events?from=0', '/from'],
      ['events?limit=100000', '/limit'],
    ];
    for (const [path, pointer] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status, body } = await it1.ask('GET', `/api/v1/sites/s/${path}`, { as: LOCAL_TOKEN });
      expect([path, status, body['pointer']]).toEqual([path, 400, pointer]);
      expect(String(body['detail']).length).toBeGreaterThan(10);
    }
    expect((await it1.ask('GET', '/api/v1/sites/nowhere/live', { as: LOCAL_TOKEN })).status).toBe(404);
    expect((await it1.ask('GET', '/api/v1/sites/s/contacts/nobody/timeline', { as: LOCAL_TOKEN })).status).toBe(404);
    expect((await it1.ask('GET', '/api/v1/sites/s/agents/nobody/timeline', { as: LOCAL_TOKEN })).status).toBe(404);
  });

  it('CSV has the same rows, and an unchanged answer is not sent twice', async () => {
    const path = `/api/v1/sites/s/intervals?from=${START}&to=${START + 6 * HOUR}&by=queue`;
    const json = await it1.ask('GET', path, { as: LOCAL_TOKEN });
    const { rows } = json.body as unknown as { rows: ReportRow[] };
    const csv = await it1.ask('GET', `${path}&format=csv`, { as: LOCAL_TOKEN });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head = '', ...lines] = String(csv.body['text']).trim().split('\n');
    expect(lines).toHaveLength(rows.length);
    const columns = head.split(',');
    const column = (name: string) => lines.map((line) => line.split(',')[columns.indexOf(name)]);
    expect(column('offeredCount')).toEqual(rows.map((row) => String(row.offeredCount)));
    expect(column('queueId')).toEqual(rows.map((row) => row.queueId));
    expect(column('answeredWithin.20')).toEqual(rows.map((row) => String(row.answeredWithin['20'])));
    const again = await it1.ask('GET', path, {
      as: LOCAL_TOKEN,
      headers: { 'if-none-match': String(json.headers['etag']) },
    });
    expect(again.status).toBe(304);
    expect(json.headers['cache-control']).toBe('private, no-cache');
  });

  it('live now and live at the same moment are one state with one hash, and what was asked for comes back alone', async () => {
    const now = (await it1.ask('GET', '/api/v1/sites/s/live', { as: LOCAL_TOKEN })).body as unknown as LiveAnswer;
    expect(now.view).toBe('now');
    for (const view of ['shown', 'known']) {
      const path = `/api/v1/sites/s/live?at=${now.at.asOf}&view=${view}`;
      // oxlint-disable-next-line no-await-in-loop -- each is a question of its own
      const at = (await it1.ask('GET', path, { as: LOCAL_TOKEN })).body as unknown as LiveAnswer;
      expect({ ...at, view: 'now' }, view).toEqual(now);
    }
    const path = '/api/v1/sites/s/live?tables=queues,sites&windows=today';
    const some = (await it1.ask('GET', path, { as: LOCAL_TOKEN })).body as unknown as LiveAnswer;
    expect(Object.keys(some.tables)).toEqual(['queues', 'sites']);
    expect(Object.keys(some.tables.queues?.[0]?.windows ?? {})).toEqual(['today']);
    const csv = await it1.ask('GET', '/api/v1/sites/s/live?tables=queues&format=csv', { as: LOCAL_TOKEN });
    expect(String(csv.body['text']).trim().split('\n')).toHaveLength((some.tables.queues?.length ?? 0) + 1);
  });

  it('what is known now about a moment holds exactly what had happened by then', async () => {
    const at = START + 5 * HOUR;
    const answer = (
      await it1.ask('GET', `/api/v1/sites/s/live?at=${at}&tables=sites&windows=today`, { as: LOCAL_TOKEN })
    ).body as unknown as LiveAnswer;
    const [site] = answer.tables.sites ?? [];
    const until = events.filter((event) => event.time <= at);
    const offered = until.filter((event) => event.type === 'contact.queued' && event.time < at).length;
    const { rows } = await ask(`from=${START}&to=${at}&every=30m&by=site`);
    expect(rows.reduce((sum, row) => sum + row.offeredCount, 0)).toBe(offered);
    // Heartbeats and settings do not move the floor's time.
    const facts = until.filter(
      ({ type }) => type.startsWith('contact.') || type.startsWith('bot.') || type.startsWith('agent.'),
    );
    expect(site?.latestEventAt).toBe(
      Math.max(...facts.filter(({ type }) => !type.endsWith('.configured')).map(({ time }) => time)),
    );
    expect(formatLocal(ZONE, answer.at.asOf)).toBe('2026-03-03T11:00:00+01:00');
  });

  it('a contact’s timeline has every event that names it, and its bot turns, by time', async () => {
    const handed = events.find((event) => event.type === 'bot.handed-off' && event.data.contactId !== undefined);
    if (handed?.type !== 'bot.handed-off') throw new Error('the demo handed nothing over');
    const { contactId = '', sessionId } = handed.data;
    const answer = await it1.ask('GET', `/api/v1/sites/s/contacts/${contactId}/timeline`, { as: LOCAL_TOKEN });
    const { entries } = answer.body as unknown as TimelineAnswer;
    const expected = events.filter(
      ({ data }) =>
        ('contactId' in data && data.contactId === contactId) || ('sessionId' in data && data.sessionId === sessionId),
    );
    expect(entries.map((entry) => entry.id).toSorted()).toEqual(expected.map((event) => event.id).toSorted());
    expect(entries.map((entry) => entry.time)).toEqual(entries.map((entry) => entry.time).toSorted((a, b) => a - b));
    expect(entries.some((entry) => entry.type === 'bot.turned')).toBe(true);
    expect(entries.filter((entry) => entry.anomaly)).toEqual([]);
  });

  it('an agent’s timeline has their states and their contacts’ events, those without their name too, and nobody else’s', async () => {
    const answered = events.find((event) => event.type === 'contact.answered' && event.data.agentId !== undefined);
    if (answered?.type !== 'contact.answered') throw new Error('nobody answered in the demo');
    const { agentId = '' } = answered.data;
    const path = `/api/v1/sites/s/agents/${agentId}/timeline?from=${START}&to=${START + 12 * HOUR}`;
    const { entries } = (await it1.ask('GET', path, { as: LOCAL_TOKEN })).body as unknown as TimelineAnswer;
    const named = events.filter(
      ({ data, time, type }) =>
        'agentId' in data &&
        data.agentId === agentId &&
        time < START + 12 * HOUR &&
        // Settings and plans are nothing that happened.
        !type.endsWith('.configured') &&
        !type.startsWith('schedule.'),
    );
    const ids = new Set(entries.map((entry) => entry.id));
    for (const event of named) expect(ids, event.id).toContain(event.id);
    const contactIds = new Set(named.flatMap(({ data }) => ('contactId' in data ? [data.contactId] : [])));
    for (const { data } of entries) {
      expect('contactId' in data ? contactIds.has(data.contactId) : 'agentId' in data && data.agentId === agentId).toBe(
        true,
      );
    }
    expect(entries.some((entry) => entry.type === 'contact.completed' && !('agentId' in entry.data))).toBe(true);
    const csv = await it1.ask('GET', `${path}&format=csv`, { as: LOCAL_TOKEN });
    expect(String(csv.body['text']).split('\n')[0]).toMatch(/^position,id,source,type,time,recordedAt,/);
  });

  it('the log is read page by page, every position once', async () => {
    const positions: number[] = [];
    let next: number | null = 1;
    while (next !== null && positions.length < 2500) {
      // oxlint-disable-next-line no-await-in-loop -- each page begins after the one before
      const page = await it1.ask('GET', `/api/v1/sites/s/events?from=${next}&limit=1000`, { as: LOCAL_TOKEN });
      const body = page.body as unknown as { next: number | null; events: LoggedEvent[] };
      positions.push(...body.events.map((event) => event.position));
      next = body.next;
    }
    expect(positions).toEqual(Array.from({ length: positions.length }, (_, index) => index + 1));
    expect(positions.length).toBeGreaterThan(2000);
  });
});

describe('a contact that waits for days', () => {
  const it2 = usePeopleApp();

  it('counts where it was offered, and where it ended, however far these are apart', async () => {
    const day = 24 * HOUR;
    const at = (days: number) => START + days * day;
    const email = { contactId: 'e', queueId: 'mail', channel: 'email' as const };
    await it2.services.log.append('s', [
      { id: '1', source: 'x', type: 'site.configured', time: 0, data: { zone: 'UTC' } },
      { id: '2', source: 'x', type: 'contact.queued', time: at(0), data: email },
      { id: '3', source: 'x', type: 'contact.answered', time: at(5), data: { contactId: 'e', agentId: 'a' } },
      { id: '4', source: 'x', type: 'contact.completed', time: at(5) + HOUR, data: { contactId: 'e' } },
    ]);
    const ask = async (from: number, attribution: string) => {
      const query = `from=${from}&to=${from + day}&every=day&by=queue&attribution=${attribution}`;
      const answer = await it2.ask('GET', `/api/v1/sites/s/intervals?${query}`, { as: LOCAL_TOKEN });
      return (answer.body['rows'] as ReportRow[])
        .filter((row) => row.answeredCount > 0)
        .map((row) => [row.offeredCount, row.averageSpeedOfAnswerMs]);
    };
    expect(await ask(at(0) - 6 * HOUR, 'offered')).toEqual([[1, 5 * day]]);
    expect(await ask(at(5) - 6 * HOUR, 'offered')).toEqual([]);
    expect(await ask(at(5) - 6 * HOUR, 'ended')).toEqual([[1, 5 * day]]);
    expect(await ask(at(0) - 6 * HOUR, 'ended')).toEqual([]);
  });

  it('ids of every kind of character are found by their timelines', async () => {
    const ids = ['a/b', '../..', '%2F', 'ü ñ', '漢'.repeat(200), '🙂"\'<>&?#', '\u0001'];
    const queued = ids.map((contactId, index) => ({
      ...({ id: `odd-${index}`, source: 'x', type: 'contact.queued', time: START } as const),
      data: { contactId, queueId: contactId },
    }));
    await it2.services.log.append('s', queued);
    for (const id of ids) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await it2.ask('GET', `/api/v1/sites/s/contacts/${encodeURIComponent(id)}/timeline`, {
        as: LOCAL_TOKEN,
      });
      expect([id, answer.status, answer.body['subject']]).toEqual([id, 200, id]);
    }
  });

  it('a text that a spreadsheet would run is disarmed in CSV', async () => {
    await it2.services.log.append('s', [
      {
        id: '5',
        source: '=cmd()',
        type: 'contact.queued',
        time: START,
        data: { contactId: 'evil', queueId: '@SUM(A1)' },
      },
    ]);
    const csv = await it2.ask('GET', '/api/v1/sites/s/contacts/evil/timeline?format=csv', { as: LOCAL_TOKEN });
    expect(csv.body['text']).toContain(",'=cmd(),");
    expect(csv.body['text']).toContain("'@SUM(A1)");
  });
});

/** How much later than it happened an event arrives, ms: up to 20 s, the same for the same id. */
function jitter(id: string): number {
  let hash = 0;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 20_000;
  return hash;
}
