import { useSyncExternalStore } from 'react';
import { live, type Glass } from '../connection/live-session.ts';
import type { SyncStatus } from '../connection/live-sync.ts';

const onTick = (listener: () => void) => live().onTick(listener);
const readNow = () => live().now;
const onGlass = (listener: () => void) => live().onGlass(listener);
const readGlass = () => live().glass;
const onStatus = (listener: () => void) => live().sync.onStatus(listener);
const readStatus = () => live().sync.status;

/** The site's time, epoch ms, once a second from one shared clock. For leaves only: it draws its caller every second. */
export function useNow(): number {
  return useSyncExternalStore(onTick, readNow, readNow);
}

/** Something that time alone can change; draws the caller only when it does. `compute` gives a plain value. */
export function useAtNow<T extends string | number | boolean | null>(compute: (now: number) => T): T {
  const read = () => compute(live().now);
  return useSyncExternalStore(onTick, read, read);
}

/** What may be said about the age of the numbers. */
export function useGlass(): Glass {
  return useSyncExternalStore(onGlass, readGlass, readGlass);
}

/** Whether numbers are grey now; draws the caller only when that changes. */
export function useGrey(): boolean {
  const read = () => live().glass.grey;
  return useSyncExternalStore(onGlass, read, read);
}

/** Whether anything was shown yet; draws the caller only when that changes. */
export function useHasData(): boolean {
  const read = () => live().glass.asOf !== null;
  return useSyncExternalStore(onGlass, read, read);
}

/** Where the connection stands. */
export function useSyncStatus(): SyncStatus {
  return useSyncExternalStore(onStatus, readStatus, readStatus);
}
