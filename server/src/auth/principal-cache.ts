import { EVERYONE } from './identity-changes.ts';

/** How long an answer is believed, ms; changes made by us are announced and forgotten at once. */
export const REMEMBER_MS = 5000;
const MAX_ENTRIES = 20_000;

export type PrincipalCache<T> = {
  /** The remembered answer for `key`, or the one `find` gives. Questions asked at the same moment are asked once. */
  readonly get: (
    key: string,
    now: number,
    find: () => Promise<T | null>,
    principalIdOf: (found: T | null) => string | null,
  ) => Promise<T | null>;
  /** Drops every answer about a principal (all for {@link EVERYONE}), those still being found included. */
  readonly forget: (principalId: string) => void;
};

/** Remembers who stands behind a cookie or token, so that a busy screen does not look itself up at each request. Bounded. */
export function createPrincipalCache<T>(): PrincipalCache<T> {
  const entries = new Map<string, { readonly until: number; readonly found: Promise<T | null>; id: string | null }>();
  return {
    get: async (key, now, find, principalIdOf) => {
      const kept = entries.get(key);
      if (kept && kept.until > now) return kept.found;
      const found = find();
      const entry = { until: now + REMEMBER_MS, found, id: null as string | null };
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > MAX_ENTRIES) {
        const [oldest] = entries.keys();
        if (oldest !== undefined) entries.delete(oldest);
      }
      try {
        const answer = await found;
        entry.id = principalIdOf(answer) ?? '';
        // An unknown proof is not remembered: it may become known (a kiosk just paired) and costs one look-up only.
        if (answer === null && entries.get(key) === entry) entries.delete(key);
        return answer;
      } catch (error) {
        if (entries.get(key) === entry) entries.delete(key);
        throw error;
      }
    },
    forget: (principalId) => {
      for (const [key, entry] of entries) {
        if (entry.id === null || entry.id === principalId || principalId === EVERYONE) entries.delete(key);
      }
    },
  };
}
