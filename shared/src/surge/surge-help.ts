import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { MAX_DAY_ACTIVITIES, LocalDate, ScheduledActivity } from '../schedule/events.ts';
import { Decision, Helper, isOver, MAX_HELPERS, type Surge, type SurgeMove } from './surge.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number();

export const HELP_STATES = ['asked', 'granted', 'lent', 'refused', 'withdrawn', 'ended'] as const;
/**
 * `lent`: agents who were named are over there now. `withdrawn`: nobody answered in time, or the surge came to nothing. `ended`: what was granted is
 * over.
 */
export type HelpState = (typeof HELP_STATES)[number];

const Activities = Type.Array(ScheduledActivity, { maxItems: MAX_DAY_ACTIVITIES });

/** A local day of a schedule as it was and as it is while somebody helps elsewhere. */
export const LentDay = Type.Object({ date: LocalDate, before: Activities, after: Activities }, strict);
export type LentDay = Static<typeof LentDay>;

/** An agent who was named to help. `away` is what was changed at home when they left, to be put back. */
export const LentAgent = Type.Object(
  {
    ...Helper.properties,
    away: Type.Optional(
      Type.Object(
        { at: Moment, queueIds: Type.Array(Id, { maxItems: 200 }), days: Type.Array(LentDay, { maxItems: 3 }) },
        strict,
      ),
    ),
  },
  strict,
);
export type LentAgent = Static<typeof LentAgent>;

/** Help that another site asks for, as the site that is asked knows it. Moments are of the asked site's clock. */
export const SurgeHelp = Type.Object(
  {
    id: Id,
    fromSiteId: Id,
    fromSiteName: Label,
    surgeId: Id,
    moveId: Id,
    queueId: Type.Optional(Id),
    queueName: Label,
    /** How far the clock of the asked site is ahead of the asking one's, ms. */
    shiftMs: Type.Optional(Type.Number()),
    /** Agents asked for, and granted (fewer, perhaps) once they are. */
    agentCount: Type.Number({ minimum: 0 }),
    fromAt: Moment,
    toAt: Moment,
    answerBy: Moment,
    state: Type.Enum(HELP_STATES),
    askedBy: Type.Union([DecidedBy, Type.Null()]),
    note: Type.Union([Label, Type.Null()]),
    answered: Type.Union([Decision, Type.Null()]),
    /** Whom this site named. */
    agents: Type.Optional(Type.Array(LentAgent, { maxItems: MAX_HELPERS })),
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
    const state = helpState(after, move);
    const former = before.moves[index];
    if (state === null || (state === helpState(before, former) && sameAnswers(former, move))) return [];
    return [{ move: { ...move, siteId }, state }];
  });
}

function sameAnswers(left: SurgeMove | undefined, right: SurgeMove): boolean {
  return right.helpers?.every(({ answer }, index) => answer === left?.helpers?.[index]?.answer) ?? true;
}

/** `null` while another site was not asked. */
function helpState(surge: Surge, move: SurgeMove | undefined): HelpState | null {
  switch (move?.answer) {
    case 'open':
      return isOver(surge) ? 'withdrawn' : move.helpers === undefined ? 'asked' : 'granted';
    case 'late':
      return 'withdrawn';
    case 'no':
      return 'refused';
    case 'yes':
      if (isOver(surge) || surge.state === 'returning') return 'ended';
      return surge.state === 'active' && move.helpers !== undefined ? 'lent' : 'granted';
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
    id: helpIdOf(surge, move, from.id),
    fromSiteId: from.id,
    fromSiteName: from.name,
    surgeId: surge.id,
    moveId: move.id,
    queueId: surge.queueId,
    queueName: surge.queueName,
    shiftMs,
    agentCount: move.agentCount,
    fromAt: move.fromAt + shiftMs,
    toAt: move.toAt + shiftMs,
    answerBy: (surge.answerBy ?? surge.endsAt) + shiftMs,
    state,
    askedBy: surge.requested?.by ?? null,
    note: surge.requested?.note ?? null,
    answered: move.answered === undefined ? null : { ...move.answered, at: move.answered.at + shiftMs },
    ...(move.helpers !== undefined && { agents: move.helpers }),
  };
}

/** What the other site calls the help a move asks it for. */
export function helpIdOf(surge: Surge, move: Pick<SurgeMove, 'id'>, siteId: string): string {
  return `${siteId}:${surge.id}:${surge.moves.findIndex(({ id }) => id === move.id)}`.slice(0, 200);
}

/** What an agent of another site is called where they help: agents of two sites may have the same id. */
export function guestIdOf(siteId: string, agentId: string): string {
  return `${siteId}:${agentId}`.slice(0, 200);
}
