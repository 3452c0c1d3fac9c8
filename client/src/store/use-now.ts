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

/** What may be said about the age of the numbers. */
export function useGlass(): Glass {
  return useSyncExternalStore(onGlass, readGlass, readGlass);
}

/** Whether numbers are grey now; draws the caller only when that changes. */
export function useGrey(): boolean {
  const read = () => live().glass.grey;
  return useSyncExternalStore(onGlass, read, read);
}

/** Where the connection stands. */
export function useSyncStatus(): SyncStatus {
  return useSyncExternalStore(onStatus, readStatus, readStatus);
}
