import { useCallback } from 'react';
import { live } from '../connection/live-session.ts';
import { toIso } from '../ui/zone-time.ts';
import { useMay, useSession } from './session-context.ts';
import { useChangeSearch, useSiteId } from './use-desk.ts';

/** Opens the console at a past moment (epoch ms), standing still; `undefined` for whoever may not travel. */
export function useSeek(): ((at: number) => void) | undefined {
  const siteId = useSiteId();
  const { sites } = useSession();
  const change = useChangeSearch();
  const zone = sites.find((site) => site.id === siteId)?.zone ?? 'UTC';
  const mayTravel = useMay('travel-in-time', siteId);
  const seek = useCallback(
    (at: number) => change({ at: toIso(Math.min(at, live().siteTime()), zone), speed: undefined }),
    [change, zone],
  );
  return mayTravel ? seek : undefined;
}
