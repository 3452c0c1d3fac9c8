import { describe, expect, it } from 'vitest';
import type { AlertRule, Comparison } from './rule.ts';
import { BY, Site, START, twoWait, waiting } from './alerts-site.test-kit.ts';
import { explainRule } from './explain-rule.ts';
import { alertsSlice } from './alerts-slice.ts';
import { SILENCE_WARNING_MS } from './alert-watch.ts';
import { MAX_CONTACT_SUBJECTS } from './subject.ts';

const MINUTE = 60_000;

function rule(
  id: string,
  table: AlertRule['subject']['table'],
  when: Comparison,
  more: Partial<AlertRule> = {},
): AlertRule {
  return {
    id,
    name: id,
    subject: { table },
    levels: [{ severity: 'critical', when, forMs: 0, keepFiringMs: 0 }],
    ...more,
  };
}

/** Lets time pass as the owner of a site does: from one moment at which something may change to the next. */
function pass(site: Site, from: number, to: number): void {
  let now = from;
  site.look(now);
  while (now < to) {
    now = Math.min(to, site.watch.nextDueAt(now));
    site.look(now);
  }
}

describe('what rules watch', () => {
  it('an agent too long in a state, at the very moment, and no more once the state is left', () => {
    const site = new Site();
    site.setRule(
      rule('idle', 'agents', { metric: 'time-in-state', state: 'not-ready', is: 'at-least', threshold: 61_234 }),
    );
    site.tell('agent.configured', START, { agentId: 'ann', teamId: 'north' });
    site.tell('agent.state-changed', START, { agentId: 'ann', state: 'not-ready', reason: 'Break' });
    pass(site, START, START + 2 * MINUTE);
    expect(site.rows()).toMatchObject([
      { state: 'firing', firedAt: START + 61_234, subjectTable: 'agents', subjectId: 'ann', subjectTeamId: 'north' },
    ]);
    site.tell('agent.state-changed', START + 2 * MINUTE, { agentId: 'ann', state: 'available' });
    site.look(START + 2 * MINUTE + 1);
    expect(site.rows()).toMatchObject([{ state: 'resolved' }]);
  });

  it('an agent’s occupancy over a window', () => {
    const site = new Site();
    site.setRule(rule('busy', 'agents', { metric: 'occupancy', window: 'last30m', is: 'above', threshold: 0.9 }));
    site.tell('agent.configured', START, { agentId: 'ann' });
    site.tell('agent.state-changed', START, { agentId: 'ann', state: 'available' });
    site.contact('a', 'contact.queued', START + MINUTE);
    site.tell('contact.answered', START + MINUTE, { contactId: 'a', agentId: 'ann' });
    pass(site, START + MINUTE, START + 5 * MINUTE);
    expect(site.rows()).toEqual([]);
    pass(site, START + 5 * MINUTE, START + 20 * MINUTE);
    expect(site.rows()).toMatchObject([{ state: 'firing', subjectId: 'ann', contactIds: ['a'] }]);
  });

  it('what an agent did over a window: handle time with its parts, what was not answered and passed on, each with its contacts', () => {
    const site = new Site();
    const above = (metric: Comparison['metric'], threshold: number): Comparison => ({
      metric,
      window: 'last15m',
      is: 'above',
      threshold,
    });
    site.setRule(rule('slow', 'agents', { ...above('average-handle-time', 5 * MINUTE), minimumSample: 2 }));
    site.setRule(rule('after', 'agents', above('average-after-contact-work', MINUTE)));
    site.setRule(rule('missed', 'agents', above('not-answered', 1)));
    site.setRule(rule('passes', 'agents', above('transferred', 1)));
    site.setRule(
      rule('handled', 'agents', { metric: 'contacts-handled', window: 'last15m', is: 'at-least', threshold: 2 }),
    );
    site.tell('agent.configured', START, { agentId: 'ann' });
    for (const [id, at] of [
      ['a', START],
      ['b', START + 7 * MINUTE],
    ] as const) {
      site.contact(id, 'contact.queued', at);
      site.tell('contact.answered', at, { contactId: id, agentId: 'ann' });
      site.tell('contact.completed', at + 5 * MINUTE, { contactId: id, wrapsUp: true });
      site.tell('contact.wrapped-up', at + 6 * MINUTE + 30_000, { contactId: id });
      pass(site, at + 6 * MINUTE + 30_000, at + 6 * MINUTE + 45_000);
    }
    const found = new Map(site.rows().map((row) => [row.ruleId, row]));
    expect([...found.keys()].toSorted()).toEqual(['after', 'handled', 'slow']);
    expect(found.get('slow')).toMatchObject({ state: 'firing', subjectId: 'ann', contactIds: ['b', 'a'] });
    expect(found.get('slow')?.evidence).toMatchObject([
      { value: 6.5 * MINUTE, numerator: 13 * MINUTE, denominator: 2, window: 'last15m' },
    ]);
    expect(found.get('handled')?.evidence).toMatchObject([{ value: 2 }]);
    const missed = START + 14 * MINUTE;
    for (const id of ['c', 'd']) {
      site.contact(id, 'contact.queued', missed);
      site.tell('contact.presented', missed, { contactId: id, agentId: 'ann' });
      site.tell('contact.not-answered', missed + 1_000, { contactId: id, agentId: 'ann' });
    }
    pass(site, missed + 1_000, missed + 30_000);
    const [row] = site.rows().filter(({ ruleId }) => ruleId === 'missed');
    expect(row?.contactIds.toSorted()).toEqual(['c', 'd']);
    const why = explainRule(site.state, 'passes', { table: 'agents', id: 'ann' }, missed + 30_000)?.levels[0];
    expect(why).toMatchObject({ verdict: 'not-met', evidence: [{ value: 0 }] });
    // Over once the window has left them behind, or holds too few to judge by; a mean of nothing ends nothing.
    pass(site, missed + 30_000, START + 40 * MINUTE);
    const standing = site.rows().filter(({ state }) => state === 'firing');
    expect(standing.map(({ ruleId }) => ruleId).toSorted()).toEqual(['after']);
  });

  it('of more single contacts than are watched those offered first, and says how many are left out', () => {
    const site = new Site();
    site.setRule(rule('patience', 'contacts', { metric: 'contact-wait', is: 'above', threshold: 60 * MINUTE }));
    for (let index = 0; index < MAX_CONTACT_SUBJECTS + 3; index++)
      site.tell('contact.queued', START - index, { contactId: `c${index}`, queueId: `q${index % 7}` });
    const limits = () => alertsSlice.rows(site.state.alerts, 0, 'all').tables.alertRules?.[0]?.limits;
    site.look(START);
    expect(limits()).toEqual([{ limit: 'contacts', leftOutCount: 3, at: START }]);
    site.look(START + 1_000);
    expect(site.types()).toEqual(['alert.rule-limited']);
    expect(site.watch.measures.subjects.contactsOf({ table: 'contacts' }).subjects.map(({ id }) => id)).not.toContain(
      'c0',
    );
    for (let index = 0; index < 3; index++) site.tell('contact.abandoned', START + 2_000, { contactId: `c${index}` });
    site.look(START + 3_000);
    expect(limits()).toHaveLength(1);
    site.look(START + 59_999);
    site.look(START + 60_000);
    expect(limits()).toEqual([]);
  });

  it('one contact that waits too long, in the named queue alone, until it is gone', () => {
    const site = new Site();
    site.setRule(
      rule(
        'patience',
        'contacts',
        { metric: 'contact-wait', is: 'above', threshold: 90_000 },
        {
          subject: { table: 'contacts', queueIds: ['q'] },
        },
      ),
    );
    site.tell('queue.configured', START, { queueId: 'q', teamId: 'north' });
    site.contact('a', 'contact.queued', START);
    site.tell('contact.queued', START, { contactId: 'elsewhere', queueId: 'other' });
    pass(site, START, START + 3 * MINUTE);
    expect(site.rows()).toMatchObject([
      { subjectId: 'a', firedAt: START + 90_001, subjectQueueId: 'q', subjectTeamId: 'north', contactIds: ['a'] },
    ]);
    site.takeOver();
    site.tell('contact.abandoned', START + 3 * MINUTE, { contactId: 'a' });
    site.look(START + 3 * MINUTE);
    expect(site.rows()).toMatchObject([{ subjectId: 'a', state: 'resolved' }]);
  });

  it('one contact put on hold twice, or held too long', () => {
    const site = new Site();
    site.setRule(rule('holds', 'contacts', { metric: 'contact-holds', is: 'at-least', threshold: 2 }));
    site.setRule(
      rule('held', 'contacts', { metric: 'contact-hold-time', is: 'at-least', threshold: 45_000 }),
      1,
      START - 2,
    );
    site.contact('a', 'contact.queued', START);
    site.tell('contact.answered', START + 1_000, { contactId: 'a', agentId: 'ann' });
    site.tell('contact.held', START + 2_000, { contactId: 'a' });
    site.tell('contact.resumed', START + 3_000, { contactId: 'a' });
    site.tell('contact.held', START + 4_000, { contactId: 'a' });
    pass(site, START + 4_000, START + MINUTE);
    expect(site.rows().map(({ ruleId, firedAt }) => [ruleId, firedAt])).toEqual([
      ['holds', START + 4_000],
      ['held', START + 49_000],
    ]);
  });

  it('a bot whose turns are too often uncertain', () => {
    const site = new Site();
    site.setRule(
      rule('unsure', 'bots', {
        metric: 'bot-uncertain-share',
        window: 'last15m',
        is: 'above',
        threshold: 0.5,
        minimumSample: 3,
      }),
    );
    site.tell('bot.session-started', START, { sessionId: 's', botId: 'b' });
    const turn = (index: number, confidence: number) =>
      site.tell('bot.turned', START + index, { sessionId: 's', botId: 'b', turnId: `t${index}`, confidence } as never);
    turn(1, 0.2);
    turn(2, 0.3);
    site.look(START + 10);
    expect(site.rows()).toEqual([]);
    turn(3, 0.99);
    site.look(START + 11);
    expect(site.rows()).toMatchObject([
      { state: 'firing', subjectTable: 'bots', evidence: [{ numerator: 2, denominator: 3 }] },
    ]);
  });

  it('a source whose heartbeats are missed, and a rule that then holds what it has', () => {
    const site = new Site();
    site.setRule(rule('heart', 'sources', { metric: 'heartbeats-missed', is: 'at-least', threshold: 3 }));
    site.setRule({ ...waiting('kept', 0), sourceSilent: { do: 'keep' } }, 1, START - 2);
    site.tell('source.heartbeat', START, { everyMs: 20_000 }, 'pbx');
    twoWait(site);
    pass(site, START, START + 30_000);
    expect(site.rows().map(({ ruleId }) => ruleId)).toEqual(['kept']);
    pass(site, START + 30_000, START + 2 * MINUTE);
    expect(site.rows().find(({ ruleId }) => ruleId === 'heart')).toMatchObject({
      firedAt: START + 60_000,
      subjectId: 'pbx',
    });
    // It would be over by its numbers, but these come from a source that was silent when they last came.
    site.tell('contact.answered', START + 2_000, { contactId: 'a', agentId: 'ann' }, 'late');
    site.look(START + 2 * MINUTE + 1);
    expect(site.rows().find(({ ruleId }) => ruleId === 'kept')).toMatchObject({ state: 'firing' });
    site.tell('source.heartbeat', START + 2 * MINUTE + 2, { everyMs: 20_000 }, 'pbx');
    pass(site, START + 2 * MINUTE + 2, START + 2 * MINUTE + 10_000);
    expect(site.rows().map(({ state }) => state)).toEqual(['resolved', 'resolved']);
  });
});

describe('when rules speak', () => {
  const HOURS = { zone: 'Europe/Berlin', open: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '11:30' }] };

  it('outside its schedule a rule neither fires nor stays firing, and says so', () => {
    const site = new Site();
    site.setRule({ ...waiting('hours', 0), schedule: HOURS });
    twoWait(site);
    pass(site, START, START + MINUTE);
    expect(site.rows()).toMatchObject([{ state: 'firing', firedAt: START }]);
    pass(site, START + MINUTE, START + 40 * MINUTE);
    expect(site.rows()).toMatchObject([{ state: 'resolved', resolvedAt: START + 30 * MINUTE, endedBy: 'schedule' }]);
    const explained = explainRule(site.state, 'hours', { table: 'queues', id: 'q' }, START + 40 * MINUTE);
    expect(explained?.levels[0]).toMatchObject({ verdict: 'outside-schedule', finding: 'breached' });
    expect(explained?.levels[0]?.gates.find(({ name }) => name === 'schedule')).toMatchObject({ passed: false });
  });

  it('in a mute window it fires and pages nobody; in maintenance it ends, and fires anew after it', () => {
    const site = new Site();
    site.setRule(waiting('one', 0));
    const window = (id: string, kind: 'mute' | 'maintenance', from: string, to: string) =>
      site.decide('alert.window-set', START - 10, {
        window: { id, name: id, kind, when: { kind: 'weekly', days: [1], from, to } },
        version: 1,
        by: BY,
      });
    window('quiet', 'mute', '10:00', '10:10');
    window('repair', 'maintenance', '10:20', '10:30');
    twoWait(site);
    pass(site, START, START + 15 * MINUTE);
    expect(site.rows()).toMatchObject([
      { state: 'firing', paged: false, suppressedBy: { kind: 'mute', windowId: 'quiet' } },
    ]);
    site.takeOver();
    pass(site, START + 15 * MINUTE, START + 25 * MINUTE);
    expect(site.rows()).toMatchObject([{ state: 'resolved', resolvedAt: START + 20 * MINUTE, endedBy: 'maintenance' }]);
    pass(site, START + 25 * MINUTE, START + 31 * MINUTE);
    expect(site.rows()).toMatchObject([{ state: 'firing', firedAt: START + 30 * MINUTE, paged: true }]);
  });

  it('the critical level speaks for the warning of the same rule and subject, and a rule for those it inhibits', () => {
    const site = new Site();
    const [level] = waiting('both', 0).levels;
    if (level === undefined) throw new Error('no level');
    site.setRule({ ...waiting('both', 0), levels: [{ ...level, severity: 'warning' }, level] });
    site.setRule({ ...waiting('lesser', 0), inhibitedBy: ['both'] }, 1, START - 2);
    site.setRule(
      { ...waiting('apart', 0), subject: { table: 'queues', ids: ['other'] }, inhibitedBy: ['both'] },
      1,
      START - 3,
    );
    twoWait(site);
    for (const id of ['x', 'y']) site.tell('contact.queued', START, { contactId: id, queueId: 'other' });
    site.look(START);
    const of = (ruleId: string, severity: string, subjectId: string) =>
      site.rows().find((row) => row.ruleId === ruleId && row.severity === severity && row.subjectId === subjectId);
    const critical = of('both', 'critical', 'q');
    expect(critical).toMatchObject({ paged: true, suppressedBy: null });
    const inhibited = { kind: 'inhibition', alertId: critical?.id };
    expect(of('both', 'warning', 'q')).toMatchObject({ paged: false, suppressedBy: inhibited });
    expect(of('lesser', 'critical', 'q')).toMatchObject({ paged: false, suppressedBy: inhibited });
    expect(of('apart', 'critical', 'other')).toMatchObject({
      suppressedBy: { alertId: of('both', 'critical', 'other')?.id },
    });
  });

  it('fires after three breaches within ten minutes, though the owner changes in between', () => {
    const site = new Site();
    const [level] = waiting('often', 0).levels;
    if (level === undefined) throw new Error('no level');
    site.setRule({ ...waiting('often', 0), levels: [{ ...level, count: { times: 3, withinMs: 10 * MINUTE } }] });
    for (let index = 0; index < 3; index++) {
      const at = START + index * 2 * MINUTE;
      for (const id of [`a${index}`, `b${index}`]) site.tell('contact.queued', at, { contactId: id, queueId: 'q' });
      site.look(at);
      expect(
        site.rows().map(({ state }) => state),
        `${index}`,
      ).toEqual([index < 2 ? 'pending' : 'firing']);
      if (index === 2) break;
      for (const id of [`a${index}`, `b${index}`]) site.tell('contact.abandoned', at + MINUTE, { contactId: id });
      site.look(at + MINUTE);
      site.takeOver();
    }
  });

  it('nothing to measure is shown where the rule asks for it, fires where it asks for that, and ends nothing', () => {
    const when: Comparison = { metric: 'abandon-rate', window: 'last5m', is: 'above', threshold: 0.5 };
    for (const [noData, expected] of [
      ['mark', ['no-data']],
      ['fire', ['firing']],
      ['keep', []],
      [undefined, []],
    ] as const) {
      const site = new Site();
      site.setRule(rule('share', 'queues', when, noData === undefined ? {} : { noData }));
      site.tell('queue.configured', START, { queueId: 'q' });
      site.look(START);
      site.takeOver();
      site.look(START + 1);
      expect(
        site.rows().map(({ state }) => state),
        noData,
      ).toEqual(expected);
      for (const id of ['a', 'b']) site.contact(id, 'contact.queued', START + 2);
      for (const contactId of ['a', 'b']) site.tell('contact.abandoned', START + 3, { contactId });
      site.look(START + 4);
      expect(site.rows(), noData).toMatchObject([{ state: 'firing' }]);
      pass(site, START + 4, START + 20 * MINUTE);
      expect(site.rows(), noData).toMatchObject([{ state: 'firing' }]);
    }
  });

  it('who set a silence is told once, ten minutes before it ends', () => {
    const site = new Site();
    const until = START + 60 * MINUTE;
    site.decide('alert.silenced', START, { silenceId: 'x', scope: { ruleId: 'one' }, until, reason: 'Known', by: BY });
    site.decide('alert.silenced', START, {
      silenceId: 'short',
      scope: { ruleId: 'one' },
      until: START + 9 * MINUTE,
      reason: 'Soon',
      by: BY,
    });
    pass(site, START, until + MINUTE);
    const notices = site.moves.filter((move) => move.type === 'notice.requested');
    expect(notices).toMatchObject([
      {
        time: until - SILENCE_WARNING_MS,
        data: { noticeId: 'silence-ending-x', to: [{ kind: 'person', personId: BY.id }] },
      },
    ]);
  });
});

describe('days', () => {
  const DAY = 24 * 60 * MINUTE;

  it('are judged once each, half an hour after their end, whoever owns the site; five bad ones fire', () => {
    const site = new Site();
    const midnight = START - 10 * 60 * MINUTE;
    const day = { metric: 'abandon-rate', is: 'above', threshold: 0.5, minimumSample: 2 } as const;
    site.setRule(rule('bad', 'queues', { metric: 'bad-days', is: 'at-least', threshold: 5, day }), 1, midnight);
    for (let index = 0; index < 6; index++) {
      const at = midnight + index * DAY + 9 * 60 * MINUTE;
      for (const id of ['a', 'b', 'c']) {
        site.tell('contact.queued', at, { contactId: `${id}${index}`, queueId: 'q' });
        site.tell('contact.abandoned', at + MINUTE, { contactId: `${id}${index}` });
      }
      site.look(at + 2 * MINUTE);
      site.look(midnight + (index + 1) * DAY + 29 * MINUTE);
      const judged = site.types().filter((type) => type === 'alert.day-judged').length;
      expect(judged, `${index}`).toBe(index);
      for (const minutes of [30, 31, 40]) {
        if (minutes === 31) site.takeOver();
        site.look(midnight + (index + 1) * DAY + minutes * MINUTE);
      }
      expect(
        site.rows().map(({ state }) => state),
        `${index}`,
      ).toEqual(index < 4 ? [] : ['firing']);
    }
    expect(site.types().filter((type) => type === 'alert.day-judged')).toHaveLength(6);
  });
});
