import { useEffect, useEffectEvent, useState } from 'react';
import { burnInShift, SHIFT_EVERY_MS } from './burn-in-shift.ts';

const CURSOR_STAYS_MS = 3000;

/** Whether the mouse pointer should be hidden: three seconds after it last moved. */
export function useIdleCursor(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setIdle(true), CURSOR_STAYS_MS);
    const moved = (): void => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), CURSOR_STAYS_MS);
    };
    window.addEventListener('pointermove', moved);
    window.addEventListener('pointerdown', moved);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', moved);
      window.removeEventListener('pointerdown', moved);
    };
  }, []);
  return idle;
}

/** Where the picture stands now, CSS pixels off its place. */
export function useBurnInShift(): { readonly x: number; readonly y: number } {
  const [shift, setShift] = useState(() => burnInShift(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setShift(burnInShift(Date.now())), SHIFT_EVERY_MS / 10);
    return () => clearInterval(timer);
  }, []);
  return shift;
}

/** Keeps the screen from going dark, where the browser can; asked anew whenever the page comes back to sight. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let gone = false;
    const ask = (): void => {
      if (document.hidden || !('wakeLock' in navigator)) return;
      navigator.wakeLock.request('screen').then(
        (given) => {
          if (gone) void given.release();
          else lock = given;
        },
        // A screen on battery may refuse; then its own settings decide.
        () => undefined,
      );
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

/** Width over height of the window. */
export function useAspect(): number {
  const [aspect, setAspect] = useState(readAspect);
  useEffect(() => {
    const resized = (): void => setAspect(readAspect());
    window.addEventListener('resize', resized);
    return () => window.removeEventListener('resize', resized);
  }, []);
  return aspect;
}

function readAspect(): number {
  return window.innerHeight > 0 ? window.innerWidth / window.innerHeight : 16 / 9;
}

/** What the keys of a keyboard or a remote control do on a board. */
export type ScreenKeys = { readonly pause: () => void; readonly turn: (by: 1 | -1) => void };

export function useScreenKeys({ pause, turn }: ScreenKeys): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // On the page's button, space is the button's own business.
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.key === ' ' && !onButton) pause();
    else if (event.key === 'ArrowRight') turn(1);
    else if (event.key === 'ArrowLeft') turn(-1);
    else if (event.key === 'f' || event.key === 'F') toggleFullScreen();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => pressed(event);
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, []);
}

function toggleFullScreen(): void {
  const done =
    document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen();
  // A browser may refuse; the board then stays as it is.
  done.catch(() => undefined);
}
