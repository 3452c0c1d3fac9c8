import type { ForecastRow } from '../forecast/rows.ts';
import { activityBook } from '../schedule/activity-book.ts';
import { decideSurge, type SurgeCommand } from '../surge/decide-surge.ts';
import { proposeSurge } from './propose-surge.ts';
import { type StaffedAgent, type StaffingPicture } from './staffing-picture.ts';
import { type Surge } from '../surge/surge.ts';
import { DEFAULT_SURGE_POLICY } from '../surge/surge-policy.ts';

export const QUARTER = 900_000;
export const HOUR = 4 * QUARTER;
/** 10 March 2026, noon in UTC, a Tuesday. */
export const NOON = 1_773_144_000_000;
export const policy = { ...DEFAULT_SURGE_POLICY, holdMs: 2 * QUARTER };
export const lea = { id: 'lea', name: 'Lea' };
export const max = { id: 'max', name: 'Max' };

export const agent = (id: string, queueIds: string[], more: Partial<StaffedAgent> = {}): StaffedAgent => ({
  id,
  name: id,
  teamId: null,
  queueIds,
  skills: [],
  state: 'available',
  signedInAt: NOON - HOUR,
  ...more,
});

export function forecast(queueId: string, requiredAgents: readonly (number | null)[]): ForecastRow {
  return {
    id: queueId,
    forecastId: queueId,
    queueId,
    date: '2026-03-10',
    kind: 'intraday',
    cause: 'schedule',
    method: 'x',
    startsAt: NOON,
    intervalMs: QUARTER,
    seenCount: 0,
    offeredCounts: requiredAgents.map((count) => (count === null ? null : count * 4)),
    lowCounts: [],
    highCounts: [],
    handleTimesMs: requiredAgents.map(() => 180_000),
    requiredAgents: [...requiredAgents],
    errorRatio: 0,
    publishedAt: NOON,
    plannedCounts: null,
  };
}

export function picture(more: Partial<StaffingPicture> = {}): StaffingPicture {
  const queue = (id: string) => ({
    id,
    name: id,
    teamId: null,
    channel: 'voice' as const,
    serviceLevelThresholdMs: 20_000,
    patienceMs: 120_000,
  });
  return {
    now: NOON,
    zone: 'UTC',
    queues: new Map(['calls', 'mail'].map((id) => [id, queue(id)])),
    agents: new Map(
      [agent('a', ['calls']), agent('b', ['calls']), ...['c', 'd', 'e'].map((id) => agent(id, ['mail']))].map((one) => [
        one.id,
        one,
      ]),
    ),
    forecasts: new Map([
      ['calls', forecast('calls', [4, 4, 4, 4, 2, 2, 2, 2])],
      ['mail', forecast('mail', [1, 1, 1, 1, 1, 1, 1, 1])],
    ]),
    schedules: new Map(),
    book: activityBook([]),
    ...more,
  };
}

export const plan = { id: 's', queueId: 'calls', direction: 'add' as const, policy, policyVersion: 0 };

export function proposed(): Surge {
  const surge = proposeSurge(picture(), plan);
  if (surge === null) throw new Error('there is something to propose');
  return surge;
}

/** The surge after commands at their moments; throws where one is refused. */
export function after(surge: Surge, ...steps: readonly (readonly [at: number, command: SurgeCommand])[]): Surge {
  return steps.reduce((last, [at, command]) => {
    const decision = decideSurge(last, command, at, policy);
    if (!decision.ok) throw new Error(`${command.input}: ${decision.refusal}`);
    return decision.surge;
  }, surge);
}

export const askFor = (surge: Surge): SurgeCommand => ({
  input: 'request',
  by: lea,
  moveIds: surge.moves.filter((move) => move.isSuggested).map(({ id }) => id),
  note: null,
});
