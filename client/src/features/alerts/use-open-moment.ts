import { useCallback } from 'react';
import { useSeek } from '../../shell/use-seek.ts';

/** Opens the console at the first whole second at which an alert is seen to stand: addresses hold seconds. */
export function useOpenMoment(): ((at: number) => void) | undefined {
  const seek = useSeek();
  const open = useCallback((at: number) => seek?.(Math.ceil(at / 1_000) * 1_000), [seek]);
  return seek && open;
}
