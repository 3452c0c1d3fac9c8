import { readCell, type Cell } from './cell.ts';
import type { WindowKey } from './window.ts';

/** Mean handle time to expect now, ms: of the last 30 minutes when five contacts were handled in it, else of today; `null` before any. */
export function agentHandleTimeMs(windows: Record<WindowKey, Cell>): number | null {
  for (const [key, least] of [
    ['last30m', 5],
    ['today', 1],
  ] as const) {
    const readings = readCell(windows[key]);
    if (readings.handledCount < least) continue;
    return (readings.talkMs + readings.holdMs + readings.afterContactWorkMs) / readings.handledCount;
  }
  return null;
}
