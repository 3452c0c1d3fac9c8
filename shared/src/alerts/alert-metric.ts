import { AGENT_METRIC_IDS } from '../metrics/agent-metric.ts';
import { BOT_METRIC_IDS } from '../metrics/bot-metric.ts';
import { METRIC_IDS, type MetricId, type MetricUnit } from '../metrics/metric.ts';
import { METRICS } from '../metrics/registry.ts';

/** What a rule can watch: each of its kind on its own. */
export const SUBJECT_TABLES = ['sites', 'groups', 'teams', 'queues', 'agents', 'bots', 'contacts', 'sources'] as const;
export type SubjectTable = (typeof SUBJECT_TABLES)[number];

/** Numbers that only rules read, beside those of the registry: of one agent, bot, contact or source, and those that bring their own span. */
export const OWN_METRIC_IDS = [
  'time-in-state',
  'contacts-in-hand',
  'contacts-handled',
  'contact-wait',
  'contact-time-in-service',
  'contact-hold-time',
  'contact-holds',
  'contact-transfers',
  ...BOT_METRIC_IDS,
  'bot-silence',
  'source-silence',
  'heartbeats-missed',
  'negative-feedback-share',
  'feedback-mentions',
  'forecast-deviation',
  'weeks-anomaly',
  'bad-days',
] as const;
export type OwnMetricId = (typeof OWN_METRIC_IDS)[number];
export type AlertMetricId = MetricId | OwnMetricId;
export const ALERT_METRIC_IDS: readonly AlertMetricId[] = [...METRIC_IDS, ...OWN_METRIC_IDS];

/** How a metric may be used in a rule. `own`: it brings its span itself and takes no window. */
export type AlertMetric = {
  readonly unit: MetricUnit;
  readonly span: 'now' | 'window' | 'own';
  readonly tables: readonly SubjectTable[];
};

const QUEUES: readonly SubjectTable[] = ['sites', 'groups', 'teams', 'queues'];
const FEEDBACK: readonly SubjectTable[] = [...QUEUES, 'agents'];
/** What the registry measures of queues can be said of these too. */
const ALSO_OF: { readonly [K in MetricId]?: readonly SubjectTable[] } = {
  ...Object.fromEntries(AGENT_METRIC_IDS.map((id) => [id, [...QUEUES, 'agents'] as const])),
  'longest-wait': [...QUEUES, 'contacts'],
};

function of(tables: readonly SubjectTable[], unit: MetricUnit, span: AlertMetric['span']): AlertMetric {
  return { unit, span, tables };
}

const OWN: Record<OwnMetricId, AlertMetric> = {
  'time-in-state': of(['agents'], 'ms', 'now'),
  'contacts-in-hand': of(['agents'], 'count', 'now'),
  'contacts-handled': of(['agents'], 'count', 'window'),
  'contact-wait': of(['contacts'], 'ms', 'now'),
  'contact-time-in-service': of(['contacts'], 'ms', 'now'),
  'contact-hold-time': of(['contacts'], 'ms', 'now'),
  'contact-holds': of(['contacts'], 'count', 'now'),
  'contact-transfers': of(['contacts'], 'count', 'now'),
  'bot-confidence': of(['bots'], 'ratio', 'now'),
  'bot-confidence-mean': of(['bots'], 'ratio', 'window'),
  'bot-confidence-p10': of(['bots'], 'ratio', 'window'),
  'bot-uncertain-share': of(['bots'], 'ratio', 'window'),
  'bot-uncertain-now': of(['bots'], 'count', 'now'),
  'bot-sessions-open': of(['bots'], 'count', 'now'),
  'bot-handed-off': of(['bots'], 'count', 'window'),
  'bot-containment': of(['bots'], 'ratio', 'window'),
  'bot-abandoned-rate': of(['bots'], 'ratio', 'window'),
  'bot-failed': of(['bots'], 'count', 'window'),
  'bot-silence': of(['bots'], 'ms', 'now'),
  'source-silence': of(['sources'], 'ms', 'now'),
  'heartbeats-missed': of(['sources'], 'count', 'now'),
  'negative-feedback-share': of(FEEDBACK, 'ratio', 'window'),
  'feedback-mentions': of(FEEDBACK, 'count', 'own'),
  'forecast-deviation': of(QUEUES, 'ratio', 'own'),
  'weeks-anomaly': of([...FEEDBACK, 'bots'], 'count', 'own'),
  'bad-days': of([...FEEDBACK, 'bots'], 'count', 'own'),
};

export const ALERT_METRICS = Object.fromEntries([
  ...METRIC_IDS.map((id) => [id, of(ALSO_OF[id] ?? QUEUES, METRICS[id].unit, METRICS[id].span)] as const),
  ...OWN_METRIC_IDS.map((id) => [id, OWN[id]] as const),
]) as Readonly<Record<AlertMetricId, AlertMetric>>;

export function isOwnMetric(id: AlertMetricId): id is OwnMetricId {
  return Object.hasOwn(OWN, id);
}

/** The metrics that can be measured of each of a table's things. */
export function metricsOf(table: SubjectTable): readonly AlertMetricId[] {
  return ALERT_METRIC_IDS.filter((id) => ALERT_METRICS[id].tables.includes(table));
}
