import { asc } from 'drizzle-orm';
import type { Job } from '../server-module.ts';
import { isUnlearned, learnPastHandler } from './jobs/learn-past.handler.ts';
import { learnPastJob } from './jobs/learn-past.job.ts';
import { alertRule } from './tables.ts';

const EVERY_MS = 5_000;
const MOST_AT_ONCE = 5;

/** Rings for rules whose past is not learned: the ring was lost, or the worker died. Without a Redis it learns them itself. */
export const sweepLearning: Job = {
  name: 'sweep-learning',
  everyMs: EVERY_MS,
  run: async (services) => {
    const { database, now, ring } = services;
    const forgotten = await database
      .select({ siteId: alertRule.site, ruleId: alertRule.id })
      .from(alertRule)
      .where(isUnlearned(now()))
      .orderBy(asc(alertRule.setAt))
      .limit(MOST_AT_ONCE);
    for (const one of forgotten) {
      // A new id each time: BullMQ does not arm one again that it still has.
      const rung = ring?.(learnPastJob, `learn-past-${one.siteId}-${one.ruleId}-${now()}`, one);
      // oxlint-disable-next-line no-await-in-loop -- one after another is all the load a sweep should be
      await (rung ?? learnPastHandler.handle(services, one));
    }
  },
};
