import { ringAt } from '../../jobs/due-sweep.ts';
import type { JobServices } from '../../roles/services.ts';
import { moveDueHandoverJob } from './jobs/move-due-handover.job.ts';
import type { Due } from './say-round.ts';

/** Rings for handovers when they are due; what is not rung for is found by the sweep. */
export async function ringDue(services: JobServices, siteId: string, due: readonly Due[]): Promise<void> {
  for (const { handoverId, dueAt } of due) {
    // oxlint-disable-next-line no-await-in-loop -- one after another is all the load this should be
    await ringAt(services, moveDueHandoverJob, {
      siteId,
      dueAt,
      ringId: `handover-${handoverId}-${dueAt}`,
      payload: { siteId, handoverId },
    });
  }
}
