import type { BotRow } from '../floor/rows.ts';
import { readBotCell, type BotReadings } from '../floor/bot-cell.ts';
import type { Measured, Metric, MetricUnit } from './metric.ts';
import type { WindowKey } from '../floor/window.ts';
import type { BotMetricId } from './bot-metric.ts';

/** A number about a bot, by the same shape as a {@link Metric}; English words and formula are in the message catalogues. */
export type BotMetric = {
  readonly unit: MetricUnit;
  readonly span: 'now' | 'window';
  readonly better: Metric['better'];
  /** Judged against the bot's own confidence threshold where the tile sets no target. */
  readonly againstThreshold: boolean;
  readonly measure: (bot: BotRow, readings: BotReadings) => Measured;
};

const plain = (value: number | null): Measured => ({ value, numerator: null, denominator: null });
const share = (numerator: number, denominator: number): Measured => ({
  value: denominator === 0 ? null : numerator / denominator,
  numerator,
  denominator,
});
/** Sessions that came to an end, however. */
const ended = (readings: BotReadings): number =>
  readings.containedCount + readings.abandonedCount + readings.handedOffCount + readings.failedCount;

export const BOT_METRICS: Readonly<Record<BotMetricId, BotMetric>> = {
  'bot-confidence': now('ratio', 'higher', true, (bot) => plain(bot.lastConfidence)),
  'bot-confidence-mean': windowed('ratio', 'higher', true, (readings) =>
    share(readings.confidenceSum, readings.turnCount),
  ),
  'bot-confidence-p10': windowed('ratio', 'higher', true, (readings) => ({
    value: readings.confidenceP10,
    numerator: null,
    denominator: readings.turnCount,
  })),
  'bot-uncertain-share': windowed('ratio', 'lower', false, (readings) =>
    share(readings.uncertainTurnCount, readings.turnCount),
  ),
  'bot-uncertain-now': now('count', 'lower', false, (bot) => plain(bot.uncertainNowCount)),
  'bot-sessions-open': now('count', 'neither', false, (bot) => plain(bot.sessionsOpenCount)),
  'bot-handed-off': windowed('count', 'neither', false, (readings) => plain(readings.handedOffCount)),
  'bot-containment': windowed('ratio', 'higher', false, (readings) => share(readings.containedCount, ended(readings))),
  'bot-abandoned-rate': windowed('ratio', 'lower', false, (readings) =>
    share(readings.abandonedCount, ended(readings)),
  ),
  'bot-failed': windowed('count', 'lower', false, (readings) => plain(readings.failedCount)),
};

export function isBotMetric(id: string): id is BotMetricId {
  return Object.hasOwn(BOT_METRICS, id);
}

/** A bot's number; `window` is needed where the metric's span is a window. */
export function measureBot(id: BotMetricId, bot: BotRow, window: WindowKey): Measured {
  return BOT_METRICS[id].measure(bot, readBotCell(bot.windows[window]));
}

function now(
  unit: MetricUnit,
  better: Metric['better'],
  againstThreshold: boolean,
  measure: (bot: BotRow) => Measured,
): BotMetric {
  return { unit, span: 'now', better, againstThreshold, measure };
}

function windowed(
  unit: MetricUnit,
  better: Metric['better'],
  againstThreshold: boolean,
  measure: (readings: BotReadings) => Measured,
): BotMetric {
  return { unit, span: 'window', better, againstThreshold, measure: (_bot, readings) => measure(readings) };
}
