import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { Decision, isOver, type Surge, type SurgeMove } from './surge.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number();

export const HELP_STATES = ['asked', 'granted', 'refused', 'withdrawn', 'ended'] as const;
/** `withdrawn`: nobody answered in time, or the surge came to nothing. `ended`: what was granted is over. */
export type HelpState = (typeof HELP_STATES)[number];

/** Help that another site asks for, as the site that is asked knows it. Moments are of the asked site's clock. */
export const SurgeHelp = Type.Object(
  {
    id: Id,
    fromSiteId: Id,
    fromSiteName: Label,
    surgeId: Id,
    moveId: Id,
    queueName: Label,
    /** Agents asked for, and granted (fewer, perhaps) once they are. */
    agentCount: Type.Number({ minimum: 0 }),
    fromAt: Moment,
    toAt: Moment,
    answerBy: Moment,
    state: Type.Enum(HELP_STATES),
    askedBy: Type.Union([DecidedBy, Type.Null()]),
    note: Type.Union([Label, Type.Null()]),
    answered: Type.Union([Decision, Type.Null()]),
  },
  strict,
);
export type SurgeHelp = Static<typeof SurgeHelp>;

/** What became of the help of other sites by one step of a surge: which moves, and the state their help is in now. */
export function helpChanges(
  before: Surge,
  after: Surge,
): readonly { readonly move: SurgeMove & { readonly siteId: string }; readonly state: HelpState }[] {
  return after.moves.flatMap((move, index) => {
    const { siteId } = move;
    if (siteId === undefined) return [];
    const from = helpState(before, before.moves[index]);
    const to = helpState(after, move);
    return to === null || to === from ? [] : [{ move: { ...move, siteId }, state: to }];
  });
}

/** `null` while another site was not asked. */
function helpState(surge: Surge, move: SurgeMove | undefined): HelpState | null {
  switch (move?.answer) {
    case 'open':
      return isOver(surge) ? 'withdrawn' : 'asked';
    case 'late':
      return 'withdrawn';
    case 'no':
      return 'refused';
    case 'yes':
      return isOver(surge) || surge.state === 'returning' ? 'ended' : 'granted';
    default:
      return null;
  }
}

export type AskingSite = {
  readonly id: string;
  readonly name: string;
  /** How far the clock of the asked site is ahead of the asking one's, ms. */
  readonly shiftMs: number;
};

/** The help a move asks for, as it is said to the other site. */
export function helpOf(surge: Surge, move: SurgeMove, state: HelpState, from: AskingSite): SurgeHelp {
  const { shiftMs } = from;
  return {
    id: `${from.id}:${surge.id}:${surge.moves.findIndex(({ id }) => id === move.id)}`.slice(0, 200),
    fromSiteId: from.id,
    fromSiteName: from.name,
    surgeId: surge.id,
    moveId: move.id,
    queueName: surge.queueName,
    agentCount: move.agentCount,
    fromAt: move.fromAt + shiftMs,
    toAt: move.toAt + shiftMs,
    answerBy: (surge.answerBy ?? surge.endsAt) + shiftMs,
    state,
    askedBy: surge.requested?.by ?? null,
    note: surge.requested?.note ?? null,
    answered: move.answered === undefined ? null : { ...move.answered, at: move.answered.at + shiftMs },
  };
}
