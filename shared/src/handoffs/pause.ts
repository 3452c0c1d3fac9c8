import Type, { type Static } from 'typebox';

/** Why a clock stands, where a person stopped it. */
export const ChosenPause = Type.Union([
  Type.Literal('customer'),
  Type.Literal('third-party'),
  Type.Literal('other-department'),
  Type.Literal('other'),
]);
export type ChosenPause = Static<typeof ChosenPause>;
export const CHOSEN_PAUSES = [
  'customer',
  'third-party',
  'other-department',
  'other',
] as const satisfies readonly ChosenPause[];

/** Why a clock stands. `documents`: required ones are missing; `returned`: it is back with who sent it. */
export type PauseReason = ChosenPause | 'documents' | 'returned';

/**
 * The clock stands from `from` to `to`, epoch ms; `to` is `null` while it stands still, and `until` is when it will run on by itself, if anybody said.
 */
export type Pause = {
  readonly from: number;
  readonly to: number | null;
  readonly until: number | null;
  readonly reason: PauseReason;
  readonly note: string | null;
};

/** When a pause ends as far as is known; infinite while nobody knows. */
export const pauseEnd = ({ to, until }: Pause): number => to ?? until ?? Infinity;
