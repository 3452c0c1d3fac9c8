import { METRIC_LIST } from '@floorwalk/shared/metrics/registry';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metric';

/** What is said about every number: its name, its formula in words, whose definition it is. */
export type MetricMessages = Readonly<Record<`metric.${MetricId | BotMetricId}${'' | '.formula' | '.source'}`, string>>;

const bots: Readonly<Record<BotMetricId, readonly [label: string, formula: string]>> = {
  'bot-confidence': ['Bot confidence now', 'confidence of the bot’s latest turn'],
  'bot-confidence-mean': ['Mean bot confidence', 'sum of the turns’ confidences ÷ turns'],
  'bot-confidence-p10': [
    'Bot confidence, 10th percentile',
    'the confidence that one turn in ten stayed below (nearest rank)',
  ],
  'bot-uncertain-share': ['Turns under the threshold', 'turns under the confidence threshold ÷ turns'],
  'bot-uncertain-now': [
    'Sessions under the threshold now',
    'open sessions whose last turn was under the confidence threshold',
  ],
  'bot-sessions-open': ['Bot sessions open', 'sessions that have started and not ended'],
  'bot-handed-off': ['Handed over to people', 'sessions the bot handed to a queue'],
  'bot-containment': ['Contained by the bot', 'contained ÷ (contained + abandoned + handed over + failed)'],
  'bot-abandoned-rate': [
    'Abandoned inside the bot',
    'abandoned inside the bot ÷ (contained + abandoned + handed over + failed)',
  ],
  'bot-failed': ['Bot sessions failed', 'sessions that ended with an error'],
};

/** The registry says it in English already. */
export const metrics = Object.fromEntries([
  ...METRIC_LIST.flatMap(({ id, label, formula, source }) => [
    [`metric.${id}`, label],
    [`metric.${id}.formula`, formula],
    [`metric.${id}.source`, source],
  ]),
  ...Object.entries(bots).flatMap(([id, [label, formula]]) => [
    [`metric.${id}`, label],
    [`metric.${id}.formula`, formula],
    [`metric.${id}.source`, 'Floorwalk'],
  ]),
]) as MetricMessages;
