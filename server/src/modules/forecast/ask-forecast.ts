import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import type { Services } from '../../roles/services.ts';
import { publishForecastJob } from './jobs/publish-forecast.job.ts';
import { forecastState } from './tables.ts';

/** Has a site's forecasts made anew as soon as the transaction commits; `learn` has the methods chosen anew too. Call {@link ringAsked} after it. */
export async function askForecast(
  transaction: Transaction,
  siteId: string,
  time: number,
  options: { readonly learn: boolean },
): Promise<void> {
  const ofSite = eq(forecastState.site, siteId);
  if (options.learn) await transaction.update(forecastState).set({ learnedDate: null }).where(ofSite);
  // Where one is due already somebody may be at it, with what was known before: a moment of its own has them begin again.
  await transaction
    .update(forecastState)
    .set({ dueAt: sql`least(${time}::bigint, ${forecastState.dueAt} - 1)`, cause: 'asked' })
    .where(ofSite);
}

/** Rings for what was asked; where that gets lost the sweep finds it. */
export async function ringAsked({ ring, now }: Pick<Services, 'ring' | 'now'>, siteId: string): Promise<void> {
  await ring?.(publishForecastJob, `publish-forecast-${siteId.replaceAll(':', '_')}-asked-${now()}`, { siteId });
}
