import { Temporal } from 'temporal-polyfill';
import type { ScheduledActivity } from '../schedule/events.ts';
import { QUEUE_PLANS } from './floor-plan.ts';
import { SHIFT_MS, type AgentPlan, type Roster } from './roster.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;
const DAY_MS = 24 * 60 * MINUTE;
/** Planners think in quarters of an hour; people come a little earlier or later. */
const SHIFT_GRID_MS = 15 * MINUTE;
const BREAK_GRID_MS = 5 * MINUTE;

const ACTIVITIES = [
  ['contacts', 'Contacts', 'work'],
  ['short-break', 'Short break', 'break'],
  ['lunch', 'Lunch', 'meal'],
  ['coaching', 'Coaching', 'training'],
  ['team-meeting', 'Team meeting', 'meeting'],
  ['overtime', 'Overtime', 'overtime'],
  ['time-off', 'Time off', 'absence'],
] as const;

const ACTIVITY_BY_REASON: Readonly<Record<string, string>> = {
  Break: 'short-break',
  Lunch: 'lunch',
  Coaching: 'coaching',
  Meeting: 'team-meeting',
};

/** Says who is to be there and what queues need at least: yesterday (night shifts last until today), today and tomorrow, and every midnight the next day. */
export function planSchedules(world: World, roster: Roster, zone: string): void {
  for (const [activityId, name, kind] of ACTIVITIES) {
    world.emit('schedule.activity-configured', { activityId, name, kind });
  }
  world.emit('schedule.adherence-configured', {
    graceMs: 5 * MINUTE,
    reasons: [
      { reason: 'Break', kind: 'break' },
      { reason: 'Lunch', kind: 'meal' },
      { reason: 'Coaching', kind: 'training' },
      { reason: 'Meeting', kind: 'meeting' },
    ],
  });
  for (const { queueId, channel, highValue } of QUEUE_PLANS) {
    world.emit('schedule.queue-configured', {
      queueId,
      minimumAgents: highValue ? 2 : 0,
      unplannedShrinkage: 0.06,
      skill: channel === 'voice' ? 'Phone' : 'Writing',
    });
  }
  const today = Temporal.Instant.fromEpochMilliseconds(world.now()).toZonedDateTimeISO(zone).toPlainDate();
  for (const days of [-1, 0, 1]) planDay(world, roster, zone, today.add({ days }));
  askForExceptions(world, roster);
  goOn(today);

  function goOn(date: Temporal.PlainDate): void {
    const midnight = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
    world.after(midnight - world.now(), () => {
      planDay(world, roster, zone, date.add({ days: 2 }));
      goOn(date.add({ days: 1 }));
    });
  }
}

function planDay(world: World, roster: Roster, zone: string, date: Temporal.PlainDate): void {
  const midnight = date.toZonedDateTime(zone).epochMilliseconds;
  for (const plan of roster.agents) {
    world.emit('schedule.day-set', {
      agentId: plan.agentId,
      date: date.toString(),
      activities: activitiesOf(plan, midnight),
    });
  }
}

/** A shift as a planner would write it: whole, with its breaks laid over it. */
function activitiesOf(plan: AgentPlan, midnight: number): ScheduledActivity[] {
  const startAt = midnight + onGrid(plan.shiftStartMs, SHIFT_GRID_MS);
  return [
    { activityId: 'contacts', startAt, endAt: startAt + SHIFT_MS },
    ...plan.breaks.map(({ afterMs, forMs, reason }) => {
      const begin = midnight + onGrid(plan.shiftStartMs + afterMs, BREAK_GRID_MS);
      return { activityId: ACTIVITY_BY_REASON[reason] ?? 'short-break', startAt: begin, endAt: begin + forMs };
    }),
  ];
}

function onGrid(ms: number, grid: number): number {
  return Math.round(ms / grid) * grid;
}

/** Three who want to be excused today: one waits for an answer, one got it, one was refused. */
function askForExceptions(world: World, roster: Roster): void {
  const timeOfDay = world.timeOfDayAt(world.now());
  const here = roster.agents.filter(({ shiftStartMs }) => {
    const into = (timeOfDay - shiftStartMs + DAY_MS) % DAY_MS;
    return into < SHIFT_MS - 60 * MINUTE;
  });
  const reasons = ['Doctor’s appointment', 'Helps the new colleagues', 'Leaves early'];
  here.slice(0, reasons.length).forEach(({ agentId }, index) => {
    const exceptionId = `exception-${agentId}-${world.now()}`;
    const startAt = world.now() + (10 + 15 * index) * MINUTE;
    world.emit('schedule.exception-requested', {
      exceptionId,
      agentId,
      startAt,
      endAt: startAt + 30 * MINUTE,
      reason: reasons[index] ?? 'Other',
    });
    if (index === 1) world.emit('schedule.exception-approved', { exceptionId, agentId });
    if (index === 2) {
      world.emit('schedule.exception-declined', { exceptionId, agentId, note: 'Too few of us this afternoon' });
    }
  });
}
