import { and, eq } from 'drizzle-orm';
import { TIMED_INPUT } from '@floorwalk/shared/escalation/escalation-machine';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import { siteTime } from '../../../live/site-time.ts';
import type { JobServices } from '../../../roles/services.ts';
import { decideOn } from '../decide-escalations.ts';
import { askByLog, type AskExperts } from '../site-experts.ts';
import { escalation } from '../tables.ts';
import { advanceEscalationJob } from './advance-escalation.job.ts';

/** What is kept of a floor lasts as long as the services that read it. */
const asks = new WeakMap<JobServices['stateAt'], AskExperts>();

export function askExpertsOf({ stateAt, now }: JobServices): AskExperts {
  const known = asks.get(stateAt);
  if (known !== undefined) return known;
  const ask = askByLog(stateAt, now);
  asks.set(stateAt, ask);
  return ask;
}

/** Rung too early, twice, or for what has moved on, it does nothing: the machine refuses what is not due. */
export const advanceEscalationHandler: JobHandler = {
  definition: advanceEscalationJob,
  handle: async (services, payload) => {
    const { siteId, id } = payload as { readonly siteId: string; readonly id: string };
    const [row] = await services.database
      .select({ state: escalation.state, dueAt: escalation.dueAt })
      .from(escalation)
      .where(and(eq(escalation.site, siteId), eq(escalation.id, id)));
    const kind = row === undefined ? null : TIMED_INPUT[row.state];
    if (row?.dueAt == null || kind === null) return;
    const { time } = await siteTime(services.database, siteId, services.now);
    // Most rings that come twice end here, without a lock.
    if (time < row.dueAt) return;
    await decideOn({ ...services, askExperts: askExpertsOf(services) }, siteId, id, { kind }, { time });
  },
};
