import type { SurgeDecision } from '@floorwalk/shared/surge/decide-surge';
import type { SurgeMove } from '@floorwalk/shared/surge/surge';
import type { LabourRules } from '@floorwalk/shared/labour/labour-rules';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { badField, conflict, notFound, type HttpProblem } from '../../auth/http-problem.ts';

type Refused = Extract<SurgeDecision, { ok: false }>;

/** A refusal of the surge as the answer to a request. */
export function refusalProblem({ refusal, move }: Refused, surge: Surge, labour: LabourRules): HttpProblem {
  switch (refusal) {
    case 'own-request':
      return conflict('You asked for this surge yourself. Somebody else has to approve it.');
    case 'no-such-move':
      return notFound('This surge has no such move, or it was not asked of anybody.');
    case 'no-moves':
      return badField('/moveIds', 'Choose at least one move.');
    case 'illegal-move':
      return conflict(move === undefined ? 'A move is not allowed.' : illegalMoveWords(move, labour));
    case 'answered-already':
      return conflict('This offer was answered already, or the time for it is over.');
    case 'not-requested':
      return conflict('Nobody has requested this surge yet.');
    case 'already-requested':
      return conflict(`${surge.requested?.by.name ?? 'Somebody'} has requested this surge already.`);
    case 'already-decided':
      return conflict(
        surge.state === 'active'
          ? 'This surge is under way already.'
          : `${surge.decided?.by.name ?? 'Somebody'} has decided on this surge already.`,
      );
    case 'not-offered':
      return conflict('Nothing of this surge is on offer now.');
    case 'not-active':
      return conflict('This surge is not under way.');
    case 'over':
      return conflict(`This surge is over: it is ${surge.state}.`);
  }
}

const RULES = {
  'max-day': 'the most working time in a day',
  'max-week': 'the most working time in a week',
  'min-daily-rest': 'the least rest between two shifts',
  'min-weekly-rest': 'the least unbroken rest in a week',
  'break-due': 'the longest work without a break',
  'min-break': 'the least break of such a shift',
} as const;

/** Which labour rule a move would break, with its numbers. */
export function illegalMoveWords(
  { agentName, kind, refusal }: Pick<SurgeMove, 'agentName' | 'kind' | 'refusal'>,
  { region }: LabourRules,
): string {
  if (refusal === null) return 'This move is allowed.';
  const { rule, limitMs, actualMs } = refusal;
  return `The labour rules of ${region} do not allow this (${kind} of ${agentName ?? 'an agent'}): ${RULES[rule]} is ${duration(limitMs)}, and it would be ${duration(actualMs)} (rule ${rule}).`;
}

function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
