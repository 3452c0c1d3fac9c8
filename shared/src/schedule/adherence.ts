import type { ActivityBook } from './activity-book.ts';
import { activitiesOf, activityAt } from './activity-at.ts';
import type { ReasonMeaning, ScheduledActivity } from './events.ts';
import {
  doingOf,
  expectedOf,
  judge,
  type Doing,
  type Expected,
  type Impact,
  type Judgement,
} from './judge-presence.ts';
import type { Presence, ScheduleException, ScheduleRow } from './rows.ts';

export type AdherenceSettings = { readonly graceMs: number; readonly reasons: readonly ReasonMeaning[] };

/** A stretch of time through which the schedule, the agent and the exceptions stay the same; epoch ms. */
export type AdherencePiece = {
  readonly from: number;
  readonly to: number;
  readonly expected: Expected;
  readonly doing: Doing;
  readonly judgement: Judgement;
  /** The approved exception that excuses it, if one does. */
  readonly exception: ScheduleException | null;
};

/** Of whom no source has said anything. */
const NEVER_SEEN: Presence = { state: 'signed-out', reason: null, since: 0 };

/** One agent's day as far as adherence asks: what was planned, what was accepted, and what the agent did, in order of time. */
export type AgentDay = {
  readonly activities: readonly ScheduledActivity[];
  readonly exceptions: readonly ScheduleException[];
  readonly presences: readonly Presence[];
};

/**
 * [from, to) cut at every change of schedule, presence or exception. Time before the first word of the agent counts as signed out; that is what
 * the floor believes too.
 */
export function adherencePieces(
  { activities, exceptions, presences }: AgentDay,
  book: ActivityBook,
  reasons: readonly ReasonMeaning[],
  from: number,
  to: number,
): AdherencePiece[] {
  const approved = exceptions.filter(({ state }) => state === 'approved');
  const edges = new Set([from, to]);
  const addEdge = (at: number) => {
    if (at > from && at < to) edges.add(at);
  };
  for (const { startAt, endAt } of [...activities, ...approved]) {
    addEdge(startAt);
    addEdge(endAt);
  }
  for (const { since } of presences) addEdge(since);
  const sorted = [...edges].toSorted((a, b) => a - b);
  const pieces: AdherencePiece[] = [];
  let presence = NEVER_SEEN;
  let nextPresence = 0;
  let activity = 0;
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const at = sorted[index] as number; // within
    const end = sorted[index + 1] as number; // within
    while ((presences[nextPresence]?.since ?? Infinity) <= at) {
      presence = presences[nextPresence] as Presence; // it was just found
      nextPresence += 1;
    }
    while ((activities[activity]?.endAt ?? Infinity) <= at) activity += 1;
    const planned = activities[activity];
    const expected = expectedOf(book, planned !== undefined && planned.startAt <= at ? planned.activityId : null);
    const doing = doingOf(presence, reasons);
    pieces.push({
      from: at,
      to: end,
      expected,
      doing,
      judgement: judge(expected, doing),
      exception: approved.find(({ startAt, endAt }) => startAt <= at && at < endAt) ?? null,
    });
  }
  return pieces;
}

/** A piece that departs from the schedule and that nobody accepted. */
function isDeparture({ judgement, exception }: AdherencePiece): boolean {
  return judgement !== 'in' && exception === null;
}

/**
 * Departures: pieces that follow each other without a gap, all inside the schedule or all outside of it. The grace period is for a whole departure:
 * one that lasts no longer is forgiven, of one that lasts longer every minute counts.
 */
export function departuresOf(pieces: readonly AdherencePiece[]): AdherencePiece[][] {
  const departures: AdherencePiece[][] = [];
  for (const piece of pieces) {
    if (!isDeparture(piece)) continue;
    const last = departures.at(-1);
    const before = last?.at(-1);
    const goesOn = before?.to === piece.from && (before.expected === 'none') === (piece.expected === 'none');
    if (goesOn) last?.push(piece);
    else departures.push([piece]);
  }
  return departures;
}

/**
 * Where an agent stands now. `excused` departs with an approved exception; `in-grace` departs since less than the grace period; `off`: neither due nor
 * there.
 */
export type AdherenceNow = {
  readonly standing: 'in' | 'in-grace' | 'out' | 'excused' | 'off';
  readonly activity: ScheduledActivity | null;
  readonly expected: Expected;
  readonly doing: Doing;
  readonly impact: Impact | null;
  /** Since when the agent departs, epoch ms. */
  readonly outSince: number | null;
  readonly exception: ScheduleException | null;
};

/** From one row at a moment (epoch ms): rows carry moments, so the same holds live, in a replay and in a report. */
export function adherenceNow(
  row: ScheduleRow,
  book: ActivityBook,
  { graceMs, reasons }: AdherenceSettings,
  asOf: number,
): AdherenceNow {
  const activity = activityAt(row, asOf);
  const expected = expectedOf(book, activity?.activityId ?? null);
  const presence = row.presence ?? NEVER_SEEN;
  const day = { activities: activitiesOf(row), exceptions: row.exceptions, presences: [presence] };
  // Nothing is known of what came before the present word, so a departure cannot be traced back further.
  const pieces = adherencePieces(day, book, reasons, Math.min(presence.since, asOf), asOf + 1);
  const now = pieces.at(-1);
  const doing = doingOf(presence, reasons);
  const judgement = now?.judgement ?? judge(expected, doing);
  const common = { activity, expected, doing, exception: now?.exception ?? null };
  if (judgement === 'in') {
    return { ...common, standing: expected === 'none' ? 'off' : 'in', impact: null, outSince: null };
  }
  if (common.exception !== null) return { ...common, standing: 'excused', impact: judgement, outSince: null };
  const outSince = departuresOf(pieces).at(-1)?.[0]?.from ?? asOf;
  return { ...common, standing: asOf - outSince > graceMs ? 'out' : 'in-grace', impact: judgement, outSince };
}
