import { refuseLabour, type WorkSpan } from '../labour/check-labour.ts';
import { activitiesOf } from '../schedule/activity-at.ts';
import { kindOf } from '../schedule/activity-book.ts';
import type { ScheduledActivity } from '../schedule/events.ts';
import type { ScheduleRow } from '../schedule/rows.ts';
import { dateAt } from '../schedule/schedule-state.ts';
import { workOf } from '../labour/working-time.ts';
import { cutActivities, putActivity } from './day-change.ts';
import { gapOf, isOnFloor, shareOf, type StaffedAgent, type StaffingPicture } from './staffing-picture.ts';
import type { MoveKind, SurgeMove } from '../surge/surge.ts';
import type { SurgePolicy } from '../surge/surge-policy.ts';

/** A move that could be made, before its effect is known. */
export type FoundMove = Omit<SurgeMove, 'serviceLevelWithout' | 'serviceLevelWith' | 'isSuggested' | 'isChosen'>;

export type Window = { readonly from: number; readonly to: number };

/** The id of what Floorwalk puts into a day: the standard activities of that kind. */
const OVERTIME = 'overtime';
const WORK = 'work';
const ABSENCE = 'absence';
const QUARTER_MS = 900_000;

/**
 * What could be done about a gap of a queue in a window, each with its cost and with the labour rule it would break, if it does: agents of the queue
 * put off or skip breaks and trainings, work longer, or come in; agents of queues that have enough take contacts of this one as well; other sites
 * help. Only agents whose skills name the queue, or who have served queues of its channel and have no skills on record, are taken as cross-skilled.
 */
export function findAddMoves(
  picture: StaffingPicture,
  queueId: string,
  window: Window,
  policy: SurgePolicy,
): FoundMove[] {
  const moves: FoundMove[] = [];
  /** Agents of other queues that are taken already, by queue: no more are offered than those can spare together. */
  const taken = new Map<string, number>();
  for (const agent of picture.agents.values()) {
    if (agent.queueIds.includes(queueId)) moves.push(...ownMoves(picture, agent, window, policy));
    else if (isOnFloor(agent) && mayServe(picture, agent, queueId) && hasSpare(picture, agent, window, taken)) {
      for (const id of agent.queueIds) taken.set(id, (taken.get(id) ?? 0) + shareOf(picture, agent, id, window.from));
      moves.push(
        move('cross-skill', agent, window, {
          cost: 0,
          change: { kind: 'queue', queueId },
        }),
      );
    }
  }
  for (const site of policy.otherSites) {
    moves.push({
      ...move('other-site', null, window, {
        cost: site.agentCount * hours(window) * policy.hourCost * policy.backupFactor,
        change: null,
      }),
      id: `other-site-${site.siteId}`.slice(0, 200),
      agentName: site.name,
      siteId: site.siteId,
      agentCount: site.agentCount,
    });
  }
  return moves;
}

/** Who could go home early while a queue has more agents than it needs: each agent of it with work planned in the window. */
export function findReleaseMoves(
  picture: StaffingPicture,
  queueId: string,
  window: Window,
  policy: SurgePolicy,
): FoundMove[] {
  return [...picture.agents.values()].flatMap((agent) => {
    const row = picture.schedules.get(agent.id);
    if (!agent.queueIds.includes(queueId) || row === undefined) return [];
    const last = [...activitiesOf(row)]
      .reverse()
      .find((one) => isWork(picture, one) && one.startAt < window.to && one.endAt > window.from);
    const day = last && dayOf(row, last);
    if (last === undefined || day === undefined) return [];
    const off = { from: Math.max(window.from, last.startAt), to: Math.min(window.to, last.endAt) };
    const after = putActivity(day.activities, { activityId: ABSENCE, startAt: off.from, endAt: off.to });
    return [
      move('time-off', agent, off, {
        cost: -hours(off) * policy.hourCost,
        change: { kind: 'day', date: day.date, before: [...day.activities], after: [...after] },
      }),
    ];
  });
}

function ownMoves(picture: StaffingPicture, agent: StaffedAgent, window: Window, policy: SurgePolicy): FoundMove[] {
  const row = picture.schedules.get(agent.id);
  const inWindow =
    row === undefined
      ? []
      : activitiesOf(row).filter(({ startAt, endAt }) => startAt < window.to && endAt > window.from);
  if (row === undefined || inWindow.length === 0) {
    const comes = agent.state === 'signed-out' ? comeIn(picture, agent, row, window, policy) : null;
    return comes === null ? [] : [comes];
  }
  const found: FoundMove[] = [];
  for (const activity of inWindow) {
    const kind = kindOf(picture.book, activity.activityId);
    const isPause = kind === 'break' || kind === 'meal';
    if ((isPause || kind === 'training' || kind === 'meeting') && activity.startAt >= picture.now) {
      found.push(...putOff(picture, agent, row, activity, window, policy, isPause ? 'break' : 'training'));
    }
  }
  const longer = workLonger(picture, agent, row, window, policy);
  return longer === null ? found : [...found, longer];
}

/** A pause or training moved behind the window, while there is work behind it to take its place; else left out. */
function putOff(
  picture: StaffingPicture,
  agent: StaffedAgent,
  row: ScheduleRow,
  activity: ScheduledActivity,
  window: Window,
  policy: SurgePolicy,
  what: 'break' | 'training',
): FoundMove[] {
  const day = dayOf(row, activity);
  if (day === undefined) return [];
  const length = activity.endAt - activity.startAt;
  const filled = putActivity(day.activities, { ...activity, activityId: WORK });
  const room = day.activities.find(
    (one) => isWork(picture, one) && one.endAt - Math.max(one.startAt, window.to) >= length,
  );
  const at = room === undefined ? null : Math.max(room.startAt, window.to);
  const after = at === null ? filled : putActivity(filled, { ...activity, startAt: at, endAt: at + length });
  const kind: MoveKind = `${at === null ? 'skip' : 'move'}-${what}`;
  const span = { from: Math.max(activity.startAt, window.from), to: Math.min(activity.endAt, window.to) };
  const found = dayMove(picture, agent, row, day, kind, span, after, {
    // An unpaid pause that is worked is paid.
    cost: kind === 'skip-break' ? hours(span) * policy.hourCost * policy.overtimeFactor : 0,
    policy,
  });
  // A day has several of them.
  return [{ ...found, id: `${kind}-${activity.startAt}-${agent.id}`.slice(0, 200) }];
}

/** Work after the last work of the day, to the end of the window. */
function workLonger(
  picture: StaffingPicture,
  agent: StaffedAgent,
  row: ScheduleRow,
  window: Window,
  policy: SurgePolicy,
): FoundMove | null {
  const last = [...activitiesOf(row)].reverse().find((one) => isWork(picture, one) && one.startAt < window.to);
  const day = last && dayOf(row, last);
  if (last === undefined || day === undefined || last.endAt < window.from - QUARTER_MS) return null;
  const span = { from: Math.max(last.endAt, picture.now), to: window.to };
  if (span.to - span.from < QUARTER_MS) return null;
  const after = putActivity(day.activities, { activityId: OVERTIME, startAt: span.from, endAt: span.to });
  const cost = hours(span) * policy.hourCost * policy.overtimeFactor;
  return dayMove(picture, agent, row, day, 'overtime', span, after, { cost, policy });
}

/** Somebody of the queue who is at home comes in. */
function comeIn(
  picture: StaffingPicture,
  agent: StaffedAgent,
  row: ScheduleRow | undefined,
  window: Window,
  policy: SurgePolicy,
): FoundMove | null {
  const date = dateAt(picture.zone, window.from);
  const day = row?.days.find((one) => one.date === date) ?? { date, activities: [] };
  const after = putActivity(day.activities, { activityId: OVERTIME, startAt: window.from, endAt: window.to });
  return dayMove(picture, agent, row, day, 'backup-pool', window, after, {
    cost: hours(window) * policy.hourCost * policy.backupFactor,
    policy,
  });
}

function dayMove(
  picture: StaffingPicture,
  agent: StaffedAgent,
  row: ScheduleRow | undefined,
  day: { readonly date: string; readonly activities: readonly ScheduledActivity[] },
  kind: MoveKind,
  span: Window,
  after: readonly ScheduledActivity[],
  { cost, policy }: { readonly cost: number; readonly policy: SurgePolicy },
): FoundMove {
  const others = (row?.days ?? []).filter(({ date }) => date !== day.date).flatMap(({ activities }) => activities);
  const lived = others.length + day.activities.length === 0 ? livedWork(picture, agent) : [];
  const work = (activities: readonly ScheduledActivity[]) => [
    ...workOf([...others, ...activities], picture.book),
    ...lived,
  ];
  const refusal = refuseLabour(policy.labour, picture.zone, work(day.activities), work(after));
  const change = { kind: 'day' as const, date: day.date, before: [...day.activities], after: [...after] };
  return { ...move(kind, agent, span, { cost, change }), refusal };
}

/** Of whom no schedule tells: they have worked since they signed in, and had begun their rest when they signed out. */
export function livedWork({ now }: StaffingPicture, { state, signedInAt, leftAt }: StaffedAgent): WorkSpan[] {
  if (state !== 'signed-out') return signedInAt === null ? [] : [{ from: signedInAt, to: now }];
  return leftAt === undefined ? [] : [{ from: leftAt - 60_000, to: leftAt }];
}

function move(
  kind: MoveKind,
  agent: StaffedAgent | null,
  window: Window,
  { cost, change }: Pick<FoundMove, 'cost' | 'change'>,
): FoundMove {
  return {
    // Named by what it is and not by when: the same move of a plan that was made a moment later is the same one.
    id: `${kind}-${agent?.id ?? ''}`.slice(0, 200),
    kind,
    agentId: agent?.id ?? null,
    agentName: agent?.name ?? null,
    agentCount: 1,
    fromAt: window.from,
    toAt: window.to,
    cost,
    refusal: null,
    change,
    answer: 'not-asked',
    outcome: 'none',
  };
}

function isWork({ book }: StaffingPicture, { activityId }: ScheduledActivity): boolean {
  return book.get(activityId)?.isProductive === true;
}

function dayOf(row: ScheduleRow, activity: ScheduledActivity) {
  return row.days.find(
    ({ activities }) =>
      cutActivities(activities, activity.startAt, activity.endAt).length < activities.length ||
      activities.some((one) => one.startAt === activity.startAt && one.endAt === activity.endAt),
  );
}

function hours({ from, to }: Window): number {
  return (to - from) / 3_600_000;
}

/** Whether an agent of other queues could take this one's contacts. */
function mayServe(picture: StaffingPicture, agent: StaffedAgent, queueId: string): boolean {
  const queue = picture.queues.get(queueId);
  if (queue === undefined) return false;
  const names = new Set([queueId.toLowerCase(), queue.name.toLowerCase()]);
  if (agent.skills.length > 0) return agent.skills.some(({ skill }) => names.has(skill.toLowerCase()));
  return agent.queueIds.some((id) => picture.queues.get(id)?.channel === queue.channel);
}

/** Whether every queue the agent serves has at least one agent more than it needs, all through the window, as far as is known. */
export function hasSpare(
  picture: StaffingPicture,
  agent: StaffedAgent,
  window: Window,
  taken: ReadonlyMap<string, number>,
): boolean {
  return agent.queueIds.every((queueId) => {
    const gap = gapOf(picture, queueId);
    if (gap === null) return true;
    const count = Math.max(1, Math.ceil((window.to - gap.startsAt) / gap.intervalMs));
    return gap.requiredAgents
      .slice(0, count)
      .every((required, index) => (gap.staffedAgents[index] ?? 0) - required >= 1 + (taken.get(queueId) ?? 0) - 1e-9);
  });
}
