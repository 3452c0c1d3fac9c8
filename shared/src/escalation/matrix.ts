import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { Impact } from './impact.ts';
import { MAX_WAIT_MS, MIN_WAIT_MS } from './policy.ts';

const strict = { additionalProperties: false } as const;
const Clock = Type.Integer({ minimum: MIN_WAIT_MS, maximum: 4 * MAX_WAIT_MS });

export const IMPACTS = ['low', 'medium', 'high', 'critical'] as const satisfies readonly Impact[];
/** Stands for any tier, or any contract. */
export const ANY = '*';

/** Which policy and clock for that impact, customer tier and contract; `*` is any. Clocks are ms from the start. */
export const MatrixCell = Type.Object(
  {
    impact: Impact,
    tier: Label,
    contract: Label,
    policyId: Id,
    acknowledgeWithinMs: Clock,
    resolveWithinMs: Clock,
  },
  strict,
);
export type MatrixCell = Static<typeof MatrixCell>;

/**
 * High-value queues are watched on their own: a contact that has waited `nearShare` of the queue's service-level threshold is escalated by this
 * policy and clock, at most one at a time and queue, and the next no sooner than `leastGapMs` after the one before began.
 */
export const HighValueWatch = Type.Object(
  {
    nearShare: Type.Number({ minimum: 0.1, maximum: 100 }),
    leastGapMs: Type.Integer({ minimum: 0, maximum: MAX_WAIT_MS }),
    policyId: Id,
    acknowledgeWithinMs: Clock,
    resolveWithinMs: Clock,
  },
  strict,
);
export type HighValueWatch = Static<typeof HighValueWatch>;

export const SeverityMatrix = Type.Object(
  {
    cells: Type.Array(MatrixCell, { minItems: 1, maxItems: 200 }),
    highValue: Type.Union([HighValueWatch, Type.Null()]),
  },
  strict,
);
export type SeverityMatrix = Static<typeof SeverityMatrix>;

/** What is to be decided: how far it reaches, whose it is. Tier and contract compare without regard to case. */
export type MatrixQuestion = {
  readonly impact: Impact;
  readonly tier: string | null;
  readonly contract: string | null;
};

/** The cell that fits best: one that names the tier goes before one that names the contract, before one that names neither. */
export function decideByMatrix(matrix: SeverityMatrix, { impact, tier, contract }: MatrixQuestion): MatrixCell {
  let best: MatrixCell | null = null;
  for (const cell of matrix.cells) {
    if (cell.impact !== impact || !fits(cell.tier, tier) || !fits(cell.contract, contract)) continue;
    if (best === null || weightOf(cell) > weightOf(best)) best = cell;
  }
  if (best === null) throw new Error(`a matrix without a cell for ${impact} was put in force`);
  return best;
}

function fits(named: string, value: string | null): boolean {
  return named === ANY || (value !== null && keyOf(named) === keyOf(value));
}

function weightOf({ tier, contract }: MatrixCell): number {
  return (tier === ANY ? 0 : 2) + (contract === ANY ? 0 : 1);
}

/** Tiers and contracts as they compare: without regard to case and outer spaces. */
export function keyOf(name: string): string {
  return name.trim().toLowerCase();
}
