import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { ActivityKind } from './activity-kind.ts';

const strict = { additionalProperties: false } as const;

/** Most activities of one agent's day. */
export const MAX_DAY_ACTIVITIES = 100;
/** Most reasons whose meaning is configured. */
export const MAX_REASONS = 200;

/** Local date of the site, ISO. */
export const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** Epoch ms; the bounds are the years 1970 and 9999, so that every moment has a date. */
const Moment = Type.Integer({ minimum: 0, maximum: 253_402_300_799_000 });

/** Something an agent is to do in [startAt, endAt). One that does not end after it starts is left out. */
export const ScheduledActivity = Type.Object({ activityId: Id, startAt: Moment, endAt: Moment }, strict);
export type ScheduledActivity = Static<typeof ScheduledActivity>;

/**
 * The whole local day of an agent, in place of what was said of it before; which of two is newer is decided by their times. A shift belongs to the
 * day it starts on, also past midnight. Where activities overlap the shorter holds, so that a break lies in a shift. `by` is the person who
 * decided it here; a planning system leaves it out.
 */
export const ScheduleDaySet = Type.Object(
  {
    agentId: Id,
    date: LocalDate,
    activities: Type.Array(ScheduledActivity, { maxItems: MAX_DAY_ACTIVITIES }),
    by: Type.Optional(DecidedBy),
  },
  strict,
);

/** An activity is known. Each given field replaces the former value; what was never given follows its kind. */
export const ActivityConfigured = Type.Object(
  {
    activityId: Id,
    name: Type.Optional(Label),
    kind: Type.Optional(ActivityKind),
    isProductive: Type.Optional(Type.Boolean()),
    isPaid: Type.Optional(Type.Boolean()),
    isPlannedShrinkage: Type.Optional(Type.Boolean()),
    by: Type.Optional(DecidedBy),
  },
  strict,
);

/**
 * What a queue needs beyond its forecast: agents who must be there whatever the forecast says, and the shares of scheduled time that are lost
 * though the schedule shows them as work, planned and unplanned. `skill` is what its agents must be able to do.
 */
export const QueueStaffingConfigured = Type.Object(
  {
    queueId: Id,
    minimumAgents: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    plannedShrinkage: Type.Optional(Type.Number({ minimum: 0, maximum: 0.9 })),
    unplannedShrinkage: Type.Optional(Type.Number({ minimum: 0, maximum: 0.9 })),
    skill: Type.Optional(Label),
    by: Type.Optional(DecidedBy),
  },
  strict,
);

/** What a reason for being not ready is on a schedule. */
export const ReasonMeaning = Type.Object({ reason: Label, kind: ActivityKind }, strict);
export type ReasonMeaning = Static<typeof ReasonMeaning>;

/** How adherence is judged on the site. A list of reasons replaces the former list. */
export const AdherenceConfigured = Type.Object(
  {
    graceMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    reasons: Type.Optional(Type.Array(ReasonMeaning, { maxItems: MAX_REASONS })),
    by: Type.Optional(DecidedBy),
  },
  strict,
);

/** Somebody asks that an agent's departure from the schedule in [startAt, endAt) be accepted. Planned when asked for before it starts. */
export const ExceptionRequested = Type.Object(
  {
    exceptionId: Id,
    agentId: Id,
    startAt: Moment,
    endAt: Moment,
    reason: Label,
    by: Type.Optional(DecidedBy),
  },
  strict,
);

/** It is accepted: the agent counts as adherent in that time, whatever the agent does. */
export const ExceptionApproved = Type.Object(
  { exceptionId: Id, agentId: Id, note: Type.Optional(Label), by: Type.Optional(DecidedBy) },
  strict,
);
/** It is not accepted. */
export const ExceptionDeclined = Type.Object(
  { exceptionId: Id, agentId: Id, note: Label, by: Type.Optional(DecidedBy) },
  strict,
);

export const scheduleEvents = {
  'schedule.day-set': ScheduleDaySet,
  'schedule.activity-configured': ActivityConfigured,
  'schedule.queue-configured': QueueStaffingConfigured,
  'schedule.adherence-configured': AdherenceConfigured,
  'schedule.exception-requested': ExceptionRequested,
  'schedule.exception-approved': ExceptionApproved,
  'schedule.exception-declined': ExceptionDeclined,
} as const;
export type ScheduleEventType = keyof typeof scheduleEvents;
export type ScheduleEventData = { [K in ScheduleEventType]: Static<(typeof scheduleEvents)[K]> };

/** Whether a type is one of schedules. */
export function isScheduleType(type: string): type is ScheduleEventType {
  return type.startsWith('schedule.');
}
