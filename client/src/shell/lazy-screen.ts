import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { addScreenWords } from '../messages/desk-catalogue.ts';

type Load<Props> = () => Promise<{ readonly default: ComponentType<Props> }>;

/** What has not been fetched yet, in the order of its declaration. */
const ahead: (() => Promise<unknown>)[] = [];

/** A part of the desk that is fetched when it is first drawn, or ahead of that while the browser has nothing else to do. */
export function lazyPart<Props>(load: Load<Props>): LazyExoticComponent<ComponentType<Props>> {
  ahead.push(load);
  return lazy(load);
}

/** {@link lazyPart}, together with what the screens say. */
export function lazyScreen<Props>(load: Load<Props>): LazyExoticComponent<ComponentType<Props>> {
  return lazyPart(async () => {
    const [part] = await Promise.all([load(), addScreenWords()]);
    return part;
  });
}

/** Long after a first visit is drawn and its numbers have settled. */
const AHEAD_AFTER_MS = 15_000;

/**
 * Fetches the other parts one by one, so that whoever needs them opens them at once, also while the server is away. Returns how to stop.
 */
export function fetchAhead(): () => void {
  let isStopped = false;
  const next = (): void => {
    const load = isStopped ? undefined : ahead.shift();
    // One that does not come now is asked for again by whoever opens it.
    if (load) whenIdle(() => void load().then(next, next));
  };
  const timer = window.setTimeout(next, AHEAD_AFTER_MS);
  return () => {
    isStopped = true;
    window.clearTimeout(timer);
  };
}

function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(act);
  else setTimeout(act, 200);
}
