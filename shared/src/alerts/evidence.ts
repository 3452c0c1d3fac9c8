import Type, { type Static } from 'typebox';
import { WindowKey } from '../floor/window.ts';
import { Comparison } from './rule.ts';

const OrNull = Type.Union([Type.Number(), Type.Null()]);

/**
 * What a comparison found. `breached`: it holds; `between`: it does not, but its clear threshold is not reached either; `cleared`: it is
 * over; `no-data`: there was nothing to measure.
 */
export const Finding = Type.Union([
  Type.Literal('breached'),
  Type.Literal('between'),
  Type.Literal('cleared'),
  Type.Literal('no-data'),
]);
export type Finding = Static<typeof Finding>;

/**
 * The gate that kept a comparison quiet although the value alone would have spoken: too few, could be chance (Wilson), within what chance does
 * (|z|), not in enough intervals in a row, too short a past to compare with.
 */
export const HeldBy = Type.Union([
  Type.Literal('minimum-sample'),
  Type.Literal('wilson'),
  Type.Literal('significance'),
  Type.Literal('persistence'),
  Type.Literal('baseline'),
]);
export type HeldBy = Static<typeof HeldBy>;

/** What a comparison that brings its own span went by, beside value, numerator (what was) and denominator (what was expected). */
export const EvidenceDetail = Type.Object(
  {
    /** In standard deviations of what is expected; its sign is the direction. */
    z: Type.Optional(Type.Number()),
    /** The finished interval it is of, epoch ms. */
    intervalAt: Type.Optional(Type.Number()),
    /** Intervals in a row that agreed, days judged, or weeks compared with. */
    count: Type.Optional(Type.Number()),
    /** Normal days since the last bad one. */
    /** What the newest interval's value is made of. */
    numerator: Type.Optional(Type.Number()),
    denominator: Type.Optional(Type.Number()),
    /** Past weeks compared with, and those left out: too few contacts, or an alarm of this kind. */
    weeks: Type.Optional(Type.Number()),
    leftOutWeeks: Type.Optional(Type.Number()),
    normalDays: Type.Optional(Type.Number()),
    neutralDays: Type.Optional(Type.Number()),
    closedDays: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
);
export type EvidenceDetail = Static<typeof EvidenceDetail>;

/** How one comparison came out, with all that decided it. */
export const Evidence = Type.Object(
  {
    metric: Comparison.properties.metric,
    /** The metric that was compared with its own past. */
    of: Type.Optional(Comparison.properties.metric),
    /** `null` where the metric is of the moment, or brings its span itself. */
    window: Type.Union([WindowKey, Type.Null()]),
    value: OrNull,
    numerator: OrNull,
    denominator: OrNull,
    /** What was compared: the value, or its Wilson bound. */
    compared: OrNull,
    is: Comparison.properties.is,
    threshold: Type.Number(),
    finding: Finding,
    heldBy: Type.Union([HeldBy, Type.Null()]),
    detail: Type.Optional(EvidenceDetail),
  },
  { additionalProperties: false },
);
export type Evidence = Readonly<Static<typeof Evidence>>;
