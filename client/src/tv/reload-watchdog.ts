/** A screen that hangs reloads itself, but not for ever: after this many reloads in the span it stops and says what is wrong. */
export const MOST_RELOADS = 3;
export const RELOAD_SPAN_MS = 10 * 60_000;
/** No word from the server for this long, although the server answers, means that the page itself is stuck. */
export const SILENCE_MS = 60_000;

export type WatchdogVerdict = 'fine' | 'ask-server' | 'reload' | 'give-up';

/**
 * What to do now. `lastHeardAt` is when the last delta came, `serverAnswers` whether the health address was reached since (`undefined`: not
 * asked), `reloads` the moments of earlier reloads. All epoch ms.
 */
export function watch(
  now: number,
  lastHeardAt: number,
  serverAnswers: boolean | undefined,
  reloads: readonly number[],
): WatchdogVerdict {
  if (now - lastHeardAt <= SILENCE_MS) return 'fine';
  if (serverAnswers === undefined) return 'ask-server';
  // A server that does not answer is not healed by a reload: the page would be lost and nothing won.
  if (!serverAnswers) return 'fine';
  return recentReloads(now, reloads).length >= MOST_RELOADS ? 'give-up' : 'reload';
}

/** Reloads that still count. */
export function recentReloads(now: number, reloads: readonly number[]): number[] {
  return reloads.filter((at) => at <= now && now - at < RELOAD_SPAN_MS);
}
