import { emptySet } from '../kit/empty-set.ts';
import type { Slice } from '../live/slice.ts';
import type {
  ActivityRow,
  AdherenceSettingsRow,
  Presence,
  QueueStaffingRow,
  ScheduleDay,
  ScheduleRow,
} from './rows.ts';
import {
  createScheduleState,
  dateAt,
  foldSchedule,
  traitsOf,
  type AdherenceState,
  type AgentSchedule,
  type Configured,
  type ScheduleState,
} from './schedule-state.ts';

type EncodedSchedules = {
  readonly zone: string;
  readonly zoneAt: number;
  readonly agents: readonly (Omit<AgentSchedule, 'days'> & { readonly days: readonly ScheduleDay[] })[];
  readonly presences: readonly (readonly [agentId: string, presence: Presence])[];
  readonly activities: readonly Configured<'schedule.activity-configured'>[];
  readonly queues: readonly Configured<'schedule.queue-configured'>[];
  readonly adherence: AdherenceState;
};

/**
 * Schedules and what they mean, as the log tells them. A schedule's row holds yesterday, today and tomorrow: at local midnight every row is sent
 * once more.
 */
export const scheduleSlice: Slice<ScheduleState> = {
  name: 'schedule',
  tables: ['schedules', 'activities', 'queueStaffing', 'adherenceSettings'],
  folds: (type) => /^(?:schedule|agent|site)\./.test(type),
  create: createScheduleState,
  fold: foldSchedule,
  rows(state, asOf, which) {
    const { changed } = state;
    const all = which === 'all';
    let agentIds: Iterable<string> = all ? state.agents.keys() : changed.agents;
    const isQuiet = !all && changed.agents.size === 0 && which !== 'timed';
    const yesterday = isQuiet ? '' : dateAt(state.zone, asOf, -1);
    if (which === 'timed' && state.shownDate !== yesterday) {
      state.shownDate = yesterday;
      agentIds = state.agents.keys();
    }
    const tomorrow = isQuiet ? '' : dateAt(state.zone, asOf, 1);
    return {
      tables: {
        schedules: [...agentIds].flatMap((id) => {
          const agent = state.agents.get(id);
          return agent === undefined ? [] : [scheduleRow(state, agent, yesterday, tomorrow)];
        }),
        activities: [...(all ? state.activities.keys() : changed.activities)].flatMap((id) => {
          const activity = state.activities.get(id);
          return activity === undefined ? [] : [activityRow(activity)];
        }),
        queueStaffing: [...(all ? state.queues.keys() : changed.queues)].flatMap((id) => {
          const queue = state.queues.get(id);
          return queue === undefined ? [] : [queueRow(queue)];
        }),
        adherenceSettings: all || changed.adherence ? [adherenceRow(state)] : [],
      },
      removed: {},
    };
  },
  clearChanged({ changed }) {
    emptySet(changed.agents);
    emptySet(changed.activities);
    emptySet(changed.queues);
    changed.adherence = false;
  },
  encode: (state): EncodedSchedules => ({
    zone: state.zone,
    zoneAt: state.zoneAt,
    agents: [...state.agents.values()].map((agent) => ({ ...agent, days: [...agent.days.values()] })),
    presences: [...state.presences],
    activities: [...state.activities.values()],
    queues: [...state.queues.values()],
    adherence: { ...state.adherence },
  }),
  decode(siteId, encoded) {
    const { zone, zoneAt, agents, presences, activities, queues, adherence } = encoded as EncodedSchedules;
    const state = createScheduleState(siteId);
    state.zone = zone;
    state.zoneAt = zoneAt;
    for (const agent of agents) {
      state.agents.set(agent.id, { ...agent, days: new Map(agent.days.map((day) => [day.date, day])) });
    }
    for (const [agentId, presence] of presences) state.presences.set(agentId, presence);
    for (const activity of activities) state.activities.set(activity.data.activityId, activity);
    for (const queue of queues) state.queues.set(queue.data.queueId, queue);
    Object.assign(state.adherence, adherence);
    return state;
  },
};

function scheduleRow(
  { zone, presences }: ScheduleState,
  agent: AgentSchedule,
  yesterday: string,
  tomorrow: string,
): ScheduleRow {
  return {
    id: agent.id,
    days: [...agent.days.values()]
      .filter(({ date }) => date >= yesterday && date <= tomorrow)
      .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    exceptions: agent.exceptions.filter(({ endAt }) => dateAt(zone, endAt) >= yesterday),
    leftOutDayCount: agent.leftOutDayCount,
    presence: presences.get(agent.id) ?? null,
  };
}

function activityRow({ data }: Configured<'schedule.activity-configured'>): ActivityRow {
  return { id: data.activityId, name: data.name ?? data.activityId, ...traitsOf(data) };
}

function queueRow({ data }: Configured<'schedule.queue-configured'>): QueueStaffingRow {
  return {
    id: data.queueId,
    minimumAgents: data.minimumAgents ?? 0,
    plannedShrinkage: data.plannedShrinkage ?? 0,
    unplannedShrinkage: data.unplannedShrinkage ?? 0,
    skill: data.skill ?? null,
  };
}

function adherenceRow({ siteId, adherence }: ScheduleState): AdherenceSettingsRow {
  return { id: siteId, graceMs: adherence.graceMs, reasons: adherence.reasons };
}
