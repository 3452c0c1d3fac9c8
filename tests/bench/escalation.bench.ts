import { setTimeout as pause } from 'node:timers/promises';
import { ringAt } from '@floorwalk/server/jobs/due-sweep';
import { advanceEscalationJob } from '@floorwalk/server/modules/escalation/jobs/advance-escalation.job';
import { openBase, type Base } from '@floorwalk/server/roles/open-base';
import { decideEscalation, newRun } from '@floorwalk/shared/escalation/decide-escalation';
import { DEFAULT_POLICIES } from '@floorwalk/shared/escalation/default-policies';
import { pathOf } from '@floorwalk/shared/escalation/path-of';
import { cpuMicroseconds, type BenchFigure, type BenchOptions } from './bench-figure.ts';
import { startBenchServer } from './bench-server.ts';

const SITE = 'demo';
const ARMED = 10_000;
/** Steps that come due one after the other, so many ms apart. */
const EVERY_MS = 25;
const LEAD_MS = 2_000;
const HOUR_MS = 3_600_000;

/**
 * How late a step is reached, from its moment to its commit with log entry and notice, while 10,000 others are armed; the baseline is the same with
 * nothing else armed. And what the decision alone costs.
 */
export async function figures({ quick = false }: BenchOptions = {}): Promise<BenchFigure[]> {
  const steps = quick ? 80 : 300;
  const server = await startBenchServer();
  const base = openBase(server.config);
  try {
    await begin(base);
    // The first steps load and compile what all of them run.
    await measure(base, 'c', 40);
    const alone = await measure(base, 'a', steps);
    const armMs = await arm(base, 'f', ARMED, (index) => Date.now() + HOUR_MS + index);
    const among = await measure(base, 'b', steps);
    return [
      {
        name: 'escalation.step-latency-p50',
        value: rank(among, 0.5),
        unit: `ms from a step's moment to its commit, ${ARMED} timers armed`,
        baseline: rank(alone, 0.5),
        baselineName: 'nothing else armed',
        ratio: ratio(rank(among, 0.5), rank(alone, 0.5)),
      },
      {
        name: 'escalation.step-latency-p99',
        value: rank(among, 0.99),
        unit: `ms from a step's moment to its commit, ${ARMED} timers armed`,
        baseline: rank(alone, 0.99),
        baselineName: 'nothing else armed',
        ratio: ratio(rank(among, 0.99), rank(alone, 0.99)),
      },
      {
        name: 'escalation.arm',
        value: Number(((armMs * 1_000) / ARMED).toFixed(1)),
        unit: 'µs to write and ring one timer',
        baseline: Number(((await pings(base)) * 1_000).toFixed(1)),
        baselineName: 'one empty query',
      },
      decided(quick ? 20_000 : 100_000),
    ];
  } finally {
    await base.close();
    await server.stop();
  }
}

/** One real escalation, from which the others are copied: begun by a request as any part makes it. */
async function begin(base: Base): Promise<void> {
  const time = Date.now();
  await base.log.append(SITE, [
    { id: 'team', source: 'demo', type: 'team.configured', time, data: { teamId: 't', name: 'T' } },
    {
      id: 'model',
      source: 'floorwalk/console',
      type: 'escalation.requested',
      time,
      data: { requestId: 'model', about: { kind: 'other', id: 'model' }, title: 'Model', impact: 'medium' },
    },
  ]);
  while ((await count(base, "select count(*) as count from escalation where state = 'notifying'")) === 0) {
    // oxlint-disable-next-line no-await-in-loop -- until the site has an owner, and it has seen the request
    await pause(100);
  }
}

/** Writes so many copies that are due at their moments, rings for each, and answers how long both took, ms. */
async function arm(base: Base, mark: string, many: number, dueAt: (index: number) => number): Promise<number> {
  const started = performance.now();
  const ids = Array.from({ length: many }, (_, index) => idOf(mark, index));
  const due = ids.map((_id, index) => Math.floor(dueAt(index)));
  await base.database.$client.query(
    `insert into escalation (site, id, state, due_at, version, run, shown, started_at)
     select model.site, copy.id, model.state, copy.due, 1, model.run || jsonb_build_object('dueAt', copy.due),
       model.shown || jsonb_build_object('id', copy.id, 'dueAt', copy.due), model.started_at
     from (select * from escalation where state = 'notifying' and shown->'origin'->>'requestId' = 'model' order by id limit 1) model,
       unnest($1::text[], $2::bigint[]) as copy (id, due)`,
    [ids, due],
  );
  const lanes = Array.from({ length: 16 }, async (_, lane) => {
    for (let index = lane; index < many; index += 16) {
      const id = ids[index] ?? '';
      // oxlint-disable-next-line no-await-in-loop -- sixteen at a time
      await ringAt(base, advanceEscalationJob, {
        siteId: SITE,
        dueAt: due[index] ?? 0,
        ringId: `escalation-${id}-1-1`,
        payload: { siteId: SITE, id },
      });
    }
  });
  await Promise.all(lanes);
  return performance.now() - started;
}

/** How late each of so many steps was reached, ms, in order. */
async function measure(base: Base, mark: string, many: number): Promise<number[]> {
  const first = Date.now() + LEAD_MS + many * 2;
  await arm(base, mark, many, (index) => first + index * EVERY_MS);
  const reached = `from event_log where site = '${SITE}' and type = 'escalation.step-reached' and data->>'escalationId' like '${mark}%'`;
  while ((await count(base, `select count(*) as count ${reached}`)) < many) {
    // oxlint-disable-next-line no-await-in-loop -- polling
    await pause(100);
  }
  const { rows } = await base.database.$client.query<{ id: string; at: number }>(
    `select data->>'escalationId' as id, recorded_at as at ${reached}`,
  );
  return rows.map(({ id, at }) => at - (first + Number(id.slice(1)) * EVERY_MS)).sort((left, right) => left - right);
}

/** An id as escalations have it; `mark` is a hex digit. */
function idOf(mark: string, index: number): string {
  return `${mark}${String(index).padStart(15, '0')}`;
}

async function count(base: Base, text: string): Promise<number> {
  const { rows } = await base.database.$client.query<{ count: number }>(text);
  return rows[0]?.count ?? 0;
}

async function pings(base: Base): Promise<number> {
  const started = performance.now();
  const many = 500;
  for (let index = 0; index < many; index++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await base.database.$client.query('select 1');
  }
  return (performance.now() - started) / many;
}

/** The machine alone: processor time of one decision. */
function decided(many: number): BenchFigure {
  const [policy] = DEFAULT_POLICIES;
  if (policy === undefined) throw new Error('a new site has policies');
  const path = pathOf(policy, new Map());
  const start = newRun(policy, path);
  let refused = 0;
  const us = cpuMicroseconds(() => {
    for (let index = 0; index < many; index++) if (!decideEscalation(start, { kind: 'start' }, index).ok) refused++;
  });
  const copies = cpuMicroseconds(() => {
    for (let index = 0; index < many; index++) if (JSON.parse(JSON.stringify(start)) === null) refused++;
  });
  if (refused > 0) throw new Error('a decision was refused');
  return {
    name: 'escalation.decide',
    value: Number((us / many).toFixed(3)),
    unit: 'µs of a core for one decision',
    baseline: Number((copies / many).toFixed(3)),
    baselineName: 'reading and writing its row as JSON',
    ratio: ratio(us, copies),
  };
}

function rank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function ratio(value: number, baseline: number): number {
  return Number((value / Math.max(1e-9, baseline)).toFixed(3));
}
