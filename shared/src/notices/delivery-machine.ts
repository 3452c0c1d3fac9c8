/**
 * Where a delivery stands. `queued` waits for its moment, `sending` is in somebody's hands, `bundled` travels in another's message; the rest are
 * ends, of which `failed` alone can be left again, by hand.
 */
export const DELIVERY_STATUSES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'suppressed',
  'bundled',
  'withdrawn',
  'expired',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/**
 * What may happen to it. `claim`: a worker takes it; `lost`: its worker is not heard of any more, so it waits for another; `hold`: its moment was moved;
 * `accept`, `refuse`, `give-up`: the receiver took it, did not for now, never will; `join`, `leave`: into and out of another's message; `withdraw`,
 * `expire`: nobody needs it any more; `again`: somebody wants one more try.
 */
export const DELIVERY_INPUTS = [
  'claim',
  'lost',
  'hold',
  'accept',
  'refuse',
  'give-up',
  'join',
  'leave',
  'withdraw',
  'expire',
  'again',
] as const;
export type DeliveryInput = (typeof DELIVERY_INPUTS)[number];

/** The next status, or `null` where that cannot happen to it (any more) and nothing is to be done. */
export const DELIVERY_MACHINE: Record<DeliveryStatus, Record<DeliveryInput, DeliveryStatus | null>> = {
  queued: row('sending', null, 'queued', null, null, 'failed', 'bundled', null, 'withdrawn', 'expired', null),
  // What is in somebody's hands cannot be called back: it may be out already.
  sending: row(null, 'queued', null, 'sent', 'queued', 'failed', null, null, null, null, null),
  sent: row(null, null, null, null, null, null, null, null, null, null, null),
  failed: row(null, null, null, null, null, null, null, null, null, null, 'queued'),
  suppressed: row(null, null, null, null, null, null, null, null, null, null, null),
  bundled: row(null, null, null, null, null, 'failed', null, 'queued', 'withdrawn', 'expired', null),
  withdrawn: row(null, null, null, null, null, null, null, null, null, null, null),
  expired: row(null, null, null, null, null, null, null, null, null, null, null),
};

function row(...next: readonly (DeliveryStatus | null)[]): Record<DeliveryInput, DeliveryStatus | null> {
  const [claim, lost, hold, accept, refuse, giveUp, join, leave, withdraw, expire, again] = next as Cells;
  return { claim, lost, hold, accept, refuse, 'give-up': giveUp, join, leave, withdraw, expire, again };
}

type Cell = DeliveryStatus | null;
type Cells = [Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell, Cell];

/** Statuses in which that can happen. */
export function statusesOf(input: DeliveryInput): DeliveryStatus[] {
  return DELIVERY_STATUSES.filter((status) => DELIVERY_MACHINE[status][input] !== null);
}
