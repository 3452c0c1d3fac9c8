import { refuseLabour, type LabourViolation } from '../labour/check-labour.ts';
import type { LabourRules } from '../labour/labour-rules.ts';
import { workOf } from '../labour/working-time.ts';
import { LENT } from '../schedule/lent.ts';
import type { ScheduleRow } from '../schedule/rows.ts';
import { dateAt } from '../schedule/schedule-state.ts';
import type { LentDay } from '../surge/surge-help.ts';
import { putActivity } from './day-change.ts';
import { hasSpare, livedWork, type Window } from './find-moves.ts';
import { isOnFloor, type StaffedAgent, type StaffingPicture } from './staffing-picture.ts';

/** What helping another site would make of an agent's days at home, the time they would be away, and the labour rule that forbids it. */
export type Lending = {
  readonly days: readonly LentDay[];
  readonly spans: readonly Window[];
  readonly refusal: LabourViolation | null;
};

/**
 * An agent lent to another site in a window: for as long as they have work planned in it, their breaks staying where they are; who is at home comes
 * in for all of it; who is there without a schedule goes for all of it.
 */
export function lendingOf(picture: StaffingPicture, agent: StaffedAgent, window: Window, labour: LabourRules): Lending {
  const row = picture.schedules.get(agent.id);
  const planned = (row?.days ?? []).flatMap(({ date, activities }) => {
    const spans = activities.flatMap(({ activityId, startAt, endAt }) => {
      const span = { from: Math.max(startAt, window.from), to: Math.min(endAt, window.to) };
      return picture.book.get(activityId)?.isProductive === true && span.to > span.from ? [span] : [];
    });
    return spans.length === 0 ? [] : [{ date, before: activities, spans }];
  });
  const isUnplanned = planned.length === 0 && agent.state !== 'signed-out' && (row?.days.length ?? 0) === 0;
  const found = planned.length > 0 || isUnplanned ? planned : [wholeWindow(picture, row, window)];
  const days = found.map(({ date, before, spans }): LentDay => {
    const after = spans.reduce(
      (day, { from, to }) => putActivity(day, { activityId: LENT, startAt: from, endAt: to }),
      before,
    );
    return { date, before: [...before], after: [...after] };
  });
  const spans = isUnplanned ? [window] : found.flatMap((one) => one.spans);
  return { days, spans, refusal: refusalOf(picture, agent, row, { days, spans }, labour) };
}

function wholeWindow({ zone }: StaffingPicture, row: ScheduleRow | undefined, window: Window) {
  const date = dateAt(zone, window.from);
  const before = row?.days.find((one) => one.date === date)?.activities ?? [];
  return { date, before, spans: [window] };
}

function refusalOf(
  picture: StaffingPicture,
  agent: StaffedAgent,
  row: ScheduleRow | undefined,
  { days, spans }: Omit<Lending, 'refusal'>,
  labour: LabourRules,
): LabourViolation | null {
  const changed = new Set(days.map(({ date }) => date));
  const others = (row?.days ?? []).filter(({ date }) => !changed.has(date)).flatMap(({ activities }) => activities);
  const planned = [...others, ...days.flatMap(({ before }) => before)];
  const lived = planned.length === 0 ? livedWork(picture, agent) : [];
  const before = [...workOf(planned, picture.book), ...lived];
  const after = [...workOf([...others, ...days.flatMap((day) => day.after)], picture.book), ...lived, ...spans];
  return refuseLabour(labour, picture.zone, before, after);
}

/** An agent who could be named to help another site. */
export type HelpCandidate = {
  readonly agentId: string;
  readonly agentName: string;
  /** Their skills name the queue; or they serve its kind of contact; or neither is on record. */
  readonly fit: 'skill' | 'channel' | 'none';
  readonly isOnFloor: boolean;
  /** Whether their own queues have enough without them; `null` where no forecast tells. */
  readonly isSpared: boolean | null;
  readonly refusal: LabourViolation | null;
};

/** The queue that needs help: by what it is called and the kind of its contacts, where these are known. */
export type HelpedQueue = { readonly id: string | undefined; readonly name: string; readonly channel: string | null };

const FITS = ['skill', 'channel', 'none'] as const;

/** Who of a site could help another one's queue in a window, those who fit best and are missed least first; never who is lent already. */
export function helpCandidates(
  picture: StaffingPicture,
  queue: HelpedQueue,
  window: Window,
  { labour, lentIds }: { readonly labour: LabourRules; readonly lentIds: ReadonlySet<string> },
): HelpCandidate[] {
  return [...picture.agents.values()]
    .filter(({ id, queueIds }) => !lentIds.has(id) && queueIds.length > 0)
    .map((agent) => ({
      agentId: agent.id,
      agentName: agent.name,
      fit: fitOf(picture, agent, queue),
      isOnFloor: isOnFloor(agent),
      isSpared: sparedOf(picture, agent, window),
      refusal: lendingOf(picture, agent, window, labour).refusal,
    }))
    .toSorted(
      (left, right) =>
        Number(left.refusal !== null) - Number(right.refusal !== null) ||
        FITS.indexOf(left.fit) - FITS.indexOf(right.fit) ||
        Number(right.isSpared ?? false) - Number(left.isSpared ?? false) ||
        Number(right.isOnFloor) - Number(left.isOnFloor) ||
        (left.agentName < right.agentName ? -1 : 1),
    );
}

function sparedOf(picture: StaffingPicture, agent: StaffedAgent, window: Window): boolean | null {
  if (!isOnFloor(agent)) return true;
  return agent.queueIds.some((id) => picture.forecasts.has(id)) ? hasSpare(picture, agent, window, new Map()) : null;
}

function fitOf(
  picture: StaffingPicture,
  agent: StaffedAgent,
  { id, name, channel }: HelpedQueue,
): HelpCandidate['fit'] {
  const names = new Set([id, name].map((one) => one?.toLowerCase()));
  if (agent.skills.some(({ skill }) => names.has(skill.toLowerCase()))) return 'skill';
  if (agent.skills.length > 0 || channel === null) return 'none';
  return agent.queueIds.some((queueId) => picture.queues.get(queueId)?.channel === channel) ? 'channel' : 'none';
}
