/** How many minutes a trend spans. */
export const HISTORY_MINUTES = 60;
const MINUTE_MS = 60_000;

/** One value a minute, newest last, `null` where nothing was known. `minute` is the newest one's number since the epoch. */
export type MinuteHistory = { readonly minute: number; readonly values: readonly (number | null)[] };

export const NO_HISTORY: MinuteHistory = { minute: 0, values: [] };

/**
 * Notes a value for the minute of `at` (epoch ms of the site's clock). Within a minute the last value stays; skipped minutes become gaps; a clock
 * that went back, or ahead by more than the whole span, starts anew.
 */
export function noteValue(history: MinuteHistory, at: number, value: number | null): MinuteHistory {
  const minute = Math.floor(at / MINUTE_MS);
  const ahead = minute - history.minute;
  if (history.values.length === 0 || ahead < 0 || ahead >= HISTORY_MINUTES) return { minute, values: [value] };
  if (ahead === 0) {
    if (history.values.at(-1) === value) return history;
    return { minute, values: [...history.values.slice(0, -1), value] };
  }
  const gap = Array.from({ length: ahead - 1 }, () => null);
  return { minute, values: [...history.values, ...gap, value].slice(-HISTORY_MINUTES) };
}

/** Reads what was kept over a restart; anything else than a history is none. */
export function readHistory(kept: unknown): MinuteHistory {
  if (typeof kept !== 'object' || kept === null) return NO_HISTORY;
  const { minute, values } = kept as { minute?: unknown; values?: unknown };
  if (typeof minute !== 'number' || !Number.isSafeInteger(minute) || !Array.isArray(values)) return NO_HISTORY;
  const numbers = values.slice(-HISTORY_MINUTES);
  if (!numbers.every((value) => value === null || (typeof value === 'number' && Number.isFinite(value)))) {
    return NO_HISTORY;
  }
  return { minute, values: numbers as (number | null)[] };
}
