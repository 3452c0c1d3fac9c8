import type { MatrixAnswer, PathAnswer, PolicyAnswer, RotationAnswer } from '@floorwalk/shared/api/escalation';
import { DEFAULT_MATRIX, DEFAULT_POLICIES } from '@floorwalk/shared/escalation/default-policies';
import type { EscalationInput } from '@floorwalk/shared/escalation/decide-escalation';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { decideOn } from '@floorwalk/server/modules/escalation/decide-escalations';
import { startEscalation } from '@floorwalk/server/modules/escalation/start-escalation';
import { sayReason } from '@floorwalk/shared/words/say-notice';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { removeKeys } from '../kit/remove-keys.ts';
import {
  ask,
  client,
  database,
  floorwalk,
  kindsOf,
  log,
  logged,
  policy,
  put,
  rowOf,
  rows,
  send,
  signIn,
  SITE,
  start,
  useEscalationApp,
} from './escalation-app.ts';
import { until } from './live-app.ts';

useEscalationApp();

describe('escalations', () => {
  it('a new site has the first policies and matrix in force, each set once', async () => {
    await until(() => client.view.tables.escalationPolicies.size === DEFAULT_POLICIES.length);
    const { body } = await ask<PolicyAnswer[]>('GET', 'escalation-policies');
    expect(new Map(body.map(({ id, version }) => [id, version]))).toEqual(
      new Map(DEFAULT_POLICIES.map(({ id }) => [id, 1])),
    );
    const matrix = await ask<MatrixAnswer[]>('GET', 'escalation-matrix');
    expect(matrix.body).toMatchObject([{ version: 1, matrix: { cells: DEFAULT_MATRIX.cells } }]);
    expect(await logged('escalation.matrix-set')).toHaveLength(1);
  });

  it('an alert that pages begins one escalation, whose steps follow until somebody takes it, and then no more', async () => {
    expect((await put(policy('urgent'))).status).toBe(200);
    const rule = {
      id: 'two',
      name: 'Two wait',
      subject: { table: 'queues', ids: ['loud'] },
      levels: [
        { severity: 'critical', when: { metric: 'waiting', is: 'at-least', threshold: 2 }, forMs: 0, keepFiringMs: 0 },
      ],
    };
    expect((await ask('PUT', 'alert-rules/two', rule)).status).toBe(200);
    await send(['a', 'b'].map((contactId) => ['contact.queued', { contactId, queueId: 'loud' }] as const));
    const row = await until(() => rows().find((one) => one.origin.kind === 'alert'));
    expect(row).toMatchObject({
      about: { kind: 'alert' },
      title: 'Two wait: Loud',
      impact: 'high',
      policyId: 'urgent',
      teamId: 'north',
      choice: { by: 'matrix', matrixVersion: 1 },
    });
    await until(() => kindsOf(rowOf(row.id)).filter((kind) => kind === 'step-reached').length === 2);
    const after = rowOf(row.id);
    expect(after?.timeline.map(({ told }) => told.flatMap(({ to }) => to))).toEqual([
      [],
      [{ kind: 'team', teamId: 'north' }],
      [{ kind: 'role', role: 'supervisor' }],
    ]);
    const notices = (await logged('notice.requested')).filter(({ data }) => data.about.id === row.id);
    expect(notices.map(({ data }) => [data.noticeId, data.urgency])).toEqual([
      [`escalation-${row.id}-1-1`, 'page'],
      [`escalation-${row.id}-1-2`, 'page'],
    ]);
    expect((await ask('POST', `escalations/${row.id}/acknowledge`, { note: 'On it' })).status).toBe(200);
    await until(() => rowOf(row.id)?.state === 'acknowledged');
    // Taken, it should be settled in the time that the matrix promises.
    expect(rowOf(row.id)).toMatchObject({ dueAt: row.resolveBy, acknowledgements: [{ at: expect.any(Number) }] });
    const second = await ask<{ detail: string }>('POST', `escalations/${row.id}/acknowledge`, {});
    expect(second.status).toBe(409);
    const withdrawn = (await logged('notice.withdrawn')).filter(({ data }) => data.about.id === row.id);
    expect(withdrawn.map(({ data }) => data.words)).toEqual([
      { key: 'settled.acknowledged', values: { name: expect.any(String) } },
    ]);
  });

  it('ends by itself when its alert ends', async () => {
    const row = rows().find((one) => one.origin.kind === 'alert');
    await send([['contact.abandoned', { contactId: 'a' }]]);
    await until(() => rowOf(row?.id ?? '')?.state === 'resolved');
    expect(rowOf(row?.id ?? '')).toMatchObject({
      timeline: expect.arrayContaining([expect.objectContaining({ kind: 'resolved', by: null })]),
    });
  });

  it('who takes an alert takes its escalation', async () => {
    await send([['contact.queued', { contactId: 'c', queueId: 'loud' }]]);
    const row = await until(() => rows().find((one) => one.origin.kind === 'alert' && one.state === 'notifying'));
    const { alertId, firedAt } = row.origin as { alertId: string; firedAt: number };
    expect((await ask('POST', `alerts/${alertId}/acknowledge`, { firedAt, note: 'Mine' })).status).toBe(200);
    await until(() => rowOf(row.id)?.state === 'acknowledged');
    await send([['contact.abandoned', { contactId: 'c' }]]);
    await until(() => rowOf(row.id)?.state === 'resolved');
  });

  it('acknowledged and forgotten, it begins anew; a note by who took it renews their time', async () => {
    await put(policy('forget', { acknowledgeTimeoutMs: 1_000 }));
    const id = await start('forget');
    expect((await ask('POST', `escalations/${id}/acknowledge`, {})).status).toBe(200);
    const due = (await until(() => (rowOf(id)?.state === 'acknowledged' ? rowOf(id) : null))).dueAt ?? 0;
    expect((await ask('POST', `escalations/${id}/note`, { text: 'Still at it' })).status).toBe(200);
    await until(() => (rowOf(id)?.dueAt ?? 0) > due);
    await until(() => kindsOf(rowOf(id)).includes('ack-timed-out'));
    expect(rowOf(id)).toMatchObject({ lap: 2, acknowledgements: [], state: 'notifying' });
    const ids = (await logged('notice.requested'))
      .filter(({ data }) => data.about.id === id)
      .map(({ data }) => data.noticeId);
    expect(new Set(ids).size).toBe(ids.length);
    await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' });
    await until(() => rowOf(id)?.state === 'resolved');
    expect((await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' })).status).toBe(409);
  });

  it('a step reaches its moment though everything in Redis is lost meanwhile', async () => {
    const id = await start('urgent');
    await until(() => rowOf(id)?.state === 'notifying');
    await removeKeys(floorwalk.config.redisUrl, floorwalk.config.redisPrefix);
    await until(() => rowOf(id)?.reached === 2);
    await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' });
  });

  it('finds an expert by skill, and says why; one nobody can reach is stood in for', async () => {
    await put(policy('expert', { steps: [{ targets: [{ kind: 'expert' }], waitMs: 600_000 }] }));
    const id = await start('expert', { skill: 'refunds', language: 'de' });
    const row = await until(() => rowOf(id));
    const [told] = row.timeline.flatMap((entry) => entry.told);
    expect(told?.experts?.map(({ name }) => name)).toEqual(['Ada', 'Ben']);
    expect(told?.experts?.[1]?.reasons).toContainEqual({ kind: 'language', name: 'de', points: 3 });
    expect(row.targets).toEqual([{ kind: 'agent', agentId: 'ada' }]);
    await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' });
  });

  it('a war room calls everybody of the path at once, each once', async () => {
    const id = await start('urgent');
    expect((await ask('POST', `escalations/${id}/war-room`, {})).status).toBe(200);
    const row = await until(() => (rowOf(id)?.warRoom === true ? rowOf(id) : null));
    const called = row.timeline.find(({ kind }) => kind === 'war-room-called');
    expect(called?.told.map(({ to }) => to)).toEqual([
      [{ kind: 'team', teamId: 'north' }],
      [{ kind: 'role', role: 'supervisor' }],
    ]);
    await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' });
  });

  it('snoozed it is silent and then begins anew; reassigned it goes to whom it was given', async () => {
    const id = await start('urgent');
    expect(await ask('POST', `escalations/${id}/snooze`, { until: 5, reason: 'Later' })).toMatchObject({
      status: 400,
      body: { pointer: '/until' },
    });
    expect((await ask('POST', `escalations/${id}/snooze`, { until: Date.now() + 1_500, reason: 'Later' })).status).toBe(
      200,
    );
    await until(() => rowOf(id)?.state === 'snoozed');
    await until(() => kindsOf(rowOf(id)).includes('woken'));
    expect(rowOf(id)).toMatchObject({ lap: 2, state: 'notifying' });
    const to = { kind: 'role', role: 'administrator' };
    expect((await ask('POST', `escalations/${id}/reassign`, { to })).status).toBe(200);
    await until(() => JSON.stringify(rowOf(id)?.targets) === JSON.stringify([to]));
    expect(
      await ask('POST', `escalations/${id}/reassign`, { to: { kind: 'person', personId: 'nobody' } }),
    ).toMatchObject({
      status: 400,
    });
    await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' });
  });

  it('at its end nobody has taken it: it stays in sight with a named owner', async () => {
    await put(policy('short', { steps: [{ targets: [{ kind: 'team' }], waitMs: 1_000 }] }));
    const id = await start('short');
    const row = await until(() => (rowOf(id)?.state === 'exhausted' ? rowOf(id) : null));
    expect(row).toMatchObject({ dueAt: null, owner: 'Demo supervisor' });
    await ask('POST', `escalations/${id}/resolve`, { reason: 'Done' });
  });

  it('what a part asks for on the log begins once, and ends when it is withdrawn', async () => {
    const requested = {
      source: 'floorwalk/console',
      type: 'escalation.requested' as const,
      time: Date.now(),
      data: {
        requestId: 'handoff-1',
        about: { kind: 'handoff' as const, id: '1' },
        title: 'Handoff is late',
        impact: 'medium' as const,
        tier: 'vip',
      },
    };
    await log.append(SITE, [
      { id: 'r1', ...requested },
      { id: 'r2', ...requested },
    ]);
    const row = await until(() => rows().find((one) => one.origin.kind === 'request'));
    expect(row).toMatchObject({ policyId: 'high-value', choice: { by: 'matrix', tier: 'VIP' } });
    const words = { key: 'settled.handoff', values: { state: 'completed' } };
    const withdrawn = { requestId: 'handoff-1', reason: 'It was taken.', words };
    await log.append(SITE, [
      {
        id: 'w1',
        source: 'floorwalk/console',
        type: 'escalation.request-withdrawn',
        time: Date.now(),
        data: withdrawn,
      },
    ]);
    await until(() => rowOf(row.id)?.state === 'resolved');
    // Everybody reads why in their own language.
    const end = rowOf(row.id)?.timeline.at(-1);
    expect(end).toMatchObject({ kind: 'resolved', by: null, text: 'It was taken.', words });
    expect(sayReason('de', end?.words ?? null, null)).toBe('Vorgang: erledigt');
    expect((await logged('escalation.started')).filter(({ data }) => data.origin.kind === 'request')).toHaveLength(1);
  });

  it('a contact past its service level in a high-value queue is escalated, and no longer once it is served', async () => {
    await send([['contact.queued', { contactId: 'gold-1', queueId: 'gold', tier: 'Gold' }]]);
    const row = await until(() => rows().find((one) => one.origin.kind === 'contact'));
    expect(row).toMatchObject({ queueId: 'gold', teamId: 'south', tier: 'Gold', choice: { by: 'high-value' } });
    await send([['contact.answered', { contactId: 'gold-1', agentId: 'ada' }]]);
    await until(() => rowOf(row.id)?.state === 'resolved');
  });

  it('a path that comes back to itself, an empty step, a wrong wait and an unknown target are refused at the field', async () => {
    await put(policy('first'));
    await put(policy('second', { continueWith: 'first' }));
    expect(await put(policy('first', { continueWith: 'second' }))).toMatchObject({
      status: 400,
      body: { pointer: '/continueWith', detail: expect.stringContaining('comes back to itself') },
    });
    expect(await put(policy('first', { continueWith: 'first' }))).toMatchObject({
      status: 400,
      body: { pointer: '/continueWith' },
    });
    const broken = (steps: unknown) => ({ ...policy('broken'), steps });
    for (const [given, pointer] of [
      [broken([]), '/steps'],
      [broken([{ targets: [], waitMs: 60_000 }]), '/steps/0/targets'],
      [broken([{ targets: [{ kind: 'team' }], waitMs: 5 }]), '/steps/0/waitMs'],
      [broken([{ targets: [{ kind: 'person', personId: 'nobody' }], waitMs: 60_000 }]), '/steps/0/targets/0/personId'],
      [
        broken([{ targets: [{ kind: 'rotation', rotationId: 'none' }], waitMs: 60_000 }]),
        '/steps/0/targets/0/rotationId',
      ],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask('PUT', 'escalation-policies/broken', given)).toMatchObject({ status: 400, body: { pointer } });
    }
    const cells = DEFAULT_MATRIX.cells.map((cell, index) => (index === 2 ? { ...cell, policyId: 'none' } : cell));
    expect(await ask('PUT', 'escalation-matrix', { ...DEFAULT_MATRIX, cells })).toMatchObject({
      status: 400,
      body: { pointer: '/cells/2/policyId' },
    });
    expect(await ask('DELETE', 'escalation-policies/urgent')).toMatchObject({ status: 409 });
    expect(await ask('DELETE', 'escalation-policies/first')).toMatchObject({ status: 409 });
    expect((await ask('DELETE', 'escalation-policies/second')).status).toBe(200);
    const path = await ask<PathAnswer>('GET', 'escalation-policies/first/path');
    expect(path.body.text).toContain('+1 s  all supervisors (expected to answer within 10 min)');
  });

  it('who is on call follows the rotation, but who stands in goes first, on the step too', async () => {
    const site = { siteId: SITE };
    const olga = await signIn('Olga', [{ role: 'supervisor', scope: site }]);
    const paul = await signIn('Paul', [{ role: 'supervisor', scope: site }]);
    const rotation = {
      id: 'nights',
      name: 'Nights',
      zone: 'Europe/Vienna',
      everyDays: 7,
      handOverAt: '09:00',
      startsOn: '2020-01-06',
      participants: [olga.id],
    };
    expect((await ask('PUT', 'on-call/nights', rotation)).status).toBe(200);
    const from = Date.now() - 60_000;
    expect(
      (await ask('POST', 'on-call/nights/overrides', { personId: paul.id, from, until: from + 3_600_000 })).status,
    ).toBe(201);
    const { body } = await ask<RotationAnswer[]>('GET', 'on-call');
    expect(body[0]).toMatchObject({
      now: { name: 'Paul' },
      shifts: [{ name: 'Paul' }, { name: 'Olga' }, {}, {}, {}, {}, {}],
    });
    await until(() => client.view.tables.onCall.get('nights')?.overrides.length === 1);
    await put(
      policy('nights', { steps: [{ targets: [{ kind: 'rotation', rotationId: 'nights' }], waitMs: 600_000 }] }),
    );
    const id = await start('nights');
    const row = await until(() => rowOf(id));
    expect(row.targets).toEqual([{ kind: 'person', personId: paul.id }]);
    expect(await ask('DELETE', 'on-call/nights')).toMatchObject({ status: 409 });
    const answered = await ask(
      'POST',
      `escalations/${id}/acknowledge`,
      {},
      { cookie: paul.cookie, origin: floorwalk.address },
    );
    expect(answered.status).toBe(200);
  });

  it('who leads another team neither sees nor answers what was not meant for them', async () => {
    const other = await signIn('Sam', [{ role: 'team-lead', scope: { siteId: SITE, teamIds: ['south'] } }]);
    const headers = { cookie: other.cookie, origin: floorwalk.address };
    const id = await start('urgent');
    expect((await ask('POST', `escalations/${id}/acknowledge`, {}, headers)).status).toBe(403);
    const { body } = await ask<EscalationRow[]>('GET', 'escalations', undefined, headers);
    expect(body.map((row) => row.teamId)).not.toContain('north');
    const given = { to: { kind: 'person', personId: other.id } };
    expect((await ask('POST', `escalations/${id}/reassign`, given)).status).toBe(200);
    const mine = await ask<EscalationRow[]>('GET', 'escalations?state=open', undefined, headers);
    expect(mine.body.map((row) => row.id)).toContain(id);
    const live = await ask<{ tables: { escalations: EscalationRow[] } }>(
      'GET',
      'live?tables=escalations',
      undefined,
      headers,
    );
    await until(() => rowOf(id)?.lap === 2);
    expect(live.status).toBe(200);
    expect((await ask('POST', `escalations/${id}/acknowledge`, {}, headers)).status).toBe(200);
  });

  it('of several that begin it, move it on or take it at once, each is done by one', async () => {
    await put(policy('once', { acknowledgementsNeeded: 2 }));
    const services = {
      config: floorwalk.config,
      database,
      log,
      stateAt: () => Promise.reject(new Error('nobody asks for an expert')),
      logger: pino({ level: 'silent' }),
      now: Date.now,
      ring: undefined,
      askExperts: () => Promise.resolve([]),
    };
    const asked = {
      origin: { kind: 'request', requestId: 'once' },
      about: { kind: 'other', id: 'once' },
      title: 'Once',
      body: '',
      impact: 'high',
      tier: null,
      contract: null,
      queueId: null,
      teamId: 'north',
      skill: null,
      language: null,
      customerRef: null,
      policyId: 'once',
      by: null,
    } as const;
    const time = Date.now();
    const four = [1, 2, 3, 4];
    const started = await Promise.all(four.map(() => startEscalation(services, SITE, asked, time)));
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
    const id = started[0]?.id ?? '';
    const give = async (input: EscalationInput, at: number) =>
      (await Promise.all(four.map(() => decideOn(services, SITE, id, input, { time: at })))).filter(({ ok }) => ok);
    expect(await give({ kind: 'due' }, time + 999)).toHaveLength(0);
    expect(await give({ kind: 'due' }, time + 1_000)).toHaveLength(1);
    expect(await give({ kind: 'acknowledge', by: { id: 'x', name: 'X' } }, time + 2_000)).toHaveLength(1);
    expect(await give({ kind: 'source-settled', reason: 'Over.' }, time + 3_000)).toHaveLength(1);
    const said = (await logged('notice.requested')).filter(({ data }) => data.about.id === id);
    expect(said.map(({ data }) => data.noticeId)).toEqual([`escalation-${id}-1-1`, `escalation-${id}-1-2`]);
  });
});
