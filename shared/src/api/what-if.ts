import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Label } from '../kit/ids.ts';
import { Scenario } from '../simulation/scenario.ts';
import type { SimulationResult } from '../simulation/simulation-result.ts';

const strict = { additionalProperties: false } as const;

/** A simulation to be run in the background. */
export const SimulationRequest = Type.Object({ name: Label, scenario: Scenario }, strict);
export type SimulationRequest = Static<typeof SimulationRequest>;

export const SimulationAnswer = Type.Object({
  id: Type.String(),
  name: Type.String(),
  status: Type.Union([
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
  ]),
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  contactCount: Type.Integer(),
  askedBy: DecidedBy,
  askedAt: Type.Number({ description: 'real epoch ms' }),
  scenario: Type.Unsafe<Scenario>(Type.Unknown()),
  result: Type.Unsafe<SimulationResult | null>(Type.Unknown()),
  problem: Type.Union([Type.String(), Type.Null()]),
});
export type SimulationAnswer = Static<typeof SimulationAnswer>;

const share = Type.Number({ minimum: 0, maximum: 1 });
/** Self-service against live agents, by segment; docs/what-if.md. */
export const SelfServiceRequest = Type.Object(
  {
    intervalMs: Type.Number({ minimum: 60_000, maximum: 86_400_000 }),
    thresholdMs: Type.Number({ minimum: 0, maximum: 86_400_000 }),
    target: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
    patienceMs: Type.Union([Type.Number({ minimum: 1, maximum: 86_400_000 }), Type.Null()]),
    hourCost: Type.Number({ minimum: 0, maximum: 10_000 }),
    segments: Type.Array(
      Type.Object(
        {
          segment: Label,
          sessionCount: Type.Number({ minimum: 0, maximum: 1e7 }),
          containment: share,
          triedContainment: share,
          handleTimeMs: Type.Number({ minimum: 1_000, maximum: 86_400_000 }),
          sessionCost: Type.Number({ minimum: 0, maximum: 10_000 }),
        },
        strict,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  strict,
);
