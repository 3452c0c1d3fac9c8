import type { DecidedBy } from '../alerts/events.ts';
import type { Helper, SurgeMove } from './surge.ts';

/** What an agent says to an offer, another site to a request for help, or (with `helperId`) an agent whom that site named. */
export type MoveAnswer = {
  readonly by: DecidedBy;
  readonly answer: 'yes' | 'no';
  readonly helperId?: string;
  /** Of another site: with how many agents it helps (at most those asked for), what it says, and whom it names. */
  readonly help?: {
    readonly agentCount: number;
    readonly note: string | null;
    readonly helpers?: readonly Pick<Helper, 'agentId' | 'agentName'>[];
  };
};

/** The move with what was said to it, or why that can no longer be said. */
export function answerMove(
  move: SurgeMove,
  said: MoveAnswer,
  now: number,
): SurgeMove | 'no-such-move' | 'answered-already' {
  if (move.answer === 'not-asked') return 'no-such-move';
  if (said.helperId !== undefined) return answerOfHelper(move, said.helperId, said.answer);
  if (move.answer !== 'open' || move.answered !== undefined) return 'answered-already';
  const { by, answer, help } = said;
  if (help === undefined) return { ...move, answer };
  const answered = { by, at: now, note: help.note };
  if (answer === 'no') return { ...move, answer, answered };
  const helpers = (help.helpers ?? []).slice(0, move.agentCount);
  if (helpers.length === 0)
    return { ...withAgents(move, Math.min(move.agentCount, help.agentCount)), answer, answered };
  // Named agents are asked themselves: the move waits for them.
  return {
    ...withAgents(move, helpers.length),
    answered,
    helpers: helpers.map(({ agentId, agentName }) => ({ agentId, agentName, answer: 'open' })),
  };
}

/** The move as it stands when the time to answer is over: who did not answer in time has not agreed. */
export function closeAnswers(move: SurgeMove): SurgeMove {
  if (move.answer !== 'open') return move;
  const helpers = move.helpers?.map((one) => (one.answer === 'open' ? { ...one, answer: 'late' as const } : one));
  return helpers === undefined ? { ...move, answer: 'late' } : decided({ ...move, helpers }, helpers, 'late');
}

function answerOfHelper(
  move: SurgeMove,
  helperId: string,
  answer: 'yes' | 'no',
): SurgeMove | 'no-such-move' | 'answered-already' {
  const helper = move.helpers?.find(({ agentId }) => agentId === helperId);
  if (helper === undefined) return 'no-such-move';
  if (move.answer !== 'open' || helper.answer !== 'open') return 'answered-already';
  const helpers = (move.helpers ?? []).map((one) => (one === helper ? { ...one, answer } : one));
  const next = { ...move, helpers };
  return helpers.some((one) => one.answer === 'open') ? next : decided(next, helpers, 'no');
}

/** With all answers in: those come who said yes; where nobody did, the move's answer is `otherwise`. */
function decided(move: SurgeMove, helpers: readonly Helper[], otherwise: 'no' | 'late'): SurgeMove {
  const count = helpers.filter(({ answer }) => answer === 'yes').length;
  return count === 0 ? { ...move, answer: otherwise } : { ...withAgents(move, count), answer: 'yes' };
}

/** The move with that many agents, at their share of the cost. */
function withAgents(move: SurgeMove, agentCount: number): SurgeMove {
  return { ...move, agentCount, cost: (move.cost / Math.max(1, move.agentCount)) * agentCount };
}
