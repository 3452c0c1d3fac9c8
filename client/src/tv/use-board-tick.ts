import { useEffect, useState } from 'react';
import { live } from '../connection/live-session.ts';

/** Two draws are never closer than this, ms: a flush and the tick of the clock often come together. */
const LEAST_MS = 900;

/** Draws the caller about once a second: after a flush of the store, or on the tick of the site's clock when nothing was flushed. */
export function useBoardTick(): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    let drawnAt = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = (): void => {
      timer = undefined;
      drawnAt = performance.now();
      setTick((before) => before + 1);
    };
    const due = (): void => {
      if (timer !== undefined) return;
      const wait = drawnAt + LEAST_MS - performance.now();
      if (wait <= 0) draw();
      else timer = setTimeout(draw, wait);
    };
    const stops = [live().store.onFlush(due), live().onTick(due), live().onGlass(draw)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, []);
  return tick;
}
