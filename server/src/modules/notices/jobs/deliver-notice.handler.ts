import type { Outcome } from '../../../notify/outcome.ts';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import { claimDelivery } from '../claim-delivery.ts';
import { sendDelivery } from '../send-delivery.ts';
import { settleDelivery } from '../settle-delivery.ts';
import { deliverNoticeJob } from './deliver-notice.job.ts';
import { ringDelivery } from './ring-delivery.ts';

/** However slowly a receiver dribbles, an attempt ends before its worker would be given up for lost, ms. */
const ATTEMPT_LIMIT_MS = 9_000;

/**
 * One attempt at a delivery. A worker killed before the settling leaves it `sending`; the sweep gives it to another when the lease is over, who sends the
 * same message with the same id: at least once, and for one death once more at most.
 */
export const deliverNoticeHandler: JobHandler = {
  definition: deliverNoticeJob,
  handle: async (services, payload) => {
    const { id } = payload as { readonly id: string };
    const claim = await claimDelivery(services.database, id, services.now);
    if (claim.kind === 'none') return;
    if (claim.kind === 'held') {
      await ringDelivery(services, claim.siteId, { id, dueAt: claim.dueAt, isDue: false });
      return;
    }
    const began = performance.now();
    const outcome = await withinLimit(sendDelivery(services, claim.delivery));
    const again = await settleDelivery(services, claim.delivery, outcome, performance.now() - began);
    if (again !== null) await ringDelivery(services, claim.delivery.site, { id, dueAt: again, isDue: false });
  },
};

async function withinLimit(sending: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Outcome>((resolve) => {
    timer = setTimeout(
      () => resolve({ kind: 'refused', detail: `not done within ${ATTEMPT_LIMIT_MS / 1_000} s` }),
      ATTEMPT_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([sending, limit]);
  } finally {
    clearTimeout(timer);
  }
}
