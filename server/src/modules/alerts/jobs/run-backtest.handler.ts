import { and, eq, lt, or } from 'drizzle-orm';
import { createBacktest, type Backtest, type BacktestFiring } from '@floorwalk/shared/alerts/backtest';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { needsPast, PAST_MS } from '@floorwalk/shared/alerts/past-keeper';
import { forecastsSlice } from '@floorwalk/shared/forecast/forecasts-slice';
import { MAX_BACKTEST_FIRINGS, type BacktestResult } from '@floorwalk/shared/api/alerts';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import type { JobServices } from '../../../roles/services.ts';
import { foldPast } from '../fold-past.ts';
import { alertBacktest } from '../tables.ts';
import { runBacktestJob } from './run-backtest.job.ts';

/** A worker that has not said so for this long is no longer at it, ms. */
export const ABANDONED_MS = 30_000;

/** Runs a backtest and keeps its result in its row. Twice at once, or of what is done, changes nothing. */
export const runBacktestHandler: JobHandler = {
  definition: runBacktestJob,
  handle: async (services, payload) => {
    const { id } = payload as { readonly id: string };
    const claimed = await claim(services, id);
    if (claimed === undefined) return;
    const { database, now, logger } = services;
    try {
      const result = await backtest(services, claimed, async (progress) => {
        await database.update(alertBacktest).set({ progress, aliveAt: now() }).where(eq(alertBacktest.id, id));
      });
      await database
        .update(alertBacktest)
        .set({ status: 'done', progress: 100, result, aliveAt: now() })
        .where(eq(alertBacktest.id, id));
    } catch (error) {
      logger.error({ err: error, id }, 'a backtest failed');
      await database
        .update(alertBacktest)
        .set({
          status: 'failed',
          problem: 'The backtest broke off by an error of ours; it is in the log.',
          aliveAt: now(),
        })
        .where(eq(alertBacktest.id, id));
    }
  },
};

type Asked = typeof alertBacktest.$inferSelect;

async function claim({ database, now }: JobServices, id: string): Promise<Asked | undefined> {
  const abandoned = and(eq(alertBacktest.status, 'running'), lt(alertBacktest.aliveAt, now() - ABANDONED_MS));
  const [claimed] = await database
    .update(alertBacktest)
    .set({ status: 'running', progress: 0, aliveAt: now() })
    .where(and(eq(alertBacktest.id, id), or(eq(alertBacktest.status, 'queued'), abandoned)))
    .returning();
  return claimed;
}

/**
 * The state of before the past asked for, then every event of it in the order in which it happened. Rules that compare with what was see the weeks
 * before too; mute and maintenance windows are those that were in force then.
 */
async function backtest(
  services: JobServices,
  { site: siteId, rules, compared, fromAt, toAt }: Asked,
  tell: (progress: number) => Promise<void>,
): Promise<BacktestResult> {
  const from = [...rules, ...compared].some(needsPast) ? fromAt - PAST_MS : fromAt;
  const start = async (which: readonly AlertRule[]): Promise<Backtest> => {
    const { state } = await services.stateAt(siteId, { at: from, view: 'known' });
    state.floor.changes.on = false;
    return createBacktest(which, state.floor, {
      memory: state.alerts.memory,
      forecasts: {
        byQueue: state.forecasts.forecasts,
        fold: (event) => forecastsSlice.fold(state.forecasts, event),
      },
      windows: [...state.alerts.windows.values()].map((one) => one.window),
      judgeFrom: fromAt,
    });
  };
  const asked = await start(rules);
  const current = compared.length > 0 ? await start(compared) : null;
  const fold = (event: LoggedEvent): void => {
    asked.fold(event);
    current?.fold(event);
  };
  const eventCount = await foldPast(services, { siteId, from, to: toAt }, fold, tell);
  const firings = asked.end(toAt);
  const currentFirings = current?.end(toAt) ?? null;
  return {
    firings: firings.slice(0, MAX_BACKTEST_FIRINGS),
    leftOutCount: Math.max(0, firings.length - MAX_BACKTEST_FIRINGS),
    totals: totalsOf(firings, toAt),
    current: currentFirings === null ? null : totalsOf(currentFirings, toAt),
    ...(currentFirings !== null && { currentFirings: currentFirings.slice(0, MAX_BACKTEST_FIRINGS) }),
    eventCount,
  };
}

function totalsOf(firings: readonly BacktestFiring[], toAt: number): BacktestResult['totals'] {
  return {
    firingCount: firings.length,
    pageCount: firings.filter((firing) => firing.paged).length,
    firingMs: firings.reduce((sum, firing) => sum + Math.max(0, (firing.resolvedAt ?? toAt) - firing.firedAt), 0),
  };
}
