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

/** How one comparison came out, with all that decided it. */
export const Evidence = Type.Object(
  {
    metric: Comparison.properties.metric,
    /** `null` where the metric is of the moment. */
    window: Type.Union([WindowKey, Type.Null()]),
    value: OrNull,
    numerator: OrNull,
    denominator: OrNull,
    /** What was compared: the value, or its Wilson bound. */
    compared: OrNull,
    is: Comparison.properties.is,
    threshold: Type.Number(),
    finding: Finding,
    /** The gate that kept it quiet although the value alone would have spoken. */
    heldBy: Type.Union([Type.Literal('minimum-sample'), Type.Literal('wilson'), Type.Null()]),
  },
  { additionalProperties: false },
);
export type Evidence = Readonly<Static<typeof Evidence>>;
