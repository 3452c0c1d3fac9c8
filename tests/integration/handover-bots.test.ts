import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BotFiguresAnswer } from '@floorwalk/shared/api/bots';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { BotTopicRow } from '@floorwalk/shared/topics/rows';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import { SnapshotStore } from '@floorwalk/server/live/snapshot-store';
import { createStateAt } from '@floorwalk/server/live/state-at';
import { watchHandovers } from '@floorwalk/server/modules/handover/watch-handovers';
import { createLiveState, type LiveState } from '@floorwalk/shared/live/live-state';
import { checkDrift } from '@floorwalk/server/modules/bots/watch-drift';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';

const SITE = 'demo';
const DAY_MS = 86_400_000;
let floorwalk: RunningFloorwalk;
let token: string;
let database: Database;
let log: PostgresEventLog;

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  token = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  database = openDatabase(floorwalk.config.databaseUrl);
  log = new PostgresEventLog({ database, databaseUrl: floorwalk.config.databaseUrl, now: Date.now });
});
afterAll(async () => {
  await log.close();
  await closeDatabase(database);
  await floorwalk.stop();
});

async function ask<T>(method: string, path: string, body?: unknown) {
  const response = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** Sessions of one turn each; every fourth is abandoned. */
function sessions(run: string, count: number, from: number, confidenceOf: (index: number) => number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const data = { sessionId: `${run}-${index}`, botId: 'helper' };
    const time = from + index * 60_000;
    const turn = { ...data, confidence: confidenceOf(index), intent: 'refund', utterance: 'Where is my refund money' };
    return [
      { id: `${run}-${index}-t`, source: 'bot', type: 'bot.turned', time, data: turn },
      {
        id: `${run}-${index}-e`,
        source: 'bot',
        type: index % 4 === 0 ? 'bot.abandoned' : 'bot.contained',
        time: time + 1_000,
        data,
      },
    ] as const;
  }).flat();
}

describe('what a bot’s certainty is worth', () => {
  it('is reckoned from the log: outcomes, curve, cost of thresholds, advice', async () => {
    const now = Date.now();
    await log.append(SITE, [
      {
        id: 'b',
        source: 'bot',
        type: 'bot.configured',
        time: now - 9 * DAY_MS,
        data: { botId: 'helper', name: 'Helper' },
      },
      ...sessions('old', 80, now - 5 * DAY_MS, (index) => 0.88 + (index % 10) / 100),
      ...sessions('new', 80, now - 3 * 3_600_000, (index) => 0.5 + (index % 10) / 100),
    ]);
    const { status, body } = await ask<BotFiguresAnswer>('GET', 'bots/helper/figures?days=7&handleSeconds=240');
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({
      sessionCount: 160,
      outcomes: { contained: 120, abandoned: 40 },
      calibration: { turnCount: 160 },
      threshold: 0.85,
      handleSec: 240,
      // 80 minutes five days ago and 80 three hours ago touch two or three clock hours each.
      hours: expect.toSatisfy((hours: number) => hours >= 4 && hours <= 6) as number,
      isPartial: false,
    });
    expect(body.costs.find(({ threshold }) => threshold === 0.85)).toMatchObject({
      handoverCount: 80,
      needlessCount: 60,
      missedCount: 20,
    });
    expect(body.advice[1]).toMatchObject({ intent: 'refund', sessionCount: 160 });
    expect((await ask('GET', 'bots/helper/figures?days=0')).status).toBe(400);
  });

  it('drift is found once, said with whom to tell, and settled when it is over', async () => {
    const now = Date.now();
    const services = { database, now: Date.now };
    const said = async () => {
      const types: string[] = [];
      for await (const events of log.read(SITE))
        types.push(...events.filter(({ source }) => source === 'floorwalk/bots').map(({ type }) => type));
      return types;
    };
    expect((await checkDrift(services, SITE, 'helper', now))?.isDrifting).toBe(true);
    await checkDrift(services, SITE, 'helper', now);
    expect(await said()).toEqual(['handover.drift-found', 'notice.requested']);
    await log.append(
      SITE,
      sessions('calm', 400, now - 2 * DAY_MS + DAY_MS + 2 * 3_600_000, (index) => 0.88 + (index % 10) / 100),
    );
    await log.append(
      SITE,
      sessions('calmer', 600, now - 11 * 3_600_000, (index) => 0.88 + (index % 10) / 100),
    );
    expect((await checkDrift(services, SITE, 'helper', now))?.isDrifting).toBe(false);
    expect(await said()).toEqual(['handover.drift-found', 'notice.requested', 'handover.drift-settled']);
  });
});

describe('a topic', () => {
  const topics = async () => {
    const { body } = await ask<{ tables: { botTopics: BotTopicRow[] } }>('GET', 'live?tables=botTopics');
    return body.tables.botTopics;
  };

  it('gets an owner and a status from the first who decides; who comes with what is out of date is told so', async () => {
    const topic = await until(async () => (await topics()).find(({ intent }) => intent === 'refund'));
    expect(topic).toMatchObject({ turnCount: 80, status: 'new', examples: ['Where is my refund money'] });
    const decided = { status: 'assigned', owner: 'Kim', note: 'Add an article', changedAt: null };
    expect(await ask('PUT', `bot-topics/${topic.id}`, { ...decided, owner: null })).toMatchObject({
      status: 400,
      body: { pointer: '/owner' },
    });
    expect((await ask('PUT', `bot-topics/${topic.id}`, decided)).status).toBe(200);
    expect(await ask('PUT', `bot-topics/${topic.id}`, decided)).toMatchObject({ status: 409 });
    const known = await until(async () => (await topics()).find(({ status }) => status === 'assigned'));
    expect(known).toMatchObject({ owner: 'Kim', note: 'Add an article' });
    const done = { ...decided, status: 'done', changedAt: known.changedAt };
    expect((await ask('PUT', `bot-topics/${topic.id}`, done)).status).toBe(200);
    expect((await ask('PUT', 'bot-topics/0000000000000000', decided)).status).toBe(404);
    // It has a name now, and cannot be the same as itself.
    const again = await until(async () => (await topics()).find(({ status }) => status === 'done'));
    const named = { ...done, changedAt: again.changedAt, name: 'Refunds' };
    expect(await ask('PUT', `bot-topics/${topic.id}`, { ...named, mergedInto: topic.id })).toMatchObject({
      status: 400,
      body: { pointer: '/mergedInto' },
    });
    expect((await ask('PUT', `bot-topics/${topic.id}`, named)).status).toBe(200);
    await until(async () => (await topics()).find(({ name }) => name === 'Refunds'));
  });
});

describe('two owners of one site', () => {
  it('offer each session once and ring one agent once, each from a state of its own', async () => {
    const site = 'twice';
    const logger = pino({ level: 'silent' });
    const stateAt = createStateAt({ log, snapshots: new SnapshotStore({ database, now: Date.now }) });
    const { config } = floorwalk;
    const owners = [0, 1].map(() => ({
      state: createLiveState(site),
      reaction: watchHandovers({ config, database, log, stateAt, logger, now: Date.now })(site),
    }));
    const at = (id: string, type: string, data: object) =>
      ({ id, source: 'bot', type, time: Date.now(), data }) as NewEvent;
    await log.append(site, [
      at('1', 'bot.configured', { botId: 'b', queueId: 'q' }),
      at('2', 'agent.signed-in', { agentId: 'ann', queueIds: ['q'] }),
      ...['x', 'y', 'z'].map((sessionId) =>
        at(sessionId, 'bot.turned', { sessionId, botId: 'b', confidence: 0.9, wantsHuman: true }),
      ),
    ]);
    const said = async () => {
      const types: string[] = [];
      for await (const events of log.read(site)) types.push(...events.map(({ type }) => type));
      return types.filter((type) => type.startsWith('handover.'));
    };
    await until(async () => {
      // Both fold to the head and look in the same turn of the loop, each time anew.
      for (const { state } of owners) {
        // oxlint-disable-next-line no-await-in-loop -- two
        await foldOn(state, site);
      }
      for (const { state, reaction } of owners) reaction.caughtUp(state);
      return (await said()).includes('handover.presented');
    });
    await Promise.all(owners.map(({ reaction }) => reaction.stop()));
    expect((await said()).toSorted()).toEqual([...['x', 'y', 'z'].map(() => 'handover.offered'), 'handover.presented']);
  });
});

async function foldOn(state: LiveState, site: string): Promise<void> {
  for await (const events of log.read(site, { from: state.position + 1 })) foldBatch(state, events);
}
