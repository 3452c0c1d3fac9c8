import { useEffect, useState } from 'react';
import type { LiveSession } from '../connection/live-session.ts';

/** Two draws are never closer than this, ms: a flush and the tick of the clock often come together. */
const LEAST_MS = 900;

/** Draws the caller about once a second: after a flush of the store, or on the tick of the site's clock when nothing was flushed. */
export function useBoardTick(session: LiveSession): number {
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
    // Its ages change every second and come with the next draw; only what changes the look of everything is drawn at once.
    let { freshness, grey, silentSource } = session.glass;
    const looked = (): void => {
      const { glass } = session;
      if (glass.freshness === freshness && glass.grey === grey && glass.silentSource === silentSource) return;
      ({ freshness, grey, silentSource } = glass);
      clearTimeout(timer);
      draw();
    };
    const stops = [session.store.onFlush(due), session.onTick(due), session.onGlass(looked)];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [session]);
  return tick;
}
