/** The numbers there are about a bot, in display order. */
export const BOT_METRIC_IDS = [
  'bot-confidence',
  'bot-confidence-mean',
  'bot-confidence-p10',
  'bot-uncertain-share',
  'bot-uncertain-now',
  'bot-sessions-open',
  'bot-handed-off',
  'bot-containment',
  'bot-abandoned-rate',
  'bot-failed',
] as const;
export type BotMetricId = (typeof BOT_METRIC_IDS)[number];
