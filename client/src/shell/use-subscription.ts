import { useEffect, useMemo, useState } from 'react';
import type { TableName } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { live } from '../connection/live-session.ts';
import { readPanel, type DeskSearch } from './desk-search.ts';
import { useFeatures } from './feature-slots.ts';
import type { Travel } from './travel.ts';

export const DEFAULT_WINDOW: WindowKey = 'last30m';
/** Tables that every screen of the desk reads. */
const ALWAYS: readonly TableName[] = ['sites', 'groups', 'teams', 'queues', 'sources'];
/** How long the tables of a drill-down stay subscribed after it was closed: people open the next one. */
const LINGER_MS = 60_000;

/** Keeps the page's one subscription at what the address, the features and the open drill-down need. */
export function useSubscription(siteId: string, search: DeskSearch, travel: Travel | null): void {
  const features = useFeatures();
  const panel = readPanel(search.panel);
  const needed = panel === null ? [] : features.flatMap((feature) => feature.panelTables?.[panel.kind] ?? []);
  const extra = useLinger(needed.join());
  const window = search.window ?? DEFAULT_WINDOW;
  const tables = useMemo(() => {
    const all = [
      ...ALWAYS,
      ...features.flatMap((feature) => feature.tables ?? []),
      ...extra.split(',').filter(Boolean),
    ];
    return [...new Set(all as TableName[])].sort();
  }, [features, extra]);
  const windows = useMemo(() => [...new Set<WindowKey>([window, 'today'])].sort(), [window]);
  useEffect(() => {
    live().want({ siteId, tables, windows, ...(travel === null ? {} : { travel }) });
  }, [siteId, tables, windows, travel]);
}

/** The value, and for a while after it became empty still the last one. */
function useLinger(value: string): string {
  const [kept, setKept] = useState(value);
  if (value !== '' && value !== kept) setKept(value);
  useEffect(() => {
    if (value !== '') return undefined;
    const timer = setTimeout(() => setKept(''), LINGER_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return value === '' ? kept : value;
}
