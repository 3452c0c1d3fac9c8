import Type, { type Static, type TSchema } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const Share = Type.Number({ minimum: 0, maximum: 1 });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const Outcomes = Type.Object({
  contained: Type.Integer(),
  'handed-off': Type.Integer(),
  abandoned: Type.Integer(),
  failed: Type.Integer(),
});

const CalibrationAnswer = Type.Object({
  truth: Type.Union([Type.Literal('outcome'), Type.Literal('understood')]),
  sessionCount: Type.Integer(),
  turnCount: Type.Integer(),
  unknownCount: Type.Integer(),
  bins: Type.Array(
    Type.Object({
      from: Share,
      to: Share,
      count: Type.Integer(),
      rightCount: Type.Integer(),
      meanConfidence: orNull(Share),
      rightShare: orNull(Share),
      low: Share,
      high: Share,
      outcomes: Outcomes,
    }),
  ),
  expectedError: orNull(Type.Number()),
  brierScore: orNull(Type.Number()),
});

const CostAnswer = Type.Object({
  threshold: Share,
  handoverCount: Type.Integer(),
  handoversPerHour: Type.Number(),
  handoverShare: orNull(Share),
  agents: orNull(Type.Integer()),
  busiestHandoverCount: Type.Integer(),
  busiestAgents: orNull(Type.Integer()),
  needlessCount: Type.Integer(),
  missedCount: Type.Integer(),
  cost: Type.Number(),
});

/** What is known of a bot's certainty, and what it costs. */
export const BotFiguresAnswer = Type.Object({
  botId: Id,
  from: Moment,
  to: Moment,
  /** Not everything of that time fitted; the earliest was read. */
  isPartial: Type.Boolean(),
  sessionCount: Type.Integer(),
  outcomes: Outcomes,
  calibration: CalibrationAnswer,
  /** The threshold that holds now. */
  threshold: Share,
  hours: Type.Integer({ description: 'clock hours in which a session ended' }),
  handleSec: Type.Number({ description: 'mean time of a person for one handover, s' }),
  handleKnownFrom: Type.Integer({ description: 'handovers it was taken from; 0 for an assumed one' }),
  costs: Type.Array(CostAnswer),
  missWeight: Type.Number(),
  advice: Type.Array(
    Type.Object({
      intent: orNull(Label),
      sessionCount: Type.Integer(),
      lostCount: Type.Integer(),
      threshold: orNull(Share),
      cost: orNull(Type.Number()),
    }),
  ),
  drift: orNull(
    Type.Object({
      isDrifting: Type.Boolean(),
      statistic: Share,
      pValue: Type.Number(),
      stabilityIndex: Type.Number(),
      recentMean: Share,
      referenceMean: Share,
      recentCount: Type.Integer(),
      referenceCount: Type.Integer(),
    }),
  ),
  waits: Type.Object({
    handoverCount: Type.Integer(),
    acceptedCount: Type.Integer(),
    medianMs: orNull(Type.Number()),
    p90Ms: orNull(Type.Number()),
  }),
});
export type BotFiguresAnswer = Static<typeof BotFiguresAnswer>;
