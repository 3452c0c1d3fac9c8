import { BOT_CELL_FIELDS, type BotCell } from '@floorwalk/shared/floor/bot-cell';
import { WINDOW_KEYS, type WindowKey } from '@floorwalk/shared/floor/window';
import type { BotRow } from '@floorwalk/shared/floor/rows';

/** Stands for all bots where an id of one is expected; no source can name a bot so, ids are never empty. */
export const ALL_BOTS = '';

/** All bots as one: counts and sums added, so that the mean is of all turns. The tenth percentile cannot be had from parts. */
export function rollUpBots(bots: readonly BotRow[]): BotRow {
  const windows: Partial<Record<WindowKey, BotCell>> = {};
  for (const window of WINDOW_KEYS) {
    const cells = bots.map((bot) => bot.windows[window]).filter((cell) => cell !== undefined);
    if (cells.length === 0) continue;
    windows[window] = BOT_CELL_FIELDS.map((field, index) =>
      field === 'confidenceP10' ? null : cells.reduce((sum, cell) => sum + (cell[index] ?? 0), 0),
    );
  }
  const latest = bots.reduce<BotRow | null>(
    (last, bot) => (last === null || (bot.lastTurnAt ?? 0) > (last.lastTurnAt ?? 0) ? bot : last),
    null,
  );
  return {
    id: ALL_BOTS,
    name: '',
    teamId: null,
    queueId: null,
    confidenceThreshold: Math.max(0, ...bots.map((bot) => bot.confidenceThreshold)),
    sessionsOpenCount: bots.reduce((sum, bot) => sum + bot.sessionsOpenCount, 0),
    uncertainNowCount: bots.reduce((sum, bot) => sum + bot.uncertainNowCount, 0),
    lastConfidence: latest?.lastConfidence ?? null,
    lastTurnAt: latest?.lastTurnAt ?? null,
    confidenceHistogram: Array.from({ length: 10 }, (_, index) =>
      bots.reduce((sum, bot) => sum + (bot.confidenceHistogram[index] ?? 0), 0),
    ),
    windows,
  };
}
