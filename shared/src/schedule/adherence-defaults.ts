import type { ReasonMeaning } from './events.ts';

/** How far a change of activity may be missed before it counts, ms: five minutes. */
export const DEFAULT_GRACE_MS = 300_000;

/** What common reasons for being not ready are on a schedule. Compared without regard to case. */
export const DEFAULT_REASONS: readonly ReasonMeaning[] = [
  { reason: 'Break', kind: 'break' },
  { reason: 'Pause', kind: 'break' },
  { reason: 'Lunch', kind: 'meal' },
  { reason: 'Meal', kind: 'meal' },
  { reason: 'Training', kind: 'training' },
  { reason: 'Coaching', kind: 'training' },
  { reason: 'Meeting', kind: 'meeting' },
];
