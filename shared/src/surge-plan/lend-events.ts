import type { AgentState } from '../agents/events.ts';
import type { DecidedBy } from '../alerts/events.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { LENT } from '../schedule/lent.ts';
import type { ScheduledActivity } from '../schedule/events.ts';
import { dateAt } from '../schedule/schedule-state.ts';
import { guestIdOf, type LentAgent, type SurgeHelp } from '../surge/surge-help.ts';
import type { StandingAgent } from './apply-moves.ts';
import { cutActivities, putActivity, returnDay, sameDay } from './day-change.ts';

/** On whose behalf something is said on a log, and when by that site's clock. Ids are made from the help, so that saying it twice says it once. */
type Say = { readonly now: number; readonly source: string; readonly by: DecidedBy };
type DayOf = (agentId: string, date: string) => readonly ScheduledActivity[];
/** The site that is helped: its zone, and the queue and team that guests work for; and where the guests are at home. */
export type Host = {
  readonly zone: string;
  readonly queueId: string;
  readonly teamId: string | null;
  readonly homeId: string;
  readonly homeName: string;
};

/** On the log of their own site: lent agents serve nobody there, and their days say so. */
export function leaveHome(help: SurgeHelp, say: Say): NewEvent[] {
  return away(help).flatMap(({ agentId, away: { days } }) => [
    queues(help, agentId, 'leave', [], say),
    ...days.map(({ date, after }) => dayEvent(help, 'leave', { agentId, date, activities: after }, say)),
  ]);
}

/**
 * On the log of their own site: they serve what they served, and what is left of their day is what it was. What others changed meanwhile is left as
 * they had it.
 */
export function comeHome(
  help: SurgeHelp,
  standing: (agentId: string) => StandingAgent | undefined,
  say: Say,
): NewEvent[] {
  return away(help).flatMap(({ agentId, away: { queueIds, days } }) => {
    const agent = standing(agentId);
    if (agent === undefined) return [];
    const isUnchanged = agent.queueIds.length === 0;
    return [
      ...(isUnchanged ? [queues(help, agentId, 'return', queueIds, say)] : []),
      ...days.flatMap(({ date, before, after }) => {
        const current = agent.dayOf(date);
        if (!sameDay(current, after)) return [];
        const back = returnDay(current, before, say.now);
        return sameDay(back, current) ? [] : [dayEvent(help, 'return', { agentId, date, activities: back }, say)];
      }),
    ];
  });
}

/**
 * On the log of the site that is helped: guests are known, serve its queue, and have a schedule for as long as they are lent. How they stand is told
 * from home ({@link guestStands}).
 */
export function guestsArrive(help: SurgeHelp, host: Host, dayOf: DayOf, say: Say): NewEvent[] {
  const { shiftMs = 0 } = help;
  return away(help).flatMap(({ agentId: id, agentName, away: { days } }) => {
    const agentId = guestIdOf(host.homeId, id);
    const lent = days.flatMap(({ after }) => after).filter(({ activityId }) => activityId === LENT);
    const spans = lent.length > 0 ? lent : [{ startAt: help.fromAt, endAt: help.toAt }];
    const byDate = new Map<string, readonly ScheduledActivity[]>();
    for (const { startAt, endAt } of spans) {
      const work = { activityId: 'work', startAt: Math.max(say.now, startAt - shiftMs), endAt: endAt - shiftMs };
      if (work.endAt <= work.startAt) continue;
      const date = dateAt(host.zone, work.startAt);
      byDate.set(date, putActivity(byDate.get(date) ?? dayOf(agentId, date), work));
    }
    const { queueId, teamId, homeName } = host;
    const name = `${agentName} (${homeName})`.slice(0, 200);
    const data = { agentId, name, queueIds: [queueId], ...(teamId !== null && { teamId }) };
    return [
      { ...base(help, agentId, 'arrive', say), type: 'agent.configured' as const, data },
      ...[...byDate].map(([date, activities]) => dayEvent(help, 'arrive', { agentId, date, activities }, say)),
    ];
  });
}

/** On the log of the site that was helped: guests sign out, serve nothing there any more, and what was left of their days is gone. */
export function guestsDepart(help: SurgeHelp, host: Host, dayOf: DayOf, say: Say): NewEvent[] {
  const { shiftMs = 0 } = help;
  const dates = new Set([help.fromAt, help.toAt, say.now + shiftMs].map((at) => dateAt(host.zone, at - shiftMs)));
  return away(help).flatMap(({ agentId: id }) => {
    const agentId = guestIdOf(host.homeId, id);
    return [
      { ...base(help, agentId, 'out', say), type: 'agent.signed-out' as const, data: { agentId } },
      queues(help, agentId, 'depart', [], say),
      ...[...dates].flatMap((date) => {
        const current = dayOf(agentId, date);
        const lived = cutActivities(current, say.now, Infinity);
        return sameDay(current, lived) ? [] : [dayEvent(help, 'depart', { agentId, date, activities: lived }, say)];
      }),
    ];
  });
}

/** How an agent stands at home, in the words of their state there. */
type Stance = { readonly state: AgentState; readonly reason: string | null; readonly since: number };

/** How a lent agent stands, for the log of the site that is helped; with the moment they came to stand so, or left if they stood so before. */
export function guestStands(
  help: SurgeHelp,
  lent: LentAgent,
  homeId: string,
  stance: Stance,
  source: string,
): NewEvent {
  const { state, reason, since } = stance;
  const time = Math.max(since, lent.away?.at ?? 0) - (help.shiftMs ?? 0);
  const agentId = guestIdOf(homeId, lent.agentId);
  const say = { now: time, source, by: null };
  const why = reason === null ? {} : { reason };
  if (state === 'signed-out')
    return { ...base(help, agentId, state, say), type: 'agent.signed-out', data: { agentId } };
  const isFirst = since <= (lent.away?.at ?? 0);
  return {
    ...base(help, agentId, state, say),
    type: isFirst ? 'agent.signed-in' : 'agent.state-changed',
    data: { agentId, state, ...why },
  };
}

function away({ agents = [] }: SurgeHelp): (LentAgent & { readonly away: NonNullable<LentAgent['away']> })[] {
  return agents.flatMap((agent) => (agent.away === undefined ? [] : [{ ...agent, away: agent.away }]));
}

function base(help: SurgeHelp, agentId: string, what: string, { now, source }: Omit<Say, 'by'>) {
  return { id: `lend-${what}-${stableHash(`${help.id} ${agentId}`)}`, source, time: now };
}

function queues(help: SurgeHelp, agentId: string, what: string, queueIds: readonly string[], say: Say): NewEvent {
  return {
    ...base(help, agentId, what, say),
    type: 'agent.skills-changed',
    data: { agentId, queueIds: [...queueIds] },
  };
}

type Day = { readonly agentId: string; readonly date: string; readonly activities: readonly ScheduledActivity[] };

function dayEvent(help: SurgeHelp, what: string, { agentId, date, activities }: Day, say: Say): NewEvent {
  const data = { agentId, date, activities: [...activities], by: say.by };
  return { ...base(help, agentId, `${what}-${date}`, say), type: 'schedule.day-set', data };
}
