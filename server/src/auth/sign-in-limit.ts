import { inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { HttpProblem } from './http-problem.ts';
import { signInAttempt } from './tables.ts';

/**
 * Attempts allowed within a window before someone has to wait: on one account from one address, on one account from everywhere, from one address
 * on all accounts, at the setup code, and for a screen's pairing codes. The narrowest is hit first, so that a stranger cannot lock a person out of their own account.
 */
export const SIGN_IN_LIMITS = {
  windowMs: 15 * 60_000,
  pair: 10,
  account: 100,
  address: 100,
  setup: 20,
  pairing: 100,
} as const;

export type AttemptKey = { readonly kind: Exclude<keyof typeof SIGN_IN_LIMITS, 'windowMs'>; readonly value: string };

export type SignInLimit = {
  /**
   * Counts an attempt before its password is looked at, so that many at once do not slip through. Throws 429 with the time to wait when there
   * were too many. `now` is epoch ms.
   */
  readonly attempt: (keys: readonly AttemptKey[], now: number) => Promise<void>;
  /** Takes the attempt back after it succeeded, and forgets those on the account. */
  readonly succeeded: (keys: readonly AttemptKey[]) => Promise<void>;
  /** How often someone was told to wait since this process started. */
  readonly refusedCount: () => number;
};

/** The keys under which a sign-in is counted. */
export function attemptKeys(email: string, address: string): readonly AttemptKey[] {
  const account = email.trim().toLowerCase();
  return [
    { kind: 'pair', value: `${account} ${address}` },
    { kind: 'account', value: account },
    { kind: 'address', value: address },
  ];
}

/** Counts in the database, so that every process counts the same attempts. */
export function createSignInLimit(database: Database): SignInLimit {
  let refused = 0;
  return {
    attempt: async (keys, now) => {
      await database.delete(signInAttempt).where(lt(signInAttempt.windowStartedAt, now - SIGN_IN_LIMITS.windowMs));
      const rows = await database
        .insert(signInAttempt)
        // In one order everywhere, so that two at once cannot wait for each other.
        .values(keys.map((key) => ({ key: textOf(key), failedCount: 1, windowStartedAt: now })).toSorted(byKey))
        .onConflictDoUpdate({ target: signInAttempt.key, set: { failedCount: sql`${signInAttempt.failedCount} + 1` } })
        .returning();
      const counted = new Map(rows.map((row) => [row.key, row]));
      for (const key of keys) {
        const row = counted.get(textOf(key));
        if (row === undefined || row.failedCount <= SIGN_IN_LIMITS[key.kind]) continue;
        refused += 1;
        throw tooManyAttempts(key.kind, row.windowStartedAt + SIGN_IN_LIMITS.windowMs - now);
      }
    },
    succeeded: async (keys) => {
      const own = keys.filter((key) => key.kind !== 'address').map(textOf);
      const shared = keys.filter((key) => key.kind === 'address').map(textOf);
      if (own.length > 0) await database.delete(signInAttempt).where(inArray(signInAttempt.key, own));
      if (shared.length === 0) return;
      await database
        .update(signInAttempt)
        .set({ failedCount: sql`greatest(0, ${signInAttempt.failedCount} - 1)` })
        .where(inArray(signInAttempt.key, shared));
    },
    refusedCount: () => refused,
  };
}

function byKey(left: { key: string }, right: { key: string }): number {
  return left.key < right.key ? -1 : 1;
}

function textOf(key: AttemptKey): string {
  return `${key.kind}:${key.value}`;
}

const WHAT: Record<AttemptKey['kind'], string> = {
  pair: 'Too many attempts with this e-mail address have failed.',
  account: 'Too many attempts with this e-mail address have failed.',
  address: 'Too many attempts from this network address have failed.',
  setup: 'Too many attempts at the setup code have failed.',
  pairing: 'Too many codes were asked for from this network address.',
};

function tooManyAttempts(kind: AttemptKey['kind'], waitMs: number): HttpProblem {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return new HttpProblem(
    429,
    'too-many-attempts',
    `${WHAT[kind]} Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    { headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) } },
  );
}
