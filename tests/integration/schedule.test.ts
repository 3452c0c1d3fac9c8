import type {
  AdherenceAnswer,
  DayAnswer,
  ImportAnswer,
  SetDaysAnswer,
  StaffingDayAnswer,
} from '@floorwalk/shared/api/schedule';
import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';
import { snapshotOf } from '@floorwalk/shared/live/live-state';
import { momentOf } from '@floorwalk/shared/schedule/local-moments';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_TOKEN, usePeopleApp } from './people-app.ts';

const SITE = 'a';
const ZONE = 'Europe/Berlin';
const MINUTE = 60_000;
/** Sunday, 29 March 2026: clocks go from 02:00 to 03:00. The site's own clock stands at noon. */
const TODAY = '2026-03-29';
const at = (clock: string, date = TODAY) => momentOf(ZONE, date, clock) as number; // a clock that is written here
const NOON = at('12:00');

const app = usePeopleApp();
let lead: string;
let northLead: string;
let agent: string;
let executive: string;
let count = 0;

function event<T extends NewEvent['type']>(type: T, time: number, data: NewEvent<T>['data']): NewEvent {
  count += 1;
  return { id: `e${count}`, source: 'wfm', type, time, data } as NewEvent;
}

async function ask<T>(method: string, path: string, as: string | undefined, body?: unknown) {
  const answer = await app.ask(method, `/api/v1/sites/${SITE}/${path}`, { as, body });
  return { status: answer.status, body: answer.body as T & { pointer?: string; detail?: string; position: number } };
}

async function logOf(): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for await (const batch of app.services.log.read(SITE)) events.push(...batch);
  return events;
}

async function rowOf(agentId: string) {
  const { state, asOf } = await app.services.stateAt(SITE, { at: NOON, view: 'shown' });
  return snapshotOf(state, asOf, 0).tables.schedules?.find(({ id }) => id === agentId);
}

const work = (from: string, to: string) => ({ activityId: 'work', startAt: at(from), endAt: at(to) });

beforeAll(async () => {
  await app.services.log.append(SITE, [
    event('site.configured', 1, { zone: ZONE, intervalMinutes: 30 }),
    event('site.clock-set', 1, { clock: { kind: 'paced', base: NOON, at: 0, rate: 0 } }),
    event('team.configured', 1, { teamId: 'north' }),
    event('queue.configured', 1, { queueId: 'billing', teamId: 'north' }),
    event('queue.configured', 1, { queueId: 'orders' }),
    event('agent.configured', 1, { agentId: 'ada', name: 'Ada Abel', teamId: 'north', queueIds: ['billing'] }),
    event('agent.configured', 1, { agentId: 'bob', name: 'Bob Berg', teamId: 'south', queueIds: ['orders'] }),
    event('agent.signed-out', at('06:00'), { agentId: 'bob' }),
    event('agent.signed-in', at('09:04'), { agentId: 'ada' }),
    event('agent.state-changed', at('10:00'), { agentId: 'ada', state: 'not-ready', reason: 'Break' }),
    event('agent.state-changed', at('10:30'), { agentId: 'ada', state: 'available' }),
    event('contact.queued', at('10:10'), { contactId: 'c1', queueId: 'billing' }),
    event('contact.queued', at('10:20'), { contactId: 'c2', queueId: 'billing' }),
    event('contact.queued', at('11:20'), { contactId: 'c3', queueId: 'orders' }),
  ]);
  const person = async (name: string, role: string, scope: object) =>
    (await app.person(`${name}@example.com`, [{ role, scope: { siteId: SITE, ...scope } }])).cookie;
  lead = await person('lead', 'team-lead', {});
  northLead = await person('north', 'team-lead', { teamIds: ['north'] });
  agent = await person('ada', 'agent', { agentId: 'ada' });
  executive = await person('executive', 'executive', {});
});

describe('schedules', () => {
  it('a file is previewed without changing anything, then taken, and the same file again changes nothing', async () => {
    const text = [
      'Agent;Date;Start;End;Activity',
      'Ada Abel;2026-03-29;09:00;17:00;work',
      'ADA;29.03.2026;10:00;10:15;Break',
      'bob;2026-03-29;22:00;06:00;work',
      'carl;2026-03-29;09:00;17:00;work',
      'bob;2026-03-29;soon;06:00;work',
      'bob;2026-03-29;12:00;12:30;Yoga',
      ';2026-03-29;12:00;12:30;meal',
      'bob;2029-03-29;12:00;12:30;meal',
    ].join('\r\n');
    const before = (await logOf()).length;
    const body = { format: 'csv', text, preview: true };
    const preview = await ask<ImportAnswer>('POST', 'schedules/import', lead, body);
    expect(preview.status).toBe(200);
    expect(preview.body).toMatchObject({
      lineCount: 8,
      takenCount: 3,
      mistakeCount: 5,
      newDayCount: 2,
      changedDayCount: 0,
      unknownActivities: ['Yoga'],
      mapping: { agent: 'Agent', date: 'Date', start: 'Start', end: 'End', activity: 'Activity' },
    });
    expect(preview.body.mistakes.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [5, 'agent', 'no-such-agent'],
      [6, 'start', 'bad-time'],
      [7, 'activity', 'no-such-activity'],
      [8, 'agent', 'missing'],
      [9, 'date', 'too-far'],
    ]);
    expect(await logOf()).toHaveLength(before);

    const taken = await ask<ImportAnswer>('POST', 'schedules/import', lead, { ...body, preview: false });
    expect(taken.body).toMatchObject({ newDayCount: 2, takenCount: 3 });
    const days = await ask<DayAnswer[]>('GET', `schedules?from=${TODAY}&to=${TODAY}`, lead);
    expect(days.body.map(({ agentId, activities }) => [agentId, activities])).toEqual([
      [
        'ada',
        [
          work('09:00', '10:00'),
          { activityId: 'break', startAt: at('10:00'), endAt: at('10:15') },
          work('10:15', '17:00'),
        ],
      ],
      // A night shift belongs to the day it starts on; by the wall clock it lasts eight hours.
      ['bob', [{ activityId: 'work', startAt: at('22:00'), endAt: at('06:00', '2026-03-30') }]],
    ]);
    const after = (await logOf()).length;
    const again = await ask<ImportAnswer>('POST', 'schedules/import', lead, { ...body, preview: false });
    expect(again.body).toMatchObject({ newDayCount: 0, changedDayCount: 0, unchangedDayCount: 2 });
    expect(await logOf()).toHaveLength(after);
  });

  it('a calendar is read with its repetitions, exceptions and zones, across a change of clocks', async () => {
    const text = [
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//planner//EN',
      'BEGIN:VEVENT', 'UID:shift', 'DTSTAMP:20260101T000000Z', 'SUMMARY:work',
      'DTSTART;TZID=Europe/Berlin:20260327T090000', 'DTEND;TZID=Europe/Berlin:20260327T170000',
      'RRULE:FREQ=DAILY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20260328T090000',
      'ATTENDEE;CN=Bob Berg:mailto:bob@example.com', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:lunch', 'DTSTAMP:20260101T000000Z', 'SUMMARY:Midday', 'CATEGORIES:meal',
      'DTSTART:20260330T120000', 'DTEND:20260330T123000', 'ATTENDEE:mailto:bob@example.com', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:tick', 'DTSTAMP:20260101T000000Z', 'SUMMARY:work', 'RRULE:FREQ=SECONDLY',
      'DTSTART:20260330T120000Z', 'DTEND:20260330T120001Z', 'END:VEVENT',
      'BEGIN:VEVENT', 'UID:gone', 'DTSTAMP:20260101T000000Z', 'SUMMARY:work', 'STATUS:CANCELLED',
      'DTSTART:20260330T150000Z', 'DTEND:20260330T160000Z', 'END:VEVENT',
      'END:VCALENDAR', '',
    ].join('\r\n'); // prettier-ignore
    const answer = await ask<ImportAnswer>('POST', 'schedules/import', lead, {
      format: 'icalendar',
      text,
      preview: false,
    });
    expect(answer.body).toMatchObject({ lineCount: 6, takenCount: 4, mistakeCount: 2 });
    expect(answer.body.mistakes.map(({ reason }) => reason)).toEqual(['repeats-too-often', 'cancelled']);
    const days = await ask<DayAnswer[]>('GET', 'schedules?from=2026-03-27&to=2026-03-30&agent=bob', lead);
    expect(
      days.body.map(({ date, activities }) => [date, activities.map(({ startAt, endAt }) => [startAt, endAt])]),
    ).toEqual([
      ['2026-03-27', [[at('09:00', '2026-03-27'), at('17:00', '2026-03-27')]]],
      ['2026-03-29', [[at('09:00'), at('17:00')]]],
      [
        '2026-03-30',
        [
          [at('09:00', '2026-03-30'), at('12:00', '2026-03-30')],
          [at('12:00', '2026-03-30'), at('12:30', '2026-03-30')],
          [at('12:30', '2026-03-30'), at('17:00', '2026-03-30')],
        ],
      ],
    ]);
    // Berlin is an hour ahead of UTC before the change, two hours after it.
    expect(at('09:00', '2026-03-27')).toBe(Date.UTC(2026, 2, 27, 8));
    expect(at('09:00')).toBe(Date.UTC(2026, 2, 29, 7));
    expect(
      (await ask('POST', 'schedules/import', lead, { format: 'icalendar', text: 'no calendar', preview: true })).body
        .pointer,
    ).toBe('/text');
  });

  it('who changes a day names what they saw of it: a day that was set anew since is not overwritten', async () => {
    const day = (await ask<DayAnswer[]>('GET', `schedules?from=${TODAY}&to=${TODAY}&agent=ada`, lead)).body[0];
    const body = { activities: [work('09:00', '15:00')], basedOn: day?.position ?? null };
    const first = await ask('PUT', `schedules/ada/${TODAY}`, lead, body);
    expect(first.status).toBe(200);
    const second = await ask('PUT', `schedules/ada/${TODAY}`, northLead, body);
    expect([second.status, second.body.detail]).toEqual([409, expect.stringContaining('set anew')]);
    expect((await rowOf('ada'))?.days.find(({ date }) => date === TODAY)).toMatchObject({
      activities: [work('09:00', '15:00')],
      position: first.body.position,
    });
    const audit = await app.ask('GET', `/api/v1/audit?site=${SITE}&limit=1`, { as: LOCAL_TOKEN });
    expect(audit.body).toMatchObject([{ action: 'schedule.day-set', subject: 'ada' }]);
  });

  it.each([
    [{ activities: [{ activityId: 'yoga', startAt: 1, endAt: 2 }] }, '/activities/0/activityId'],
    [{ activities: [{ activityId: 'work', startAt: NOON, endAt: NOON }] }, '/activities/0/endAt'],
    [{ activities: [{ activityId: 'work', startAt: NOON, endAt: NOON + 26 * 60 * MINUTE }] }, '/activities/0/endAt'],
    [
      { activities: [{ activityId: 'work', startAt: NOON - 48 * 60 * MINUTE, endAt: NOON - 47 * 60 * MINUTE }] },
      '/activities/0/startAt',
    ],
  ])('%j is refused and the field named', async (body, pointer) => {
    const answer = await ask('PUT', `schedules/bob/${TODAY}`, lead, { ...body, basedOn: null });
    expect([answer.status, answer.body.pointer]).toEqual([400, pointer]);
  });

  it('several days are set together or not at all, each with its entry of the audit', async () => {
    const days = ['2026-04-01', '2026-04-02'].map((date) => ({
      agentId: 'ada',
      date,
      activities: [{ activityId: 'work', startAt: at('09:00', date), endAt: at('17:00', date) }],
      basedOn: null as number | null,
    }));
    const set = (body: object) => ask<SetDaysAnswer>('PUT', 'schedules', lead, body);
    const read = async () =>
      (await ask<DayAnswer[]>('GET', 'schedules?from=2026-04-01&to=2026-04-02&agent=ada', lead)).body;
    expect((await set({ days: [...days, days[0]] })).body.pointer).toBe('/days/2/date');
    expect(
      (await set({ days: days.map((day) => ({ ...day, basedOn: day.date === '2026-04-02' ? 1 : null })) })).status,
    ).toBe(409);
    expect(await read()).toEqual([]);
    const taken = await set({ days });
    expect(taken.status).toBe(200);
    expect((await read()).map(({ date, position }) => ({ agentId: 'ada', date, position }))).toEqual(taken.body.days);
    const undone = await set({
      days: taken.body.days.map(({ date, position }) => ({ agentId: 'ada', date, activities: [], basedOn: position })),
    });
    expect(undone.status).toBe(200);
    expect((await read()).map(({ activities }) => activities)).toEqual([[], []]);
    const audit = await app.ask('GET', `/api/v1/audit?site=${SITE}&limit=4`, { as: LOCAL_TOKEN });
    expect((audit.body as unknown as { action: string }[]).map(({ action }) => action)).toEqual(
      Array.from({ length: 4 }, () => 'schedule.day-set'),
    );
  });

  it('a lead changes the people of their team alone, an executive and an agent nobody', async () => {
    const body = { activities: [], basedOn: null };
    expect((await ask('PUT', `schedules/bob/${TODAY}`, northLead, body)).status).toBe(403);
    expect((await ask('PUT', `schedules/nobody/${TODAY}`, lead, body)).status).toBe(404);
    expect((await ask('PUT', `schedules/ada/${TODAY}`, executive, body)).status).toBe(403);
    expect((await ask('PUT', `schedules/ada/${TODAY}`, agent, body)).status).toBe(403);
    expect((await ask('PUT', 'agents/bob/skills', northLead, { skills: [] })).status).toBe(403);
    expect((await ask('PUT', 'adherence-settings', northLead, { graceMs: 1 })).status).toBe(403);
    expect((await ask('GET', `schedules?from=${TODAY}&to=${TODAY}`, executive)).status).toBe(403);
    expect((await ask('GET', `schedules?from=${TODAY}&to=2026-03-01`, lead)).body.pointer).toBe('/to');
    const mine = await ask<DayAnswer[]>('GET', `schedules?from=${TODAY}&to=${TODAY}`, northLead);
    expect(mine.body.map(({ agentId }) => agentId)).toEqual(['ada']);
    const text = `agent,date,start,end,activity\nbob,${TODAY},09:00,10:00,work\n`;
    const imported = await ask<ImportAnswer>('POST', 'schedules/import', northLead, {
      format: 'csv',
      text,
      preview: false,
    });
    expect(imported.body.mistakes).toMatchObject([{ line: 2, reason: 'not-your-agent' }]);
  });

  it('an agent asks for an exception for themself alone; a lead decides it once, and a refusal says why', async () => {
    const body = { agentId: 'ada', startAt: at('10:15'), endAt: at('10:30'), reason: 'Fire drill' };
    const asked = await ask<{ exceptionId: string }>('POST', 'schedule-exceptions', agent, body);
    expect(asked.status).toBe(201);
    expect((await ask('POST', 'schedule-exceptions', agent, { ...body, agentId: 'bob' })).status).toBe(403);
    const decide = (as: string, decision: object) =>
      ask('POST', `schedule-exceptions/${asked.body.exceptionId}/decide`, as, decision);
    expect((await decide(agent, { verdict: 'approved' })).status).toBe(403);
    expect((await decide(lead, { verdict: 'declined' })).status).toBe(400);
    const rateNow = async () =>
      (await ask<AdherenceAnswer>('GET', 'adherence', lead)).body.agents.find(({ agentId }) => agentId === 'ada')
        ?.totals;
    // 09:00-15:00 without the break: signed in four minutes late, which grace forgives, and away for half an hour.
    expect(await rateNow()).toMatchObject({
      scheduledMs: 180 * MINUTE,
      forgivenMs: 4 * MINUTE,
      outNegativeMs: 30 * MINUTE,
      adherence: 150 / 180,
      conformance: 146 / 180,
    });
    expect((await decide(northLead, { verdict: 'approved' })).status).toBe(200);
    expect((await decide(lead, { verdict: 'approved' })).status).toBe(409);
    expect(await rateNow()).toMatchObject({
      excusedUnplannedMs: 15 * MINUTE,
      outNegativeMs: 15 * MINUTE,
      adherence: 165 / 180,
    });
    expect((await rowOf('ada'))?.exceptions).toMatchObject([
      { state: 'approved', requestedBy: { name: expect.any(String) } },
    ]);
  });

  it('says how much absence fell into the customers’ peaks, who was on the floor, and what came', async () => {
    const { body } = await ask<AdherenceAnswer>('GET', 'adherence', northLead);
    // Two of three contacts came in the half hour from ten, and a quarter of two intervals is one.
    expect(body.peak.peakStarts).toEqual([at('10:00')]);
    expect(body.peak).toMatchObject({ lostInPeakMs: 15 * MINUTE });
    const day = await ask<StaffingDayAnswer>('GET', 'staffing/day', executive);
    const interval = (clock: string) => Math.floor((at(clock) - day.body.from) / day.body.intervalMs);
    expect(day.body.to - day.body.from).toBe(23 * 60 * MINUTE);
    // Before the first word of the day nobody is judged.
    expect([body.knownFrom, day.body.knownFrom]).toEqual([at('06:00'), at('06:00')]);
    const billing = day.body.offered.find(({ queueId }) => queueId === 'billing');
    expect(billing?.counts[interval('10:00')]).toBe(2);
    const group = day.body.onFloor.find(({ queueIds }) => queueIds.includes('billing'));
    expect(group?.agents[interval('09:00')]).toBeCloseTo(26 / 30, 9);
    expect(group?.agents[interval('10:00')]).toBe(0);
    expect(group?.agents[interval('11:30')]).toBe(1);
  });

  it('settings are events: what an activity is, what a queue needs, what reasons mean', async () => {
    expect((await ask('PUT', 'schedule-activities/yoga', lead, { name: 'Yoga', kind: 'break' })).status).toBe(200);
    expect(
      (await ask('PUT', 'queue-staffing/billing', northLead, { minimumAgents: 3, unplannedShrinkage: 0.1 })).status,
    ).toBe(200);
    expect((await ask('PUT', 'queue-staffing/orders', northLead, { minimumAgents: 3 })).status).toBe(403);
    expect((await ask('PUT', 'queue-staffing/none', lead, { minimumAgents: 3 })).status).toBe(404);
    expect((await ask('PUT', 'adherence-settings', lead, { graceMs: 60_000 })).status).toBe(200);
    const { state } = await app.services.stateAt(SITE, { at: NOON, view: 'shown' });
    const { tables } = snapshotOf(state, NOON, 0);
    expect(tables.activities).toMatchObject([{ id: 'yoga', name: 'Yoga', kind: 'break', isProductive: false }]);
    expect(tables.queueStaffing).toMatchObject([{ id: 'billing', minimumAgents: 3, unplannedShrinkage: 0.1 }]);
    expect(tables.adherenceSettings).toMatchObject([{ graceMs: 60_000 }]);
    expect(
      (
        await ask('PUT', 'agents/ada/skills', northLead, {
          skills: [{ skill: 'French', proficiency: 3 }],
          queueIds: ['billing', 'orders'],
        })
      ).status,
    ).toBe(200);
    const after = await app.services.stateAt(SITE, { at: NOON, view: 'shown' });
    expect(after.state.floor.agents.get('ada')).toMatchObject({
      skills: [{ skill: 'French' }],
      queueIds: ['billing', 'orders'],
    });
    expect((await ask('PUT', 'agents/ada/skills', northLead, { queueIds: ['none'] })).body.pointer).toBe('/queueIds/0');
  });

  it('who has been signed in for days counts as there, until the moment they sign out', async () => {
    await app.services.log.append(SITE, [
      event('agent.configured', 1, { agentId: 'eve', name: 'Eve', teamId: 'south', queueIds: ['orders'] }),
      event('agent.signed-in', at('08:00', '2026-03-25'), { agentId: 'eve' }),
      event('agent.signed-out', at('11:00'), { agentId: 'eve' }),
      event('schedule.day-set', NOON, { agentId: 'eve', date: TODAY, activities: [work('09:00', '12:00')] }),
    ]);
    const { body } = await ask<AdherenceAnswer>('GET', 'adherence', lead);
    expect(body.agents.find(({ agentId }) => agentId === 'eve')?.totals).toMatchObject({
      inMs: 120 * MINUTE,
      outNegativeMs: 60 * MINUTE,
      // Midnight to eleven is ten hours on the day the clocks go forward; what was worked beyond the schedule counts as worked.
      workedMs: 600 * MINUTE,
    });
    const day = await ask<StaffingDayAnswer>('GET', 'staffing/day', executive);
    const group = day.body.onFloor.find(({ queueIds }) => queueIds.join() === 'orders');
    const interval = (clock: string) => Math.floor((at(clock) - day.body.from) / day.body.intervalMs);
    expect([group?.agents[interval('09:00')], group?.agents[interval('11:00')]]).toEqual([1, 0]);
  });
});
