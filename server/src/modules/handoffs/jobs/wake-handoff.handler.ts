import { HANDOFF_CLOCK } from '@floorwalk/shared/handoffs/decide-handoff';
import { HttpProblem } from '../../../auth/http-problem.ts';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import { moveHandoff } from '../decide-handoffs.ts';
import { wakeHandoffJob } from './wake-handoff.job.ts';

/** Too early or twice changes nothing: the clock says what it has to say once. */
export const wakeHandoffHandler: JobHandler = {
  definition: wakeHandoffJob,
  handle: async (services, payload) => {
    const { siteId, handoffId } = payload as { readonly siteId: string; readonly handoffId: string };
    try {
      await moveHandoff(services, siteId, handoffId, { kind: 'wake' }, HANDOFF_CLOCK);
    } catch (error) {
      // It moved on, or is gone: nothing is left to say.
      if (!(error instanceof HttpProblem)) throw error;
    }
  },
};
