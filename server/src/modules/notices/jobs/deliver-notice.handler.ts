import type { JobHandler } from '../../../jobs/job-handler.ts';
import { deliver } from '../deliver.ts';
import { deliverNoticeJob } from './deliver-notice.job.ts';

/**
 * One attempt at what is due. A worker killed before the settling leaves it `sending`; the sweep gives it to another when the lease is over, who sends the
 * same message with the same id: at least once, and for one death once more at most.
 */
export const deliverNoticeHandler: JobHandler = {
  definition: deliverNoticeJob,
  handle: (services, payload) => deliver(services, (payload as { readonly id: string }).id),
};
