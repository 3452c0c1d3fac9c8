import { INGEST_LIMITS } from '@floorwalk/shared/api/ingest';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import type { SiteClock } from '@floorwalk/shared/sites/events';

/**
 * The latest time an event may carry, epoch ms. The allowance is for clocks that go wrong by minutes, so it is measured against the clock the site
 * runs on, and grows with a paced clock's rate (five real minutes at ×60 are five hours of the site). A site that lives in its log has no present
 * of its own: there only the real present bounds it, because nothing can be recorded before it happened.
 */
export function latestAllowed(clock: SiteClock, realNow: number): number {
  if (clock.kind === 'paced') return siteNow(clock, realNow, 0) + INGEST_LIMITS.aheadMs * Math.max(1, clock.rate);
  return realNow + INGEST_LIMITS.aheadMs;
}
