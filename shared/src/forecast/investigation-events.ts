import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** LIST: what a deviation can turn out to have been. */
export const FindingCause = Type.Union([
  Type.Literal('campaign'),
  Type.Literal('outage'),
  Type.Literal('product-or-billing-problem'),
  Type.Literal('weather-or-news'),
  Type.Literal('holiday-or-event'),
  Type.Literal('routing-or-opening-hours'),
  Type.Literal('bad-data'),
  Type.Literal('forecast-error'),
  Type.Literal('other'),
]);
export type FindingCause = Static<typeof FindingCause>;

/** Actuals of a queue left what the day was planned on, beyond chance: somebody is to find out why. */
export const InvestigationOpened = Type.Object(
  {
    investigationId: Id,
    queueId: Id,
    /** Local date of the site, ISO. */
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    /** Start of the first interval that was off, and end of the last one seen; epoch ms. */
    fromAt: Type.Number(),
    toAt: Type.Number(),
    expectedCount: Type.Number({ minimum: 0 }),
    actualCount: Type.Number({ minimum: 0 }),
    /** Standard deviations between the two, forecast error included. */
    standardScore: Type.Number(),
  },
  strict,
);
export type InvestigationOpened = Static<typeof InvestigationOpened>;

/** Somebody found out, and says what it was. */
export const InvestigationClosed = Type.Object(
  {
    investigationId: Id,
    cause: FindingCause,
    finding: Type.String({ minLength: 1, maxLength: 2_000 }),
    by: Type.Object({ id: Id, name: Label }, strict),
  },
  strict,
);
export type InvestigationClosed = Static<typeof InvestigationClosed>;

export const investigationEvents = {
  'investigation.opened': InvestigationOpened,
  'investigation.closed': InvestigationClosed,
} as const;
export type InvestigationEventType = keyof typeof investigationEvents;
export type InvestigationEventData = {
  [K in InvestigationEventType]: Static<(typeof investigationEvents)[K]>;
};
