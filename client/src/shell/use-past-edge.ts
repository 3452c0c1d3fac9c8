import { readMoment } from '../ui/zone-time.ts';
import { useDeskSearch } from './use-desk.ts';

/** Up to when histories may tell, epoch ms: the moment one has travelled to; `undefined` in the present. */
export function usePastEdge(zone: string): number | undefined {
  const { at } = useDeskSearch();
  return at === undefined ? undefined : (readMoment(at, zone) ?? undefined);
}
