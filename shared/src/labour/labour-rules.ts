import Type, { type Static } from 'typebox';
import { Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const HOUR = 3_600_000;
const Span = (most: number) => Type.Integer({ minimum: 0, maximum: most });

/** The rules by which a plan of work may be refused. */
export const LABOUR_RULE_IDS = [
  'max-day',
  'max-week',
  'min-daily-rest',
  'min-weekly-rest',
  'break-due',
  'min-break',
] as const;
export type LabourRuleId = (typeof LABOUR_RULE_IDS)[number];

/**
 * What the law or an agreement of a region allows in a person's work. Working time leaves breaks out. A day is the local day on which a stretch of
 * duty began; a week begins on Monday.
 */
export const LabourRules = Type.Object(
  {
    region: Label,
    /** Most working time in a day and in a week, ms. */
    maxDayMs: Span(24 * HOUR),
    maxWeekMs: Span(168 * HOUR),
    /** Least time off between the end of one duty and the begin of the next, ms. */
    minDailyRestMs: Span(24 * HOUR),
    /** Least unbroken time off that every week must hold, ms; 0 for none. */
    minWeeklyRestMs: Span(96 * HOUR),
    /** Longest work without a break, ms. */
    breakAfterMs: Span(24 * HOUR),
    /** The least break, altogether, of a duty whose working time is longer than `aboveMs`; the longest that applies counts. */
    breaks: Type.Array(Type.Object({ aboveMs: Span(24 * HOUR), totalMs: Span(8 * HOUR) }, strict), { maxItems: 5 }),
    /** A shorter pause is no break, ms. */
    countedBreakMs: Span(2 * HOUR),
    /** A pause this long ends a duty, so that what follows is another, ms. */
    dutyEndsMs: Span(12 * HOUR),
  },
  strict,
);
export type LabourRules = Static<typeof LabourRules>;

/**
 * The rules until others are set: the Working Time Directive 2003/88/EC (48 hours a week, 11 hours daily and 24 hours weekly rest, a break beyond six
 * hours) with the day and the lengths of breaks that the German Arbeitszeitgesetz gives it (ten hours; 30 minutes beyond six hours, 45 beyond nine).
 */
export const EU_LABOUR_RULES: LabourRules = {
  region: 'European Union',
  maxDayMs: 10 * HOUR,
  maxWeekMs: 48 * HOUR,
  minDailyRestMs: 11 * HOUR,
  minWeeklyRestMs: 24 * HOUR,
  breakAfterMs: 6 * HOUR,
  breaks: [
    { aboveMs: 6 * HOUR, totalMs: HOUR / 2 },
    { aboveMs: 9 * HOUR, totalMs: (3 * HOUR) / 4 },
  ],
  countedBreakMs: HOUR / 4,
  dutyEndsMs: 4 * HOUR,
};
