import { checkNumber } from '../numeric/check-number.ts';
import { InputError } from '../numeric/input-error.ts';

/** One reason why paid time is not spent on contacts, e.g. `{ cause: 'holiday', kind: 'planned', share: 0.08 }`. */
export interface ShrinkageCategory {
  readonly cause: string;
  /** Planned is known when the schedule is made (holiday, training, breaks); unplanned is not (sickness, lateness). */
  readonly kind: 'planned' | 'unplanned';
  /** Share of the time lost to this cause, 0 up to but not including 1. */
  readonly share: number;
}

export interface Shrinkage {
  /** Share lost to planned causes, 0-1. */
  readonly planned: number;
  /** Share lost to unplanned causes, of the time the planned ones leave, 0-1. */
  readonly unplanned: number;
  /** Share lost altogether: 1 − (1 − planned)(1 − unplanned). */
  readonly total: number;
}

/**
 * Shrinkage from its causes. Shares with the same `cause` add up (two kinds of leave); different causes act on what the
 * others leave: `1 − Π(1 − s)`. Throws InputError when a share, or a cause's sum, reaches 1.
 */
export function shrinkageOf(categories: readonly ShrinkageCategory[]): Shrinkage {
  const left = { planned: 1, unplanned: 1 };
  const causes = new Map<string, { kind: 'planned' | 'unplanned'; share: number }>();
  for (const { cause, kind, share } of categories) {
    checkNumber('shrinkage', share, { atLeast: 0, below: 1 });
    const key = `${kind} ${cause}`;
    causes.set(key, { kind, share: (causes.get(key)?.share ?? 0) + share });
  }
  for (const [cause, { kind, share }] of causes) {
    if (share >= 1) throw new InputError('shrinkage', `${cause} adds up to ${share}, it must stay below 1`);
    left[kind] *= 1 - share;
  }
  return { planned: 1 - left.planned, unplanned: 1 - left.unplanned, total: 1 - left.planned * left.unplanned };
}

/**
 * People to schedule so that `servers` are at work: `servers / (1 − shrinkage)`, rounded up. Divided, not multiplied: with
 * 30 % lost, 14 at work need 20, not 19. A billionth of a person is rounding noise and asks for nobody.
 */
export function scheduledHeadcount(servers: number, shrinkage: number): number {
  checkNumber('shrinkage', shrinkage, { atLeast: 0, below: 1 });
  return Math.max(0, Math.ceil(servers / (1 - shrinkage) - 1e-9));
}
