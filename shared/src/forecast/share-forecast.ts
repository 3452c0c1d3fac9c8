import type { HistoryDay } from './history.ts';

/** Expected contacts per interval below which a series is better forecast as a share of its whole than by itself. */
export const SMALL_INTERVAL = 50;

/** Open days after which a day counts half. */
const HALF_LIFE_DAYS = 30;

/** Contacts of the whole that count as evidence for "the same share in every interval". */
const INTERVAL_PRIOR = 400;

/**
 * A small queue forecast through the whole it is part of (all queues of a channel, all channels of a site): the forecast of
 * the whole times the part's share, which is the recent overall share bent by interval as far as the contacts seen in that
 * interval allow. The whole is forecast from far more contacts, and a share moves slowly. `part` and `whole` are the same
 * days. Null when the whole has had no contact.
 */
export function forecastByShare(
  part: readonly Pick<HistoryDay, 'counts'>[],
  whole: readonly Pick<HistoryDay, 'counts'>[],
  wholeForecast: readonly number[],
): number[] | null {
  const byInterval = wholeForecast.map(() => ({ part: 0, whole: 0 }));
  const total = { part: 0, whole: 0 };
  for (const [index, { counts }] of whole.entries()) {
    const weight = 0.5 ** ((whole.length - 1 - index) / HALF_LIFE_DAYS);
    for (const [i, interval] of byInterval.entries()) {
      const [ofPart, ofWhole] = [weight * (part[index]?.counts[i] ?? 0), weight * (counts[i] ?? 0)];
      interval.part += ofPart;
      interval.whole += ofWhole;
      total.part += ofPart;
      total.whole += ofWhole;
    }
  }
  if (total.whole <= 0) return null;
  const share = total.part / total.whole;
  return wholeForecast.map((count, i) => {
    const interval = byInterval[i] ?? { part: 0, whole: 0 };
    return count * ((interval.part + INTERVAL_PRIOR * share) / (interval.whole + INTERVAL_PRIOR));
  });
}
