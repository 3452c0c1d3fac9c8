import type { Outcome } from '../../notify/outcome.ts';
import type { JobServices } from '../../roles/services.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import type { Delivery } from './tables.ts';
import { ringDelivery } from './jobs/ring-delivery.ts';
import { sendDelivery } from './send-delivery.ts';
import { settleDeliveries, type Attempted } from './settle-deliveries.ts';

/** However slowly a receiver dribbles, an attempt ends before its worker would be given up for lost, ms. */
const ATTEMPT_LIMIT_MS = 9_000;

/**
 * One attempt at a delivery and at what else is due on its site, side by side; what came of them is written down together, as many as have ended while the
 * last writing was under way. `most` bounds how many are taken at once.
 */
export async function deliver(services: JobServices, id: string, most?: number): Promise<void> {
  const claim = await claimDeliveries(services.database, id, services.now, most);
  if (claim === null) return;
  const { siteId, claimed, held } = claim;
  const ended: Attempted[] = [];
  let settling: Promise<void> = Promise.resolve();
  const settle = async (): Promise<void> => {
    const attempted = ended.splice(0);
    if (attempted.length === 0) return;
    for (const { id: tried, dueAt } of await settleDeliveries(services, siteId, attempted)) {
      // oxlint-disable-next-line no-await-in-loop -- few are tried again
      await ringDelivery(services, siteId, { id: tried, dueAt, isDue: false });
    }
  };
  await Promise.all([
    ...held.map((one) => ringDelivery(services, siteId, { ...one, isDue: false })),
    ...claimed.map(async (delivery) => {
      ended.push(await attempt(services, delivery));
      settling = settling.then(settle, settle);
      await settling;
    }),
  ]);
}

async function attempt(services: JobServices, delivery: Delivery): Promise<Attempted> {
  const began = performance.now();
  const outcome = await withinLimit(sendDelivery(services, delivery));
  return { delivery, outcome, tookMs: performance.now() - began };
}

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
