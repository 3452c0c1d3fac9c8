import type { JobHandler } from '../../../jobs/job-handler.ts';
import { countEffect } from '../count-effect.ts';
import { moveSurge } from '../move-surge.ts';
import { advanceSurgeJob } from './advance-surge.job.ts';

/** Nothing is due in it twice in a row that time alone does not decide: approved to offered to active, each at its own moment. */
const MOST_STEPS = 4;

/** Goes on for as long as something is due now. Rung twice, or too early, it changes nothing. */
export const advanceSurgeHandler: JobHandler = {
  definition: advanceSurgeJob,
  handle: async (services, payload) => {
    const { siteId, surgeId } = payload as { readonly siteId: string; readonly surgeId: string };
    for (let step = 0; step < MOST_STEPS; step += 1) {
      // oxlint-disable-next-line no-await-in-loop -- each step begins where the one before ended
      const moved = await moveSurge(services, siteId, surgeId, { input: 'due' });
      if (moved === undefined || !moved.decision.ok) return;
      if (moved.decision.effects.measure) {
        // oxlint-disable-next-line no-await-in-loop
        const effect = await countEffect(services, siteId, moved.surge);
        // oxlint-disable-next-line no-await-in-loop
        await moveSurge(services, siteId, surgeId, { input: 'measure', effect });
        return;
      }
      if (moved.surge.dueAt === null || moved.surge.dueAt > moved.time) return;
    }
  },
};
