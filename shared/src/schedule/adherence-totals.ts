import { departuresOf, type AdherencePiece } from './adherence.ts';

/** What became of an agent's scheduled time; ms. */
export type AdherenceTotals = {
  readonly scheduledMs: number;
  /** As the schedule says, without what was forgiven or excused. */
  readonly inMs: number;
  /** In departures no longer than the grace period. */
  readonly forgivenMs: number;
  /** Under approved exceptions that were asked for before they began, and afterwards. */
  readonly excusedPlannedMs: number;
  readonly excusedUnplannedMs: number;
  readonly outPositiveMs: number;
  readonly outNegativeMs: number;
  readonly outNeutralMs: number;
  /** Work that was scheduled, and work that was done whenever it was. */
  readonly scheduledWorkMs: number;
  readonly workedMs: number;
};

export const NO_TOTALS: AdherenceTotals = {
  scheduledMs: 0,
  inMs: 0,
  forgivenMs: 0,
  excusedPlannedMs: 0,
  excusedUnplannedMs: 0,
  outPositiveMs: 0,
  outNegativeMs: 0,
  outNeutralMs: 0,
  scheduledWorkMs: 0,
  workedMs: 0,
};

/** Adds up the pieces of one agent. Departures outside of the schedule are no scheduled time and count as work done alone. */
export function adherenceTotals(pieces: readonly AdherencePiece[], graceMs: number): AdherenceTotals {
  const totals: Record<keyof AdherenceTotals, number> = { ...NO_TOTALS };
  const forgiven = new Set(
    departuresOf(pieces)
      .filter((departure) => lengthOf(departure) <= graceMs)
      .flat(),
  );
  for (const piece of pieces) {
    const ms = piece.to - piece.from;
    if (piece.doing === 'work' || piece.doing === 'overtime') totals.workedMs += ms;
    if (piece.expected === 'none') continue;
    totals.scheduledMs += ms;
    if (piece.expected === 'work' || piece.expected === 'overtime') totals.scheduledWorkMs += ms;
    totals[fieldOf(piece, forgiven.has(piece))] += ms;
  }
  return totals;
}

function fieldOf(piece: AdherencePiece, isForgiven: boolean): keyof AdherenceTotals {
  const { judgement, exception } = piece;
  if (judgement === 'in') return 'inMs';
  if (exception !== null) {
    return exception.requestedAt <= exception.startAt ? 'excusedPlannedMs' : 'excusedUnplannedMs';
  }
  if (isForgiven) return 'forgivenMs';
  if (judgement === 'positive') return 'outPositiveMs';
  return judgement === 'negative' ? 'outNegativeMs' : 'outNeutralMs';
}

function lengthOf(departure: readonly AdherencePiece[]): number {
  return departure.reduce((sum, { from, to }) => sum + to - from, 0);
}

export function addTotals(left: AdherenceTotals, right: AdherenceTotals): AdherenceTotals {
  const fields = Object.keys(NO_TOTALS) as (keyof AdherenceTotals)[];
  return Object.fromEntries(fields.map((field) => [field, left[field] + right[field]])) as AdherenceTotals;
}

/** Share of scheduled time that was as scheduled, forgiven or excused, 0-1; `null` without scheduled time. */
export function adherenceRate({
  scheduledMs,
  inMs,
  forgivenMs,
  excusedPlannedMs,
  excusedUnplannedMs,
}: AdherenceTotals): number | null {
  return scheduledMs === 0 ? null : (inMs + forgivenMs + excusedPlannedMs + excusedUnplannedMs) / scheduledMs;
}

/** Work done over work scheduled, whenever it was done; may exceed 1. `null` without scheduled work. */
export function conformanceRate({ scheduledWorkMs, workedMs }: AdherenceTotals): number | null {
  return scheduledWorkMs === 0 ? null : workedMs / scheduledWorkMs;
}
