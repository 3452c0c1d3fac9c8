/**
 * What came of handing a message over. `refused`: not now, perhaps later (`afterMs` when the receiver said so); `failed`: never as it stands; `gone`:
 * the receiver does not exist any more. `detail` is for people, and holds no secret.
 */
export type Outcome =
  | { readonly kind: 'sent'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string; readonly afterMs?: number }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'gone'; readonly detail: string };

/** Longest wait a receiver may ask for, ms. */
const MOST_AFTER_MS = 60 * 60_000;
const RETRIED_STATUSES = new Set([408, 425, 429]);

/** What an HTTP answer means: 2xx is taken, 410 gone, overload and server errors pass, everything else (redirects too) will not get better. */
export function outcomeOfAnswer(status: number, retryAfter: string | undefined, now: number): Outcome {
  const detail = `answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'sent', detail };
  if (status === 410) return { kind: 'gone', detail };
  if (status < 500 && !RETRIED_STATUSES.has(status)) return { kind: 'failed', detail };
  const afterMs = readRetryAfter(retryAfter, now);
  return { kind: 'refused', detail, ...(afterMs !== undefined && { afterMs }) };
}

/** `Retry-After` as ms from now: seconds, or a date. */
function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,6}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, MOST_AFTER_MS) : undefined;
}
