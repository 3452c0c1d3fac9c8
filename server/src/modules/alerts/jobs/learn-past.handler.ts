import { and, eq, isNull, lt, ne, or } from 'drizzle-orm';
import { createBacktest } from '@floorwalk/shared/alerts/backtest';
import type { AlertPastLearned } from '@floorwalk/shared/alerts/events';
import { needsPast, PAST_MS } from '@floorwalk/shared/alerts/past-keeper';
import { pastLearned } from '@floorwalk/shared/alerts/past-learned';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import { appendWith } from '../../../log/append-with.ts';
import { decideOnSite } from '../../../log/decide-on-site.ts';
import { siteTime } from '../../../live/site-time.ts';
import type { JobServices } from '../../../roles/services.ts';
import { foldPast } from '../fold-past.ts';
import { alertRule } from '../tables.ts';
import { learnPastJob } from './learn-past.job.ts';

/** The source of what is learned: not that of decisions, so that the site's owner is not outrun by it. */
const LEARNED_SOURCE = 'floorwalk/alerts-past';
/** A worker that has not said so for this long is no longer at it, ms. */
export const LEARNING_ABANDONED_MS = 30_000;

/** Learns the past of a rule and puts it on the log, once for each version of it. */
export const learnPastHandler: JobHandler = {
  definition: learnPastJob,
  handle: async (services, payload) => {
    const { siteId, ruleId } = payload as { readonly siteId: string; readonly ruleId: string };
    const { database, now, logger } = services;
    const own = and(eq(alertRule.site, siteId), eq(alertRule.id, ruleId));
    const [claimed] = await database
      .update(alertRule)
      .set({ learningAt: now() })
      .where(and(own, isUnlearned(now())))
      .returning();
    if (claimed === undefined) return;
    const { rule, version } = claimed;
    try {
      const { time } = await siteTime(database, siteId, now);
      const tell = async () => {
        await database.update(alertRule).set({ learningAt: now() }).where(own);
      };
      const learned = needsPast(rule) ? await learn(services, siteId, rule, time, tell) : [];
      await decideOnSite(database, siteId, async (transaction) => {
        const ended = await transaction
          .update(alertRule)
          .set({ learnedVersion: version, learningAt: null })
          .where(and(own, eq(alertRule.version, version)))
          .returning();
        // Another version is in force by now: what that asks for is learned by itself.
        if (ended.length === 0 || learned.length === 0) return;
        const events = learned.map((data, index): NewEvent<'alert.past-learned'> => ({
          id: `learned-${ruleId}-${version}-${index}`,
          source: LEARNED_SOURCE,
          type: 'alert.past-learned',
          time,
          data,
        }));
        await appendWith(transaction, siteId, events, now());
      });
    } catch (error) {
      // The sweep tries again when this attempt counts as abandoned.
      logger.error({ err: error, siteId, ruleId }, 'the past of a rule could not be learned');
    }
  },
};

/** Rules in force whose past is not learned, and at which nobody is. */
export function isUnlearned(now: number) {
  return and(
    isNull(alertRule.removedAt),
    or(isNull(alertRule.learnedVersion), ne(alertRule.learnedVersion, alertRule.version)),
    or(isNull(alertRule.learningAt), lt(alertRule.learningAt, now - LEARNING_ABANDONED_MS)),
  );
}

async function learn(
  services: JobServices,
  siteId: string,
  rule: AlertRule,
  to: number,
  tell: () => Promise<void>,
): Promise<AlertPastLearned[]> {
  const from = to - PAST_MS;
  const { state } = await services.stateAt(siteId, { at: from, view: 'known' });
  const { floor, alerts } = state;
  const { memory } = alerts;
  memory.days.clear();
  memory.halfHours.series.clear();
  const past = createBacktest([rule], floor, { memory, judgeFrom: Infinity });
  await foldPast(services, { siteId, from, to }, past.fold, tell);
  past.end(to);
  return pastLearned(rule.id, memory);
}
