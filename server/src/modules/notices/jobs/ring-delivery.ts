import { ringAt } from '../../../jobs/due-sweep.ts';
import type { JobServices } from '../../../roles/services.ts';
import { deliverNoticeJob } from './deliver-notice.job.ts';

/** Rings for a delivery at its moment, which stands in its row; without a Redis the sweep finds it. */
export async function ringDelivery(
  services: JobServices,
  siteId: string,
  { id, dueAt, isDue }: { readonly id: string; readonly dueAt: number; readonly isDue: boolean },
): Promise<void> {
  const ringId = `deliver-${id}-${dueAt}`;
  if (isDue) await services.ring?.(deliverNoticeJob, ringId, { id });
  else await ringAt(services, deliverNoticeJob, { siteId, dueAt, ringId, payload: { id } });
}
