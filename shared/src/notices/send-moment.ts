import type { ChannelLimits, QuietHours } from './preferences.ts';
import { quietUntil } from './quiet-hours.ts';

const HOUR_MS = 3_600_000;
/** Quiet hours end, the next free place lies in quiet hours again: it settles within days; this only ends what never would. */
const MOST_TURNS = 40;

/** Why something waits. */
export type HeldBy = 'bundle' | 'quiet-hours' | 'rate-limit';

export type SendRule = {
  readonly urgency: 'page' | 'inform';
  readonly limits: ChannelLimits;
  /** Those of the recipient, `null` for none. */
  readonly quietHours: QuietHours | null;
  readonly pagesAlways: boolean;
};

/**
 * When something asked for at `requestedAt` may go out, not before `now`; `heldBy` says what it waits for last, `null` when it may go at once. A page
 * waits for no bundle, and for quiet hours only where the recipient wants that. `sentAt` are the moments of messages sent to this recipient by this
 * channel, in any order. Epoch ms.
 */
export function sendMoment(
  rule: SendRule,
  requestedAt: number,
  now: number,
  sentAt: readonly number[],
): { readonly at: number; readonly heldBy: HeldBy | null } {
  let at = now;
  let heldBy: HeldBy | null = null;
  if (rule.urgency === 'inform' && rule.limits.bundleMinutes > 0) {
    const bundleAt = requestedAt + rule.limits.bundleMinutes * 60_000;
    if (bundleAt > at) [at, heldBy] = [bundleAt, 'bundle'];
  }
  const quiet = rule.urgency === 'page' && rule.pagesAlways ? null : rule.quietHours;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const before = at;
    const end = quiet === null ? null : quietUntil(quiet, at);
    if (end !== null) [at, heldBy] = [end, 'quiet-hours'];
    const free = freeMoment(rule.limits.perHour, sentAt, at);
    if (free > at) [at, heldBy] = [free, 'rate-limit'];
    if (at === before) break;
  }
  return { at, heldBy };
}

/** The first moment from `at` on with fewer than `perHour` messages in the hour before it. */
export function freeMoment(perHour: number, sentAt: readonly number[], at: number): number {
  const recent = sentAt.filter((sent) => sent > at - HOUR_MS && sent <= at).toSorted((left, right) => right - left);
  const oldestCounted = recent[perHour - 1];
  return oldestCounted === undefined ? at : oldestCounted + HOUR_MS;
}

/** Most attempts at one delivery. */
export const MAX_ATTEMPTS = 8;
const FIRST_WAIT_MS = { page: 5_000, inform: 15_000 } as const;
const MOST_WAIT_MS = 30 * 60_000;

/**
 * How long to wait after attempt `attempt` (from 1) failed, ms: doubling twice each time, spread by `chance` (0 to 1) over half of it, so that what
 * failed together does not come back together. `null` after the last.
 */
export function retryWaitMs(urgency: 'page' | 'inform', attempt: number, chance: number): number | null {
  if (attempt >= MAX_ATTEMPTS) return null;
  const wait = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS[urgency] * 4 ** (attempt - 1));
  return Math.round(wait * (0.5 + chance / 2));
}
