import { useEffect, useState } from 'react';
import { live } from '../connection/live-session.ts';
import { keepReloads, readReloads } from './device-memory.ts';
import { hourOfDay } from './format-value.ts';
import { serverAnswers } from './kiosk-api.ts';
import { recentReloads, watch, MOST_RELOADS } from './reload-watchdog.ts';

const LOOK_EVERY_MS = 5000;
/** A page that has been up for long starts afresh in this hour of the night, in the site's zone. */
const QUIET_HOUR = 4;
const LONG_UP_MS = 12 * 3_600_000;

/** Reloads the page, unless it did so too often lately; says whether it does. */
export function reloadBounded(): boolean {
  const now = Date.now();
  const reloads = recentReloads(now, readReloads());
  if (reloads.length >= MOST_RELOADS) return false;
  keepReloads([...reloads, now]);
  window.location.reload();
  return true;
}

/** Heals the page by reloading it when it is stuck, outdated or has been up for long. True when reloading did not help and it gave up. */
export function useWatchdog(zone: string | undefined): boolean {
  const [gaveUp, setGaveUp] = useState(false);
  useEffect(() => {
    const startedAt = Date.now();
    let lastHeardAt = startedAt;
    let lastCutAt = live().store.cutAt;
    let asking = false;
    const timer = setInterval(() => {
      const now = Date.now();
      if (live().store.cutAt !== lastCutAt) {
        lastCutAt = live().store.cutAt;
        lastHeardAt = now;
        setGaveUp(false);
      }
      if (live().sync.status.outdated) return setGaveUp(!reloadBounded());
      if (now - startedAt > LONG_UP_MS && hourOfDay(now, zone) === QUIET_HOUR) reloadBounded();
      if (asking || watch(now, lastHeardAt, undefined, []) === 'fine') return undefined;
      asking = true;
      void serverAnswers().then((answers) => {
        asking = false;
        const verdict = watch(Date.now(), lastHeardAt, answers, readReloads());
        if (verdict === 'reload') setGaveUp(!reloadBounded());
        else if (verdict === 'give-up') setGaveUp(true);
      });
      return undefined;
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [zone]);
  return gaveUp;
}
