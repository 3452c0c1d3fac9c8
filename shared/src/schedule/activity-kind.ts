import Type, { type Static } from 'typebox';

/** What an activity of a shift is, whatever a planning system calls it. */
export const ActivityKind = Type.Union([
  Type.Literal('work'),
  Type.Literal('break'),
  Type.Literal('meal'),
  Type.Literal('training'),
  Type.Literal('meeting'),
  Type.Literal('absence'),
  Type.Literal('overtime'),
  Type.Literal('other'),
]);
export type ActivityKind = Static<typeof ActivityKind>;

export const ACTIVITY_KINDS = [
  'work',
  'break',
  'meal',
  'training',
  'meeting',
  'absence',
  'overtime',
  'other',
] as const satisfies readonly ActivityKind[];

export type ActivityTraits = {
  /** Whether whoever does it takes contacts. */
  readonly isProductive: boolean;
  readonly isPaid: boolean;
  /** Whether its time is shrinkage that was planned: paid, and not spent on contacts. */
  readonly isPlannedShrinkage: boolean;
};

/** What holds for an activity of that kind unless it is configured otherwise. */
export const TRAITS_BY_KIND: Readonly<Record<ActivityKind, ActivityTraits>> = {
  work: { isProductive: true, isPaid: true, isPlannedShrinkage: false },
  overtime: { isProductive: true, isPaid: true, isPlannedShrinkage: false },
  break: { isProductive: false, isPaid: true, isPlannedShrinkage: true },
  meal: { isProductive: false, isPaid: false, isPlannedShrinkage: false },
  training: { isProductive: false, isPaid: true, isPlannedShrinkage: true },
  meeting: { isProductive: false, isPaid: true, isPlannedShrinkage: true },
  absence: { isProductive: false, isPaid: true, isPlannedShrinkage: true },
  other: { isProductive: false, isPaid: true, isPlannedShrinkage: true },
};
