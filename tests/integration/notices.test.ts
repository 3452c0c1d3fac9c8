import { forgetNotices, KEPT_MS } from '@floorwalk/server/modules/notices/forget-notices';
import { notice, noticeDelivery } from '@floorwalk/server/modules/notices/tables';
import { takeNotices } from '@floorwalk/server/modules/notices/take-notices';
import type { JobServices } from '@floorwalk/server/roles/services';
import type {
  ChannelAnswer,
  ChannelTest,
  DeliveryAnswer,
  MyNotices,
  PreferencesAnswer,
} from '@floorwalk/shared/api/notices';
import { inWords, settledBy } from '@floorwalk/shared/words/say-notice';
import { signalOf } from '@floorwalk/shared/notices/signal';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createPushDevice, jsonOf } from '../kit/notice-receivers.ts';
import { until } from './live-app.ts';
import { SITE, useNoticesApp, type Person } from './notices-app.ts';

const { app, append, ask, request, toLead, addChannel, ledger, inbox, prefer } = useNoticesApp();

describe('the inbox', () => {
  it('has what was meant for somebody, by person, agent, team and role, and nothing meant for others', async () => {
    await request('for-agent', { to: [{ kind: 'agent', agentId: 'a1' }] });
    await request('for-team', { to: [{ kind: 'team', teamId: 'north' }] });
    await request('for-both', {
      to: [
        { kind: 'role', role: 'agent' },
        { kind: 'person', personId: app.lead.id },
      ],
    });
    await request('for-nobody', { to: [{ kind: 'team', teamId: 'south' }] });
    await until(async () => (await inbox(app.lead)).unseenCount === 2 && (await inbox(app.agent)).unseenCount === 2);
    expect((await inbox(app.agent)).notices.map(({ noticeId }) => noticeId)).toEqual(['for-both', 'for-agent']);
    expect((await inbox(app.lead)).notices.map(({ noticeId }) => noticeId)).toEqual(['for-both', 'for-team']);
    expect((await inbox(app.lead)).notices[0]).toMatchObject({
      title: 'Title of for-both',
      path: 'alerts',
      seenAt: null,
    });
    // The glass tells that something came, and no more.
    const signal = await until(() => app.client.view.tables.noticeSignals.get(signalOf(app.agent.id)));
    expect(Object.keys(signal).toSorted()).toEqual(['at', 'changeCount', 'id']);
  });

  it('counts what was not seen, keeps who saw it, and does not count what is settled', async () => {
    const mark = (as: 'seen' | 'read') =>
      ask<{ position: number }>('POST', `/sites/${SITE}/my-notices/mark`, { noticeIds: ['for-agent'], as }, app.agent);
    expect([(await mark('seen')).status, (await mark('seen')).body.position]).toEqual([200, 0]);
    expect((await mark('read')).body.position).toBeGreaterThan(0);
    const { unseenCount, notices } = await inbox(app.agent);
    expect(unseenCount).toBe(1);
    expect(notices.find(({ noticeId }) => noticeId === 'for-agent')?.readAt).not.toBeNull();
    const why = settledBy({ key: 'settled.acknowledged', values: { name: 'Ada' } });
    await append('notice.withdrawn', { about: { kind: 'escalation', id: 'about-for-both' }, ...why });
    await until(async () => (await inbox(app.agent)).unseenCount === 0);
    expect((await inbox(app.agent)).notices[0]?.withdrawnReason).toBe('acknowledged by Ada');
    const german = await ask<MyNotices>('GET', `/sites/${SITE}/my-notices?language=de`, undefined, app.agent);
    expect(german.body.notices[0]?.withdrawnReason).toBe('angenommen von Ada');
    expect((await inbox(app.lead)).unseenCount).toBe(1);
  });
});

describe('channels', () => {
  it('a webhook is signed so that the receiver can check it, and says what it is about', async () => {
    const channel = await addChannel({ kind: 'webhook', name: 'Ours', url: `${app.web.url}/hook?token=hidden` });
    expect(channel).toMatchObject({ origin: app.web.url, hasPassword: false });
    expect(JSON.stringify((await ask('GET', `/sites/${SITE}/notice-channels`)).body)).not.toMatch(/hidden|whsec_/);
    await request('signed', { channelIds: [channel.id] });
    const got = await until(() => app.web.received.find(({ path }) => path.startsWith('/hook')));
    const verified = new Webhook(channel.signingSecret ?? '').verify(got.body, got.headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: 'notice',
      data: { site: { id: SITE }, title: 'Title of signed', url: `${app.desk}/sites/${SITE}/alerts` },
    });
    expect(() =>
      new Webhook(`whsec_${'A'.repeat(44)}`).verify(got.body, got.headers as Record<string, string>),
    ).toThrow();
    const [line] = await until(async () => {
      const lines = await ledger('notice=signed');
      return lines[0]?.status === 'sent' ? lines : null;
    });
    expect(line).toMatchObject({ recipientName: 'Ours', channel: 'webhook', attempts: [{ outcome: 'sent' }] });
    expect(got.headers['webhook-id']).toBe(line?.id);
  });

  it('rooms of Slack and Teams get the messages those take', async () => {
    const slack = await addChannel({ kind: 'slack', name: 'Room', url: `${app.web.url}/slack` });
    const teams = await addChannel({ kind: 'teams', name: 'Team', url: `${app.web.url}/teams` });
    await request('rooms', { channelIds: [slack.id, teams.id], title: 'Queue <A> & B', body: 'One\nTwo *bold*' });
    const toSlack = await until(() => app.web.received.find(({ path }) => path === '/slack'));
    expect(jsonOf(toSlack)).toMatchObject({
      text: expect.stringContaining('Queue &lt;A&gt; &amp; B') as unknown,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: expect.stringContaining(app.desk) as unknown } },
        { type: 'section' },
        { type: 'context' },
      ],
    });
    const toTeams = await until(() => app.web.received.find(({ path }) => path === '/teams'));
    const card = jsonOf<{ type: string; attachments: { contentType: string; content: { body: unknown } }[] }>(toTeams);
    expect(card.type).toBe('message');
    expect(card.attachments[0]).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: {
        type: 'AdaptiveCard',
        version: '1.4',
        body: [{ type: 'TextBlock', text: 'Queue <A> & B', color: 'Attention' }, { text: 'One\n\nTwo \\*bold\\*' }, {}],
        actions: [{ type: 'Action.OpenUrl', url: `${app.desk}/sites/${SITE}/alerts` }],
      },
    });
  });

  it('mail goes to the people meant, by the server of the site, with the same id whenever it is sent again', async () => {
    const { user, password, port } = app.mail;
    const server = { host: '127.0.0.1', port, security: 'none', user, from: 'floor@example.org' };
    await addChannel({ kind: 'email', name: 'Mail', mail: server, password });
    let refusals = 1;
    app.mail.code = () => (refusals-- > 0 ? 451 : 250);
    await request('mailed', toLead());
    const got = await until(() => app.mail.mails[0], 20_000);
    expect(got.to).toEqual([app.lead.email]);
    expect(got.text).toContain('Subject: [page] Title of mailed');
    expect(got.text).toContain('Somebody waits.');
    const line = await until(async () => {
      const found = (await ledger('notice=mailed')).find(({ channel }) => channel === 'email');
      return found?.status === 'sent' ? found : null;
    });
    expect(got.text).toContain(`Message-ID: <${line.id}@example.org>`);
  });

  it('a push is encrypted for the one browser it is meant for, and a browser that has gone is forgotten', async () => {
    const [here, gone] = [createPushDevice(`${app.web.url}/push/1`), createPushDevice(`${app.web.url}/push/2`)];
    app.web.answer = ({ path }) => (path === '/push/2' ? 410 : 201);
    for (const { subscription } of [here, gone]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await ask('POST', '/notice-push', subscription, app.agent)).status).toBe(204);
    }
    await request('pushed', { to: [{ kind: 'agent', agentId: 'a1' }] });
    const got = await until(() => app.web.received.find(({ path }) => path === '/push/1'));
    expect(got.body.toString('latin1')).not.toContain('Title');
    expect(got.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high' });
    expect(got.headers['authorization']).toMatch(/^vapid t=/);
    expect(here.read(got)).toMatchObject({
      title: 'Title of pushed',
      tag: 'pushed',
      urgency: 'page',
      siteId: SITE,
    });
    const devices = async () =>
      (await ask<PreferencesAnswer>('GET', '/notice-preferences', undefined, app.agent)).body.pushDeviceCount;
    await until(async () => (await devices()) === 1);

    // Not found is gone as well; too many for now comes again no sooner than was asked, and the browser stays.
    app.web.answer = ({ path }) => (path === '/push/3' ? 404 : path === '/push/1' ? 429 : 200);
    app.web.headers['retry-after'] = '600';
    const lost = createPushDevice(`${app.web.url}/push/3`);
    expect((await ask('POST', '/notice-push', lost.subscription, app.agent)).status).toBe(204);
    await request('pushed-later', { to: [{ kind: 'agent', agentId: 'a1' }] });
    const line = await until(async () => {
      const found = (await ledger('notice=pushed-later')).find(({ channel }) => channel === 'push');
      return found?.attempts.length === 1 ? found : null;
    });
    expect(line).toMatchObject({ status: 'queued', attempts: [{ outcome: 'refused', detail: 'answered 429' }] });
    expect(line.dueAt - line.requestedAt).toBeGreaterThanOrEqual(600_000);
    expect(await devices()).toBe(1);
    delete app.web.headers['retry-after'];
    app.web.answer = () => 200;
  });

  it('each is told in their own language, by mail, webhook and in the inbox, of what the log keeps once', async () => {
    const words = inWords({ key: 'surge.to-approve', values: { queue: 'Billing' } }, [
      { key: 'surge.asks', values: { name: 'Ada', count: 1, span: '10:00–12:00' } },
    ]);
    const room = await addChannel({ kind: 'slack', name: 'Raum', url: `${app.web.url}/raum`, language: 'de' });
    const speak = (language: string) => ask('PUT', '/notice-language', { language }, app.lead);
    expect((await inbox(app.lead)).language).toBeNull();
    expect([(await speak('fr')).status, (await speak('de')).status]).toEqual([400, 204]);
    await request('worded', { ...toLead(), channelIds: [room.id], ...words });
    const mail = await until(() => app.mail.mails.find(({ text }) => text.includes('Content-Language: de')));
    expect(mail.text.replaceAll(/=\r\n/g, '')).toMatch(/Subject: .*Verst=C3=A4rkung[^]*Ada bittet um 1/);
    const got = await until(() => app.web.received.find(({ path }) => path === '/raum'));
    expect(jsonOf<{ text: string }>(got).text).toContain('zu genehmigen: Billing');
    const { language, notices } = await inbox(app.lead);
    expect([language, notices[0]?.title]).toEqual(['de', 'Verstärkung zu genehmigen: Billing']);
    const { body } = await ask<MyNotices>('GET', `/sites/${SITE}/my-notices?language=en`, undefined, app.lead);
    expect(body.notices[0]?.title).toBe('Surge to approve: Billing');
    expect((await speak('en')).status).toBe(204);
  });

  it('what is wrong with a channel is said at its field, and a test says what came of it', async () => {
    const limits = { perHour: 10, bundleMinutes: 0 };
    const base = { kind: 'webhook', name: 'x', enabled: true, limits };
    const add = (more: object) =>
      ask<{ pointer?: string }>('POST', `/sites/${SITE}/notice-channels`, { ...base, ...more });
    for (const url of ['ftp://somewhere/x', 'not an address', 'http://me:secret@somewhere/']) {
      // oxlint-disable-next-line no-await-in-loop
      expect(await add({ url }), url).toMatchObject({ status: 400, body: { pointer: '/url' } });
    }
    app.web.answer = ({ path }) => (path === '/broken' ? 404 : 200);
    const broken = await addChannel({ ...base, url: `${app.web.url}/broken` });
    const tested = await ask<ChannelTest>('POST', `/sites/${SITE}/notice-channels/${broken.id}/test`, {});
    expect(tested.body).toMatchObject({ outcome: 'failed', detail: 'answered 404' });
    const works = await ask<ChannelAnswer>('PUT', `/sites/${SITE}/notice-channels/${broken.id}`, {
      ...base,
      url: `${app.web.url}/hook`,
    });
    expect(works.body.lastTest).toMatchObject({ outcome: 'failed' });
    const again = await ask<ChannelTest>('POST', `/sites/${SITE}/notice-channels/${broken.id}/test`, {});
    expect(again.body).toMatchObject({ outcome: 'sent' });
    expect((await ask('GET', `/sites/${SITE}/notice-channels`, undefined, app.lead)).status).toBe(403);
    app.web.answer = () => 200;
  });
});

describe('the ledger', () => {
  it('has each recipient and channel once, with what was suppressed and why, however often something is asked for and taken', async () => {
    await request('once', toLead());
    await request('once', toLead());
    await until(async () => (await ledger('notice=once')).length === 3);
    const { position } = await app.log.head(SITE);
    const services = { database: app.database, config: app.floorwalk.config, now: Date.now } as unknown as JobServices;
    const taken = await Promise.all([1, 2, 3].map(() => takeNotices(services, SITE, { from: 1, to: position })));
    expect(taken.flatMap(({ waiting }) => waiting)).toEqual([]);
    const lines = await until(async () => {
      const found = await ledger('notice=once');
      return found.every(({ status }) => status !== 'queued' && status !== 'sending') ? found : null;
    });
    expect(Object.fromEntries(lines.map(({ channel, status, reason }) => [channel, [status, reason]]))).toEqual({
      'in-app': ['sent', null],
      email: ['sent', null],
      push: ['suppressed', 'no-device'],
    });
    const [first, second, third] = lines.map(({ id }) => id);
    const page = await ledger(`notice=once&limit=2`);
    expect(page.map(({ id }) => id)).toEqual([first, second]);
    const rest = await ledger(`notice=once&before=${page[1]?.position}&beforeId=${page[1]?.id}`);
    expect(rest.map(({ id }) => id)).toEqual([third]);
  });

  it('informs are gathered into one message, which names them all', async () => {
    await prefer(app.lead, { email: { page: true, inform: true, perHour: 100, bundleMinutes: 1 } });
    const earlier = Date.now() - 59_000;
    for (const id of ['b1', 'b2', 'b3']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await request(id, { ...toLead(), urgency: 'inform', title: id, body: '' }, earlier);
    }
    const one = await until(() => app.mail.mails.find(({ text }) => text.includes('Subject: 3 notices of')), 15_000);
    for (const id of ['b1', 'b2', 'b3']) expect(one.text).toContain(id);
    const mails = await until(async () => {
      const lines = await Promise.all(['b1', 'b2', 'b3'].map((id) => ledger(`notice=${id}`)));
      const found = lines.flat().filter(({ channel }) => channel === 'email');
      return found.some(({ status }) => status === 'sent') ? found : null;
    });
    expect(mails.map(({ status }) => status).toSorted()).toEqual(['bundled', 'bundled', 'sent']);
    const leadLine = mails.find(({ bundledInto }) => bundledInto === null);
    expect(mails.flatMap(({ bundledInto }) => bundledInto ?? [])).toEqual([leadLine?.id, leadLine?.id]);
  });

  it('in quiet hours informs and pages wait for their end, unless pages may always come; what is settled meanwhile never goes out', async () => {
    const zone = 'UTC';
    const clock = (time: number) => new Date(time).toISOString().slice(11, 16);
    const quietHours = {
      from: clock(Date.now() - 3_600_000),
      to: clock(Date.now() + 2 * 3_600_000),
      days: [1, 2, 3, 4, 5, 6, 7],
      zone,
    };
    await prefer(app.lead, { quietHours, pagesAlways: false });
    await request('quiet-page', toLead());
    const waiting = await until(async () =>
      (await ledger('notice=quiet-page')).find(({ channel, status }) => channel === 'email' && status === 'queued'),
    );
    expect(waiting.reason).toBe('quiet-hours');
    expect(clock(waiting.dueAt)).toBe(quietHours.to);
    await append('notice.withdrawn', { about: { kind: 'escalation', id: 'about-quiet-page' }, reason: 'resolved' });
    await until(async () =>
      (await ledger('notice=quiet-page')).some(({ channel, status }) => channel === 'email' && status === 'withdrawn'),
    );
    await prefer(app.lead, { quietHours, pagesAlways: true });
    await request('loud-page', toLead());
    await until(() => app.mail.mails.some(({ text }) => text.includes('Title of loud-page')));
    expect(app.mail.mails.some(({ text }) => text.includes('Title of quiet-page'))).toBe(false);
    await prefer(app.lead, {});
  });

  it('above the rate limit pages wait for a free place instead of going out', async () => {
    const room = await addChannel({
      kind: 'slack',
      name: 'Slow room',
      url: `${app.web.url}/slow`,
      limits: { perHour: 2, bundleMinutes: 0 },
    });
    for (const id of ['r1', 'r2', 'r3', 'r4']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await request(id, { channelIds: [room.id] });
      // oxlint-disable-next-line no-await-in-loop
      await until(async () => {
        const [line] = await ledger(`notice=${id}`);
        return line?.status === 'sent' || line?.reason === 'rate-limit';
      });
    }
    expect(app.web.received.filter(({ path }) => path === '/slow')).toHaveLength(2);
    const [third] = await ledger('notice=r3');
    expect(third).toMatchObject({ status: 'queued', reason: 'rate-limit' });
    expect((third?.dueAt ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  });

  it('what is refused is tried again, what fails for good is not, and can be tried once more by hand', async () => {
    const room = await addChannel({ kind: 'slack', name: 'Shaky', url: `${app.web.url}/shaky` });
    let status = 503;
    app.web.answer = ({ path }) => (path === '/shaky' ? status : 200);
    await request('shaky', { channelIds: [room.id] });
    await until(async () => (await ledger('notice=shaky'))[0]?.attempts.length === 1);
    status = 403;
    const failed = await until(async () => {
      const [line] = await ledger('notice=shaky');
      return line?.status === 'failed' ? line : null;
    }, 20_000);
    expect(failed.attempts.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['refused', 'answered 503'],
      ['failed', 'answered 403'],
    ]);
    status = 200;
    const retry = `/sites/${SITE}/notice-deliveries/${failed.id}/retry`;
    expect((await ask('POST', retry, {})).status).toBe(202);
    await until(async () => (await ledger('notice=shaky'))[0]?.status === 'sent');
    expect((await ask('POST', retry, {})).status).toBe(409);
    app.web.answer = () => 200;
  });

  it('shows everybody their own lines, a team lead those of the team as well, and nobody else’s', async () => {
    const seenBy = async (who: Person) => {
      const path = `/sites/${SITE}/notice-deliveries?limit=500`;
      const { status, body } = await ask<DeliveryAnswer[]>('GET', path, undefined, who);
      expect(status).toBe(200);
      return [...new Set(body.map(({ recipientName }) => recipientName))].toSorted();
    };
    expect(await seenBy(app.agent)).toEqual(['agent']);
    expect(await seenBy(app.lead)).toEqual(['lead']);
    await append('agent.configured', { agentId: 'a1', name: 'A1', teamId: 'north' });
    expect(await seenBy(app.lead)).toEqual(['agent', 'lead']);
    // Who has to do with another team as well is none of the lead's alone.
    const { status } = await ask('PATCH', `/people/${app.agent.id}`, {
      grants: [
        { role: 'agent', scope: { siteId: SITE, agentId: 'a1' } },
        { role: 'team-lead', scope: { siteId: SITE, teamIds: ['south'] } },
      ],
    });
    expect(status).toBe(200);
    expect(await seenBy(app.lead)).toEqual(['lead']);
  });

  it('what nobody rang for is found by the sweep, and what is wanted no longer is not sent', async () => {
    const room = await addChannel({ kind: 'slack', name: 'Forgotten', url: `${app.web.url}/forgotten` });
    await request('late', { channelIds: [room.id], until: Date.now() - 1 });
    await until(async () => (await ledger('notice=late'))[0]?.status === 'expired');
    const [late] = await ledger('notice=late');
    const about = { site: SITE, title: 'Unrung', body: '', urgency: 'page', requestedAt: Date.now() } as const;
    await app.database
      .insert(notice)
      .values({ ...about, id: 'unrung', aboutKind: 'alert', aboutId: 'unrung', position: (late?.position ?? 0) + 1 });
    // As it stands when the ring was lost, whether Redis forgot it or nobody ever rang.
    await app.database.insert(noticeDelivery).values({
      id: 'notice_unrung',
      site: SITE,
      noticeId: 'unrung',
      recipient: `channel:${room.id}`,
      recipientName: 'Forgotten',
      channel: 'slack',
      status: 'queued',
      urgency: 'page',
      requestedAt: Date.now(),
      dueAt: Date.now(),
    });
    await until(async () => (await ledger('notice=unrung'))[0]?.status === 'sent');
    expect(app.web.received.filter(({ path }) => path === '/forgotten')).toHaveLength(1);
  });

  it('what became of it is on the log', async () => {
    const outcomes: string[] = [];
    for await (const events of app.log.read(SITE)) {
      for (const event of events) {
        if (event.type === 'notice.settled') outcomes.push(`${event.data.noticeId} ${event.data.outcome}`);
      }
    }
    expect(outcomes).toContain('signed sent');
    expect(outcomes.filter((one) => one.startsWith('shaky'))).toEqual(['shaky failed', 'shaky sent']);
  });

  it('forgets what is older than a year and a month, and nothing before', async () => {
    const services = { database: app.database, now: Date.now } as unknown as JobServices;
    const before = (await ledger('limit=500')).length;
    await forgetNotices.run(services);
    expect((await ledger('limit=500')).length).toBe(before);
    await forgetNotices.run({ ...services, now: () => Date.now() + KEPT_MS + 1 });
    expect(await ledger('limit=500')).toEqual([]);
    expect(await inbox(app.lead)).toMatchObject({ unseenCount: 0, notices: [] });
  });
});
