import type { DecidedBy } from '../alerts/events.ts';
import type { ActivityKind } from './activity-kind.ts';
import type { ReasonMeaning, ScheduledActivity } from './events.ts';

/** One local day of an agent: activities in order of time, none of which overlap. Moments are epoch ms. */
export type ScheduleDay = {
  readonly date: string;
  readonly activities: readonly ScheduledActivity[];
  readonly setAt: number;
  /** Where the log said so: who changes the day names it, so that nobody overwrites what they have not seen. */
  readonly position: number;
  /** The person who set it here; `null` for a planning system. */
  readonly setBy: DecidedBy | null;
};

/** A departure from the schedule that somebody asked to accept. */
export type ScheduleException = {
  readonly exceptionId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly reason: string;
  readonly state: 'requested' | 'approved' | 'declined';
  readonly requestedAt: number;
  readonly requestedBy: DecidedBy | null;
  readonly decidedAt: number | null;
  readonly decidedBy: DecidedBy | null;
  readonly note: string | null;
};

/**
 * What the agent's source said last, as far as adherence asks: ready for contacts (whether one is in hand or not), not ready with its reason, or
 * signed out; and since when.
 */
export type Presence = {
  readonly state: 'ready' | 'not-ready' | 'signed-out';
  readonly reason: string | null;
  readonly since: number;
};

/** The schedule of an agent (whose id it has): yesterday, as far as known, because its shift may last until today; today; tomorrow. */
export type ScheduleRow = {
  readonly id: string;
  readonly days: readonly ScheduleDay[];
  /** Those that end yesterday or later, in order of their start. */
  readonly exceptions: readonly ScheduleException[];
  /** Days that were said of this agent and are too far ahead to be kept. */
  readonly leftOutDayCount: number;
  /** `null` where no source has said anything of the agent. */
  readonly presence: Presence | null;
};

/** An activity as configured. */
export type ActivityRow = {
  readonly id: string;
  readonly name: string;
  readonly kind: ActivityKind;
  readonly isProductive: boolean;
  readonly isPaid: boolean;
  readonly isPlannedShrinkage: boolean;
};

/** What a queue (whose id it has) needs beyond its forecast. */
export type QueueStaffingRow = {
  readonly id: string;
  readonly minimumAgents: number;
  readonly plannedShrinkage: number;
  readonly unplannedShrinkage: number;
  /** `null` where none was named. */
  readonly skill: string | null;
};

/** How adherence is judged on the site (whose id it has). */
export type AdherenceSettingsRow = {
  readonly id: string;
  readonly graceMs: number;
  readonly reasons: readonly ReasonMeaning[];
};
