import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulationAnswer } from '@floorwalk/shared/api/what-if';
import { erlangC } from '@floorwalk/shared/staffing/erlang-c';
import { requiredServers } from '@floorwalk/shared/staffing/required-servers';
import { closeDatabase, openDatabase } from '@floorwalk/server/db/database';
import { appendWith } from '@floorwalk/server/log/append-with';
import { proposeOnce } from '@floorwalk/server/modules/surge/propose-once';
import { surge as surgeTable } from '@floorwalk/server/modules/surge/tables';
import type { JobServices } from '@floorwalk/server/roles/services';
import { proposed } from '@floorwalk/shared/surge-plan/surge-plan.test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';

let floorwalk: RunningFloorwalk;
let token: string;
beforeAll(async () => {
  floorwalk = await startFloorwalk();
  token = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
});
afterAll(() => floorwalk.stop());

async function ask<T>(method: string, path: string, body?: unknown, bearer: string | null = token) {
  const response = await fetch(`${floorwalk.address}/api/v1/${path}`, {
    method,
    headers: {
      ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}
type Problem = { pointer?: string; detail: string };

const scenario = (arrivals: readonly number[], more: object = {}) => ({
  seed: 1,
  replications: 20,
  intervalMinutes: 30,
  queues: [{ id: 'q', arrivals, targetSec: 20, handleTime: { kind: 'exponential', meanSec: 180 } }],
  groups: [{ id: 'g', agents: 14, skills: [{ queue: 'q' }] }],
  ...more,
});

describe('the formulas over REST', () => {
  it('answer what the formulas answer, one case or many', async () => {
    const input = { servers: 14, calls: 100, intervalSec: 1800, ahtSec: 180, targetSec: 20 };
    const one = await ask<{ output: { sl: number } }>('POST', 'maths/erlang', { id: 'x', model: 'C', input });
    expect(one).toMatchObject({ status: 200, body: { id: 'x' } });
    expect(one.body.output.sl).toBe(erlangC({ servers: 14, erlangs: 10, ahtSec: 180, targetSec: 20 }).sl);
    const many = await ask<unknown[]>('POST', 'maths/erlang', [
      { model: 'B', input: { servers: 10, erlangs: 10 } },
      { model: 'A', input: { ...input, patienceSec: 120 } },
    ]);
    expect(many.body).toHaveLength(2);
    const staffing = { calls: 100, intervalSec: 1800, ahtSec: 180, targetSec: 20, targetSL: 0.8 };
    expect((await ask('POST', 'maths/staffing', staffing)).body).toEqual(requiredServers(staffing));
    expect(await ask('POST', 'maths/ewt', { aheadInQueue: 3, servers: 5, ahtSec: 180 })).toMatchObject({ status: 200 });
  });

  it('refuse what cannot be asked, with the pointer of the fault', async () => {
    const staffing = { calls: 100, intervalSec: 1800, ahtSec: 180, targetSec: 20, targetSL: 0.8 };
    const refused = async (path: string, body: unknown) => {
      const answer = await ask<Problem>('POST', path, body);
      return [answer.status, answer.body.pointer];
    };
    expect(await refused('maths/staffing', { ...staffing, ahtSec: -180 })).toEqual([400, '/ahtSec']);
    expect(await refused('maths/staffing', { ...staffing, targetSL: 0 })).toEqual([400, '/targetSL']);
    expect(await refused('maths/staffing', { ...staffing, targetSL: 1 })).toEqual([400, '/targetSL']);
    expect(await refused('maths/erlang', [{ model: 'B', input: { servers: -1, erlangs: 1 } }])).toEqual([
      400,
      '/0/input/servers',
    ]);
    expect(await refused('maths/ewt', { aheadInQueue: -1, servers: 5, ahtSec: 180 })).toEqual([400, '/aheadInQueue']);
    const unequal = scenario([10, 10], { groups: [{ id: 'g', agents: [1], skills: [{ queue: 'q' }] }] });
    expect((await refused('maths/simulate', unequal))[0]).toBe(400);
    expect((await ask('POST', 'maths/staffing', staffing, null)).status).toBe(401);
  });

  it('a ramp of hires says who is needed', async () => {
    const plan = {
      agents: 10,
      weeklyAttrition: 0,
      earlyAttrition: [],
      learning: [0, 0.5],
      cohorts: [],
      required: [10, 10, 10, 14, 14],
      shrinkage: 0,
      needed: { startsWeek: 1, readyWeek: 3 },
    };
    expect((await ask('POST', 'maths/hire-ramp', plan)).body).toMatchObject({ hiresNeeded: 4 });
  });
});

describe('simulations in the background', () => {
  it('a small one is answered at once, a larger one by a job that tells how far it is', async () => {
    const small = await ask<{ queues: { day: { slOffered: { value: number } } }[] }>(
      'POST',
      'maths/simulate',
      scenario(Array.from({ length: 10 }, () => 100)),
    );
    expect(small.status, JSON.stringify(small.body).slice(0, 300)).toBe(200);
    expect(small.body.queues[0]?.day.slOffered.value).toBeCloseTo(0.88, 1);
    const made = await ask<SimulationAnswer>('POST', 'sites/demo/simulations', {
      name: 'Launch',
      scenario: scenario(Array.from({ length: 40 }, () => 100)),
    });
    expect(made).toMatchObject({ status: 202, body: { status: 'queued', progress: 0 } });
    const done = await until(async () => {
      const { body } = await ask<SimulationAnswer>('GET', `sites/demo/simulations/${made.body.id}`);
      return body.status === 'done' ? body : undefined;
    });
    expect(done).toMatchObject({ progress: 100, problem: null });
    expect(done.contactCount).toBeGreaterThan(70_000);
    expect(done.result?.queues[0]?.intervals).toHaveLength(40);
  });

  it('one that is cancelled ends, and cannot be cancelled twice', async () => {
    const made = await ask<SimulationAnswer>('POST', 'sites/demo/simulations', {
      name: 'Long',
      scenario: scenario(
        Array.from({ length: 1_000 }, () => 500),
        { replications: 300, groups: [{ id: 'g', agents: 60, skills: [{ queue: 'q' }] }] },
      ),
    });
    const path = `sites/demo/simulations/${made.body.id}`;
    await until(async () => (await ask<SimulationAnswer>('GET', path)).body.status === 'running');
    expect((await ask('DELETE', path)).body).toMatchObject({ status: 'cancelled', result: null });
    expect((await ask('DELETE', path)).status).toBe(409);
    const after = await ask<SimulationAnswer>('POST', 'sites/demo/simulations', {
      name: 'Next',
      scenario: scenario([10]),
    });
    // The next one runs: the one before gave its place back.
    await until(async () => {
      const { body } = await ask<SimulationAnswer>('GET', `sites/demo/simulations/${after.body.id}`);
      return body.status === 'done';
    });
    expect((await ask<SimulationAnswer>('GET', path)).body).toMatchObject({ status: 'cancelled', result: null });
  });

  it('a scenario that cannot be is refused with its pointer', async () => {
    const wrong = scenario([10], { groups: [{ id: 'g', agents: 1, skills: [{ queue: 'other' }] }] });
    const answer = await ask<Problem>('POST', 'sites/demo/simulations', { name: 'x', scenario: wrong });
    expect(answer.status).toBe(400);
    expect(answer.body.pointer).toMatch(/^\/scenario\/groups\/0/);
  });
});

it('however many owners find the same gap at once, it is proposed once, and again when it has closed', async () => {
  const database = openDatabase(floorwalk.config.databaseUrl);
  const site = { id: 'site', source: 'test', type: 'site.configured', time: 1, data: { name: 'Once' } } as const;
  await database.transaction((transaction) => appendWith(transaction, 'once', [site], 1));
  const services = { database, now: Date.now } as JobServices;
  const surge = proposed();
  const at = { time: surge.startsAt, zone: 'UTC' };
  const acceptedCount = async (round: string) => {
    const positions = await Promise.all(
      Array.from({ length: 6 }, (_, owner) =>
        proposeOnce(services, 'once', { ...surge, id: `${round}-${owner}`, dueAt: null }, at),
      ),
    );
    return positions.filter((position) => position > 0).length;
  };
  expect([await acceptedCount('first'), await acceptedCount('second')]).toEqual([1, 0]);
  await database.update(surgeTable).set({ gapClosedAt: surge.endsAt });
  expect(await acceptedCount('third')).toBe(1);
  await closeDatabase(database);
});
