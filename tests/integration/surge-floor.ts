import type { NewEvent } from '@floorwalk/shared/kit/logged-event';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** Noon of a day whose schedule all is about; the clocks of the sites are set to it. */
export const NOON = Date.parse('2026-03-10T12:00:00+01:00');

export type Sent = readonly [id: string, type: string, data: object];

/** Agents who have signed in, and may be taken for orders if they serve something else. */
export function agents(queueId: string, ids: readonly string[]): Sent[] {
  return ids.map((agentId) => [
    `in-${agentId}`,
    'agent.signed-in',
    {
      agentId,
      name: agentId,
      teamId: 'north',
      queueIds: [queueId],
      skills: queueId === 'billing' ? [{ skill: 'orders' }] : [],
    },
  ]);
}

/** A day by activities and their hours after noon. */
export function day(agentId: string, activities: readonly (readonly [string, number, number])[]): Sent {
  return [
    `day-${agentId}`,
    'schedule.day-set',
    {
      agentId,
      date: '2026-03-10',
      activities: activities.map(([activityId, from, to]) => ({
        activityId,
        startAt: NOON + from * HOUR,
        endAt: NOON + to * HOUR,
      })),
    },
  ];
}

/** The other site, its clock at noon at the moment given (real epoch ms): Dan with a shift, Ora without, and Noa, at work since before midnight. */
export function floorOfHaifa(at: number): NewEvent[] {
  const signedIn = (agentId: string, hours: number): NewEvent => ({
    id: `in-${agentId}`,
    source: 'test',
    type: 'agent.signed-in',
    time: NOON - hours * HOUR,
    data: { agentId, name: agentId, queueIds: ['sales'] },
  });
  const activities = [{ activityId: 'work', startAt: NOON - HOUR, endAt: NOON + 4 * HOUR }];
  const data = { agentId: 'dan', date: '2026-03-10', activities };
  const clock = { kind: 'paced', base: NOON, at, rate: 1 } as const;
  const base = { source: 'test', time: NOON - HOUR };
  return [
    { ...base, id: 'haifa', type: 'site.configured', data: { name: 'Haifa', zone: 'Asia/Jerusalem' } },
    signedIn('noa', 12),
    signedIn('dan', 1),
    signedIn('ora', 1),
    { ...base, id: 'day-dan', type: 'schedule.day-set', data },
    { ...base, id: 'clock', type: 'site.clock-set', data: { clock } },
  ];
}
