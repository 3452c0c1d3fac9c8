import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { LABOUR_RULE_IDS } from '../labour/labour-rules.ts';
import { LocalDate, MAX_DAY_ACTIVITIES, ScheduledActivity } from '../schedule/events.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number();
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Most moves of one surge, and most intervals its gap is shown over. */
export const MAX_MOVES = 60;
export const MAX_GAP_INTERVALS = 50;
/** Most agents another site names for one move. */
export const MAX_HELPERS = 50;

export const SURGE_STATES = [
  'proposed',
  'requested',
  'approved',
  'declined',
  'offered',
  'active',
  'returning',
  'ended',
  'cancelled',
  'expired',
] as const;
export const SurgeState = Type.Enum(SURGE_STATES);
export type SurgeState = (typeof SURGE_STATES)[number];

export const MOVE_KINDS = [
  'move-break',
  'skip-break',
  'move-training',
  'skip-training',
  'cross-skill',
  'overtime',
  'backup-pool',
  'other-site',
  'time-off',
] as const;
export const MoveKind = Type.Enum(MOVE_KINDS);
export type MoveKind = (typeof MOVE_KINDS)[number];

/** Who is asked whether they will: agents whose hours change, and other sites. The others are told. */
export const IS_OFFERED: Record<MoveKind, boolean> = {
  'move-break': true,
  'skip-break': true,
  'move-training': false,
  'skip-training': false,
  'cross-skill': false,
  overtime: true,
  'backup-pool': true,
  'other-site': true,
  'time-off': true,
};

/** The labour rule a move would break, with its limit and what would be instead (ms), and the moment that is about. */
export const MoveRefusal = Type.Object(
  {
    rule: Type.Enum(LABOUR_RULE_IDS),
    limitMs: Type.Number(),
    actualMs: Type.Number(),
    at: Moment,
  },
  strict,
);

/** What a person decided, when, and what they said with it. */
export const Decision = Type.Object({ by: DecidedBy, at: Moment, note: orNull(Label) }, strict);

const Activities = Type.Array(ScheduledActivity, { maxItems: MAX_DAY_ACTIVITIES });

/** What a move changes on the log: the queues an agent serves, or a local day of their schedule. */
export const MoveChange = Type.Union([
  Type.Object({ kind: Type.Literal('queue'), queueId: Id }, strict),
  Type.Object({ kind: Type.Literal('day'), date: LocalDate, before: Activities, after: Activities }, strict),
]);
export type MoveChange = Static<typeof MoveChange>;

/** What somebody who is asked has said; who did not answer in time is `late`. */
const OfferAnswer = Type.Union([
  Type.Literal('not-asked'),
  Type.Literal('open'),
  Type.Literal('yes'),
  Type.Literal('no'),
  Type.Literal('late'),
]);

/** An agent whom another site has named to help: as that site calls them, and what they say to it themselves. */
export const Helper = Type.Object({ agentId: Id, agentName: Label, answer: OfferAnswer }, strict);
export type Helper = Static<typeof Helper>;

/** One thing that can be done about a gap. */
export const SurgeMove = Type.Object(
  {
    id: Id,
    kind: MoveKind,
    /** `null` for another site, and where the viewer may not see who. */
    agentId: orNull(Id),
    agentName: orNull(Label),
    /** The other site, where the move is its help. */
    siteId: Type.Optional(Id),
    /** How many agents it brings (or, for time off, spares). */
    agentCount: Type.Number({ minimum: 0 }),
    fromAt: Moment,
    toAt: Moment,
    cost: Type.Number(),
    /** Service level of the window's contacts without any move, and with this one alone; 0-1, `null` where it cannot be told. */
    serviceLevelWithout: orNull(Type.Number()),
    serviceLevelWith: orNull(Type.Number()),
    refusal: orNull(MoveRefusal),
    /** Among those that together close the gap the cheapest way. */
    isSuggested: Type.Boolean(),
    /** Among those asked for. */
    isChosen: Type.Boolean(),
    change: orNull(MoveChange),
    answer: OfferAnswer,
    /** Who of the other site answered. */
    answered: Type.Optional(Decision),
    /** Whom the other site named, where it did: the move stays open until they have answered. */
    helpers: Type.Optional(Type.Array(Helper, { maxItems: MAX_HELPERS })),
    /** `applied`: it is in force. `overtaken`: what it was about was changed by others meanwhile, so it was left as they had it. */
    outcome: Type.Union([
      Type.Literal('none'),
      Type.Literal('applied'),
      Type.Literal('returned'),
      Type.Literal('overtaken'),
    ]),
  },
  strict,
);
export type SurgeMove = Static<typeof SurgeMove>;

/** Agents required and there by interval, from `startsAt` on. */
export const SurgeGap = Type.Object(
  {
    startsAt: Moment,
    intervalMs: Type.Integer({ minimum: 60_000 }),
    requiredAgents: Type.Array(Type.Number(), { maxItems: MAX_GAP_INTERVALS }),
    staffedAgents: Type.Array(Type.Number(), { maxItems: MAX_GAP_INTERVALS }),
  },
  strict,
);
export type SurgeGap = Static<typeof SurgeGap>;

/** Counts of a span of time, all of contacts that ended their wait in it. */
export const SpanCounts = Type.Object(
  {
    from: Moment,
    to: Moment,
    offeredCount: Type.Number(),
    answeredCount: Type.Number(),
    inTimeCount: Type.Number(),
    abandonedCount: Type.Number(),
    answeredWaitMs: Type.Number(),
  },
  strict,
);
export type SpanCounts = Static<typeof SpanCounts>;

/** A difference of shares with the interval that holds it in 95 of 100 cases. */
export const Difference = Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() }, strict);
export type Difference = Static<typeof Difference>;

/** What came of it; docs/surge.md says how it is estimated. */
export const SurgeEffect = Type.Object(
  {
    before: orNull(SpanCounts),
    during: orNull(SpanCounts),
    after: orNull(SpanCounts),
    /** Queues that nobody was moved to or from, before and during. */
    baselineBefore: orNull(SpanCounts),
    baselineDuring: orNull(SpanCounts),
    baseline: Type.Union([Type.Literal('other-queues'), Type.Literal('model'), Type.Literal('none')]),
    /** Service level the model expects during it with nobody moved; 0-1. */
    expectedServiceLevel: orNull(Type.Number()),
    serviceLevel: orNull(Difference),
    abandonRate: orNull(Difference),
    cost: Type.Number(),
  },
  strict,
);
export type SurgeEffect = Static<typeof SurgeEffect>;

/** A surge from its proposal to its end. Moments are epoch ms of the site's clock. */
export const Surge = Type.Object(
  {
    id: Id,
    queueId: Id,
    queueName: Label,
    teamId: orNull(Id),
    direction: Type.Union([Type.Literal('add'), Type.Literal('release')]),
    state: SurgeState,
    startsAt: Moment,
    endsAt: Moment,
    gap: SurgeGap,
    moves: Type.Array(SurgeMove, { maxItems: MAX_MOVES }),
    /** What all the moves asked for together would make of the window's service level; 0-1. */
    serviceLevelWith: orNull(Type.Number()),
    policyVersion: Type.Integer({ minimum: 0 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    /** `null` where a person asked without a proposal. */
    proposedAt: orNull(Moment),
    requested: orNull(Decision),
    /** Who approved or declined. */
    decided: orNull(Decision),
    /** Why it was cancelled, ended early or expired, in words. */
    ending: orNull(
      Type.Object(
        {
          cause: Type.Union([
            Type.Literal('gap-closed'),
            Type.Literal('end-time'),
            Type.Literal('cancelled'),
            Type.Literal('nobody-accepted'),
            Type.Literal('not-decided'),
          ]),
          by: orNull(DecidedBy),
          at: Moment,
          note: orNull(Label),
        },
        strict,
      ),
    ),
    offeredAt: orNull(Moment),
    answerBy: orNull(Moment),
    activeAt: orNull(Moment),
    returnedAt: orNull(Moment),
    endedAt: orNull(Moment),
    /** When the gap it was about was found closed for good, so that the next gap is another. */
    gapClosedAt: orNull(Moment),
    effect: orNull(SurgeEffect),
    /** When something is due by itself. */
    dueAt: orNull(Moment),
  },
  strict,
);
export type Surge = Static<typeof Surge>;

/** Nothing happens to it any more. */
export function isOver({ state }: Pick<Surge, 'state'>): boolean {
  return state === 'declined' || state === 'ended' || state === 'cancelled' || state === 'expired';
}
