import type { Comparison } from '@floorwalk/shared/alerts/rule';
import type { AlertRuleRow } from '@floorwalk/shared/alerts/rows';
import type { BotRow, LiveNumbers } from '@floorwalk/shared/floor/rows';
import { isBotMetric, measureBot } from '@floorwalk/shared/metrics/bot-metrics';
import { METRIC_IDS, type Measured, type MetricId } from '@floorwalk/shared/metrics/metric';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { measureRow } from '../../numbers/metric-input.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived } from '../../store/use-row.ts';
import { formatValue } from '../../ui/format.ts';
import { alertMetricUnit } from './alert-metric-words.ts';
import { evidenceWords } from './evidence-line.ts';
import { nearnessOf, type Nearness } from './nearness.ts';

const MOST_SHOWN = 8;
const TICK_MS = 1_000;

type Near = Nearness & {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly table: 'sites' | 'groups' | 'teams' | 'queues' | 'bots';
  readonly subjectId: string;
  readonly subjectName: string;
};

/** Each rule with the subject that is nearest to firing it, as far as its numbers are on this glass. */
export function NearestRules() {
  const siteId = useSiteId();
  const near = useDerived(['alertRules', 'sites', 'queues', 'bots'], nearest, same, siteId, TICK_MS);
  const { openPanel } = useDeskActions();
  if (near.length === 0) return null;
  return (
    <section className="alerts-day" aria-labelledby="alerts-nearest">
      <h2 id="alerts-nearest">{t('alerts.nearest')}</h2>
      <ul className="nearest-list">
        {near.map(({ ruleId, ruleName, table, subjectId, subjectName, comparison, value, share }) => (
          <li key={ruleId}>
            <span>{ruleName}</span>
            {table === 'queues' || table === 'bots' ? (
              <button
                type="button"
                className="link-button ellipsis"
                onClick={() => openPanel(table === 'queues' ? 'queue' : 'bot', subjectId)}
              >
                {subjectName}
              </button>
            ) : (
              <span className="ellipsis">{subjectName}</span>
            )}
            <span className="nearest-way" aria-hidden="true">
              <span style={{ width: `${Math.min(1, share) * 100}%` }} />
            </span>
            <Figure
              figure={comparison.metric}
              of={`${subjectName} · ${ruleName}`}
              value={formatValue(value, alertMetricUnit(comparison.metric))}
            >
              {watchedLine({ ...comparison, value, window: comparison.window ?? null })}
            </Figure>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is compared but need not be so: `Waiting 3 · fires at ≥ 5`. */
function watchedLine(compared: Parameters<typeof evidenceWords>[0]): string {
  const { label, value, limit, within } = evidenceWords(compared);
  return `${label} ${value}${within} · ${t('alerts.fires-at', { limit })}`;
}

function nearest(): readonly Near[] {
  const { tables } = live().store;
  const found = [...tables.alertRules.rows()].flatMap((row) => nearestSubject(row) ?? []);
  return found
    .sort((left, right) => right.share - left.share || (left.ruleId < right.ruleId ? -1 : 1))
    .slice(0, MOST_SHOWN);
}

function nearestSubject({ id, rule }: AlertRuleRow): Near | null {
  const { table, ids } = rule.subject;
  if (table === 'agents' || table === 'contacts' || table === 'sources') return null;
  let best: Near | null = null;
  for (const subject of live().store.tables[table].rows()) {
    if (ids !== undefined && !ids.includes(subject.id)) continue;
    for (const { when } of rule.levels) {
      const near = nearnessOf(when, (comparison) => measured(comparison, subject));
      if (near === null || (best !== null && near.share <= best.share)) continue;
      best = { ...near, ruleId: id, ruleName: rule.name, table, subjectId: subject.id, subjectName: subject.name };
    }
  }
  return best;
}

/** A comparison's metric of one row; `null` where the row does not carry that window, or the rule reads what is not on the glass. */
function measured({ metric, window }: Comparison, row: LiveNumbers | BotRow): Measured | null {
  if ('lastConfidence' in row) {
    if (!isBotMetric(metric) || (window !== undefined && row.windows[window] === undefined)) return null;
    return measureBot(metric, row, window ?? 'today');
  }
  if (!isRegistered(metric)) return null;
  if (METRICS[metric].span === 'window' && (window === undefined || row.windows[window] === undefined)) return null;
  return measureRow(metric, row, window ?? 'today', live().now);
}

const REGISTERED: ReadonlySet<string> = new Set(METRIC_IDS);

function isRegistered(metric: Comparison['metric']): metric is MetricId {
  return REGISTERED.has(metric);
}
