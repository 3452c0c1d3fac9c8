import type { SiteClock } from './events.ts';

/**
 * The site's own time for a real moment (decision D12). `latestEventAt` is the time of the newest event folded, used by the `log` clock.
 * All epoch ms.
 */
export function siteNow(clock: SiteClock, realNow: number, latestEventAt: number): number {
  switch (clock.kind) {
    case 'real':
      return realNow;
    case 'paced':
      return clock.base + (realNow - clock.at) * clock.rate;
    case 'log':
      return latestEventAt;
  }
}

/** The real moment at which a paced site's clock shows `siteTime`; `undefined` where the clock does not move with real time. */
export function realTimeOf(clock: SiteClock, siteTime: number): number | undefined {
  if (clock.kind === 'real') return siteTime;
  if (clock.kind === 'log' || clock.rate === 0) return undefined;
  return clock.at + (siteTime - clock.base) / clock.rate;
}
