import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { EU_LABOUR_RULES, LabourRules } from '../labour/labour-rules.ts';

const strict = { additionalProperties: false } as const;
const MINUTE = 60_000;

/** When a surge is proposed and ended on a site, what it may cost, and the labour rules it keeps. */
export const SurgePolicy = Type.Object(
  {
    labour: LabourRules,
    /** A gap is one of at least so many agents and at least this share of those required. */
    minGapAgents: Type.Number({ minimum: 0.1, maximum: 1_000 }),
    minGapShare: Type.Number({ minimum: 0, maximum: 1 }),
    /** Intervals one after another, the one in progress first, that must be short before a surge is proposed; and closed before one is ended. */
    persistIntervals: Type.Integer({ minimum: 1, maximum: 16 }),
    closeIntervals: Type.Integer({ minimum: 1, maximum: 16 }),
    /** How long that must have been so without a pause, ms of the site's clock: somebody who fetches a coffee is no gap. */
    holdMs: Type.Integer({ minimum: 0, maximum: 60 * MINUTE }),
    /** Longest a proposed surge lasts, ms. */
    maxLastMs: Type.Integer({ minimum: 15 * MINUTE, maximum: 12 * 60 * MINUTE }),
    /** How long agents have to answer an offer, ms. */
    answerWithinMs: Type.Integer({ minimum: MINUTE, maximum: 24 * 60 * MINUTE }),
    /** What an hour of an agent costs, and what it is multiplied by for the kinds that cost more. */
    hourCost: Type.Number({ minimum: 0, maximum: 10_000 }),
    overtimeFactor: Type.Number({ minimum: 0, maximum: 10 }),
    backupFactor: Type.Number({ minimum: 0, maximum: 10 }),
    /** What a contact that leaves unserved costs. */
    abandonCost: Type.Number({ minimum: 0, maximum: 100_000 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    /** Sites that may be asked to help, and with how many agents. */
    otherSites: Type.Array(
      Type.Object({ siteId: Id, name: Label, agentCount: Type.Integer({ minimum: 1, maximum: 1_000 }) }, strict),
      { maxItems: 20 },
    ),
  },
  strict,
);
export type SurgePolicy = Static<typeof SurgePolicy>;

/** What holds until a site says otherwise. */
export const DEFAULT_SURGE_POLICY: SurgePolicy = {
  labour: EU_LABOUR_RULES,
  minGapAgents: 1,
  minGapShare: 0.1,
  persistIntervals: 2,
  closeIntervals: 2,
  holdMs: 5 * MINUTE,
  maxLastMs: 4 * 60 * MINUTE,
  answerWithinMs: 15 * MINUTE,
  hourCost: 30,
  overtimeFactor: 1.5,
  backupFactor: 1.25,
  abandonCost: 5,
  currency: 'EUR',
  otherSites: [],
};
