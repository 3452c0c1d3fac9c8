import { floorSlice } from '../floor/floor-slice.ts';
import { readCell } from '../floor/cell.ts';
import type { LiveState } from '../live/live-state.ts';
import { activityBook } from '../schedule/activity-book.ts';
import { scheduleSlice } from '../schedule/schedule-slice.ts';
import { estimatePatience } from '../staffing/estimate-patience.ts';
import type { StaffedAgent, StaffedQueue, StaffingPicture } from './staffing-picture.ts';

/**
 * What a site's gaps are told from, as its state stands at `now` (epoch ms of its clock). With `patience`, that of each queue too, from today's waits:
 * it costs a reading of all windows, and only the effect of a move needs it.
 */
export function pictureOf(
  state: LiveState,
  now: number,
  { patience }: { readonly patience: boolean },
): StaffingPicture {
  const { floor, forecasts, schedule } = state;
  const plans = scheduleSlice.rows(schedule, now, 'all').tables;
  const patienceMs = patience ? patienceByQueue(state, now) : new Map<string, number>();
  return {
    now,
    zone: floor.zone,
    queues: new Map(
      [...floor.queues.values()].map((queue): [string, StaffedQueue] => [
        queue.id,
        {
          id: queue.id,
          name: queue.name,
          teamId: queue.teamId,
          channel: queue.channel,
          serviceLevelThresholdMs: queue.serviceLevelThresholdMs,
          patienceMs: patienceMs.get(queue.id) ?? null,
        },
      ]),
    ),
    agents: new Map(
      [...floor.agents.values()].map(({ id, name, teamId, queueIds, skills, posture }): [string, StaffedAgent] => {
        const presence = schedule.presences.get(id);
        const leftAt = presence?.state === 'signed-out' ? presence.since : undefined;
        const { state: stands, signedInAt } = posture;
        return [id, { id, name, teamId, queueIds, skills, state: stands, signedInAt, leftAt }];
      }),
    ),
    forecasts: forecasts.forecasts,
    schedules: new Map((plans.schedules ?? []).map((row) => [row.id, row])),
    book: activityBook(plans.activities ?? []),
  };
}

function patienceByQueue({ floor }: LiveState, now: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { id, windows } of floorSlice.rows(floor, now, 'all').tables.queues ?? []) {
    const { answeredWaitMs, abandonedWaitMs, abandonedCount } = readCell(windows.today);
    const patience = estimatePatience(answeredWaitMs + abandonedWaitMs, abandonedCount);
    if (patience !== null && patience > 0) found.set(id, patience);
  }
  return found;
}
