import type { DecidedBy } from '../alerts/events.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import type { ScheduledActivity } from '../schedule/events.ts';
import { returnDay, sameDay } from './day-change.ts';
import type { Surge, SurgeMove } from '../surge/surge.ts';

/** What stands of an agent at the moment a move is made or taken back. */
export type StandingAgent = {
  readonly queueIds: readonly string[];
  /** A local day of the schedule; empty where nothing was said of it. */
  readonly dayOf: (date: string) => readonly ScheduledActivity[];
};

export type MovesMade = { readonly surge: Surge; readonly events: readonly NewEvent[] };

type Standing = (agentId: string) => StandingAgent | undefined;

/** An event that somebody's decision puts on the log; ids are made from the surge and move, so that doing it twice does it once. */
type Say = { readonly now: number; readonly source: string; readonly by: DecidedBy };

/** Puts moves in force: the surge with their outcome, and the events that change queues and days. */
export function applyMoves(surge: Surge, moveIds: readonly string[], standing: Standing, say: Say): MovesMade {
  const events: NewEvent[] = [];
  const moves = surge.moves.map((move): SurgeMove => {
    if (!moveIds.includes(move.id)) return move;
    const agent = move.agentId === null ? undefined : standing(move.agentId);
    if (move.change === null) return { ...move, outcome: 'applied' };
    if (agent === undefined || move.agentId === null) return { ...move, outcome: 'overtaken' };
    if (move.change.kind === 'queue') {
      const { queueId } = move.change;
      // Somebody gave the agent this queue meanwhile: it is not ours to take away again.
      if (agent.queueIds.includes(queueId)) return { ...move, outcome: 'overtaken' };
      events.push(queuesEvent(surge, move, 'apply', [...agent.queueIds, queueId], say));
      return { ...move, outcome: 'applied' };
    }
    if (!sameDay(agent.dayOf(move.change.date), move.change.before)) return { ...move, outcome: 'overtaken' };
    events.push(dayEvent(surge, move, 'apply', move.change.date, move.change.after, say));
    return { ...move, outcome: 'applied' };
  });
  return { surge: { ...surge, moves }, events };
}

/**
 * Takes moves back: agents serve what they served before, and what is left of their day is what it was. A day that somebody changed meanwhile is left
 * as they had it.
 */
export function returnMoves(surge: Surge, moveIds: readonly string[], standing: Standing, say: Say): MovesMade {
  const events: NewEvent[] = [];
  const moves = surge.moves.map((move): SurgeMove => {
    if (!moveIds.includes(move.id) || move.outcome !== 'applied') return move;
    const agent = move.agentId === null ? undefined : standing(move.agentId);
    if (move.change === null) return { ...move, outcome: 'returned' };
    if (agent === undefined || move.agentId === null) return { ...move, outcome: 'overtaken' };
    if (move.change.kind === 'queue') {
      const { queueId } = move.change;
      if (!agent.queueIds.includes(queueId)) return { ...move, outcome: 'overtaken' };
      const left = agent.queueIds.filter((id) => id !== queueId);
      events.push(queuesEvent(surge, move, 'return', left, say));
      return { ...move, outcome: 'returned' };
    }
    const { date, before, after } = move.change;
    const current = agent.dayOf(date);
    if (!sameDay(current, after)) return { ...move, outcome: 'overtaken' };
    const back = returnDay(current, before, say.now);
    if (!sameDay(back, current)) events.push(dayEvent(surge, move, 'return', date, back, say));
    return { ...move, outcome: 'returned' };
  });
  return { surge: { ...surge, moves }, events };
}

function queuesEvent(
  surge: Surge,
  move: SurgeMove,
  what: 'apply' | 'return',
  queueIds: readonly string[],
  { now, source }: Say,
): NewEvent<'agent.skills-changed'> {
  return {
    id: eventId(surge, move, what),
    source,
    type: 'agent.skills-changed',
    time: now,
    data: { agentId: move.agentId ?? '', queueIds: [...queueIds] },
  };
}

function dayEvent(
  surge: Surge,
  move: SurgeMove,
  what: 'apply' | 'return',
  date: string,
  activities: readonly ScheduledActivity[],
  { now, source, by }: Say,
): NewEvent<'schedule.day-set'> {
  return {
    id: eventId(surge, move, what),
    source,
    type: 'schedule.day-set',
    time: now,
    data: { agentId: move.agentId ?? '', date, activities: [...activities], by },
  };
}

function eventId(surge: Surge, move: SurgeMove, what: string): string {
  return `surge-${what}-${surge.id}-${surge.moves.indexOf(move)}`;
}
