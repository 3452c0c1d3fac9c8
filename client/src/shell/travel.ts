import { useState } from 'react';
import type { Subscribe } from '@floorwalk/shared/protocol/subscribe';
import { readMoment } from '../ui/zone-time.ts';
import type { DeskSearch } from './desk-search.ts';

export type Travel = NonNullable<Subscribe['travel']>;

const keyOf = (search: DeskSearch) => `${search.at ?? ''} ${search.speed ?? 0} ${search.view ?? 'known'}`;

/**
 * A replay that plays writes its progress into the address now and then, so that a reload goes on from there. Such an address is not a
 * request to start anew; it is noted here before it is written.
 */
let progress = '';
export function noteProgress(search: DeskSearch): void {
  progress = keyOf(search);
}

/** The journey the address asks for; `null` is the present. The same object until it asks for another one. */
export function useTravel(search: DeskSearch, zone: string): Travel | null {
  const key = keyOf(search);
  const [kept, setKept] = useState(() => ({ key, travel: readTravel(search, zone) }));
  if (kept.key === key) return kept.travel;
  const continues = kept.travel !== null && key === progress;
  const next = { key, travel: continues ? kept.travel : readTravel(search, zone) };
  setKept(next);
  return next.travel;
}

/** Whether the address is in the past. */
export function isTravelling(search: DeskSearch): boolean {
  return search.at !== undefined;
}

function readTravel(search: DeskSearch, zone: string): Travel | null {
  const at = search.at === undefined ? null : readMoment(search.at, zone);
  return at === null ? null : { at, view: search.view ?? 'known', speed: search.speed ?? 0 };
}
