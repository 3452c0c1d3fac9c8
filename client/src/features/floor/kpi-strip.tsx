import type { ReactNode } from 'react';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { LiveNumbers, RollUpRow } from '@floorwalk/shared/floor/rows';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { evidenceText, isFew } from '../../numbers/evidence.ts';
import { measureRow } from '../../numbers/metric-input.ts';
import { metricLabel, metricShortLabel } from '../../numbers/metric-words.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import { plain } from '../../numbers/plain.ts';
import { useServiceLevelMetric } from '../../numbers/service-level-choice.ts';
import type { Subject } from '../../numbers/subject.ts';
import { ALL_BOTS } from '../../numbers/all-bots.ts';
import { useBot, useVisibleRollUp } from '../../numbers/use-subject.ts';
import type { VisibleRollUp } from '../../numbers/visible-roll-up.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { DEFAULT_WINDOW } from '../../shell/use-subscription.ts';
import { judgeServiceLevel } from '../../severity/queue-severity.ts';
import { judgeConfidence } from '../../severity/bot-severity.ts';
import type { Severity } from '../../severity/severity.ts';
import { useNow } from '../../store/use-now.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { measureBot } from '@floorwalk/shared/metrics/bot-metrics';
import { DASH, formatConfidence, formatCount, formatRatio, formatValue } from '../../ui/format.ts';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';

type Numbers = LiveNumbers & Pick<RollUpRow, 'serviceLevelTarget' | 'name'>;

/** The whole floor in a line: of the site, or of the group or team in scope, or of what this person may see. */
export function KpiStrip() {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const site = useRow('sites', siteId);
  const visible = useVisibleRollUp(siteId);
  const subject = subjectOf(search.scope, siteId, visible);
  const scoped = useRow(subject.table === 'groups' || subject.table === 'teams' ? subject.table : 'groups', subject.id);
  const row: Numbers | undefined =
    subject.table === 'sites' ? site : subject.table === 'visible' ? (visible ?? undefined) : scoped;
  const window = search.window ?? DEFAULT_WINDOW;
  return (
    <section className="kpi-strip" aria-label={t('floor.kpis')}>
      {row && (
        <>
          <Tile row={row} subject={subject} metric="waiting" window={window}>
            <Sparkline
              values={row.waitingByMinute}
              width={64}
              height={20}
              label={t('floor.trend-of', { most: Math.max(0, ...row.waitingByMinute) })}
            />
          </Tile>
          <LongestTile row={row} subject={subject} window={window} />
          <LevelTile row={row} subject={subject} window={window} />
          <LevelTile row={row} subject={subject} window="today" />
          <Tile row={row} subject={subject} metric="abandon-rate" window={window} />
          <Tile row={row} subject={subject} metric="average-speed-of-answer" window={window} />
          <Tile row={row} subject={subject} metric="wait-p90" window={window} withheld={subject.table === 'visible'} />
          <AgentsTile row={row} subject={subject} window={window} known={visible?.agentsKnown ?? true} />
          <BotTile />
        </>
      )}
      {subject.table === 'visible' && row && (
        <p className="kpi-note" {...plain('rows')}>
          {t('floor.partial', { count: visible?.queueCount ?? 0 })}
        </p>
      )}
    </section>
  );
}

function subjectOf(scope: string | undefined, siteId: string, visible: VisibleRollUp | null): Subject {
  const colon = scope?.indexOf(':') ?? -1;
  if (scope && colon > 0) return { table: scope.startsWith('group:') ? 'groups' : 'teams', id: scope.slice(colon + 1) };
  return { table: visible ? 'visible' : 'sites', id: siteId };
}

type TileProps = {
  readonly row: Numbers;
  readonly subject: Subject;
  readonly window: WindowKey;
};

function Shell(props: {
  readonly label: string;
  readonly title?: string;
  readonly metric: Parameters<typeof NumberButton>[0]['metric'];
  readonly subject: Subject;
  readonly window: WindowKey;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly severity?: Severity;
  readonly children?: ReactNode;
}) {
  const { severity = 'ok' } = props;
  return (
    <div className="kpi" data-severity={severity}>
      <span className="kpi-label" title={props.title} {...plain('named')}>
        {(severity === 'attention' || severity === 'critical') && <SeverityGlyph severity={severity} size={12} />}
        <span className="ellipsis kpi-long">{props.label}</span>
        <span className="ellipsis kpi-short">{metricShortLabel(props.metric)}</span>
      </span>
      <span className="kpi-line">
        <NumberButton
          metric={props.metric}
          subject={props.subject}
          window={props.window}
          className={`kpi-value tone-${severity}`}
        >
          <span className="visually-hidden">{props.label}: </span>
          {props.value}
        </NumberButton>
        {props.children}
      </span>
      <span className="kpi-note-line quiet" {...plain('evidence')}>
        {props.note}
      </span>
    </div>
  );
}

function Tile(
  props: TileProps & { readonly metric: MetricId; readonly withheld?: boolean; readonly children?: ReactNode },
) {
  const { row, subject, metric, window, withheld } = props;
  const { unit, span } = METRICS[metric];
  const measured = measureRow(metric, row, window, live().now);
  const few = isFew(metric, unit, measured);
  const evidence = evidenceText(metric, measured);
  return (
    <Shell
      label={metricShortLabel(metric)}
      title={metricLabel(metric)}
      metric={metric}
      subject={subject}
      window={window}
      value={withheld ? DASH : formatValue(measured.value, unit)}
      note={
        withheld ? (
          t('floor.not-from-parts')
        ) : (
          <>
            {span === 'now' ? t('window.now') : t(`window.${window}` as MessageKey)}
            {evidence && ` · ${evidence}`}
            {few && ` · ${t('value.few')}`}
          </>
        )
      }
    >
      {props.children}
    </Shell>
  );
}

/** Grows by the second, so it is drawn by the second. */
function LongestTile({ row, subject, window }: TileProps) {
  const now = useNow();
  const measured = measureRow('longest-wait', row, window, now);
  const name = useLongestQueue(row.oldestQueuedAt);
  return (
    <Shell
      label={metricShortLabel('longest-wait')}
      title={metricLabel('longest-wait')}
      metric="longest-wait"
      subject={subject}
      window={window}
      value={formatValue(measured.value, 'ms')}
      note={row.oldestQueuedAt === null ? t('floor.nobody-waits') : name}
    />
  );
}

/** The queue in which the longest-waiting contact waits. */
function useLongestQueue(oldestQueuedAt: number | null): string | null {
  return useDerived(
    ['queues'],
    () => {
      if (oldestQueuedAt === null) return null;
      for (const queue of live().store.tables.queues.rows())
        if (queue.oldestQueuedAt === oldestQueuedAt) return queue.name;
      return null;
    },
    Object.is,
    String(oldestQueuedAt),
  );
}

function LevelTile({ row, subject, window }: TileProps) {
  const serviceLevel = useServiceLevelMetric();
  const measured = measureRow(serviceLevel, row, window, live().now);
  const few = isFew(serviceLevel, 'ratio', measured);
  return (
    <Shell
      label={metricLabel('service-level')}
      title={metricLabel(serviceLevel)}
      metric={serviceLevel}
      subject={subject}
      window={window}
      value={formatRatio(measured.value)}
      severity={judgeServiceLevel(measured, row.serviceLevelTarget)}
      note={
        <>
          {t(`window.${window}` as MessageKey)} · {t('floor.target', { value: formatRatio(row.serviceLevelTarget) })}
          {measured.value !== null && ` · n ${formatCount(measured.denominator)}`}
          {few && ` · ${t('value.few')}`}
        </>
      }
    />
  );
}

function AgentsTile({ row, subject, window, known }: TileProps & { readonly known: boolean }) {
  const available = measureRow('agents-available', row, window, 0).value;
  const signedIn = measureRow('agents-signed-in', row, window, 0).value;
  return (
    <Shell
      label={t('agents.title')}
      title={metricLabel('agents-available')}
      metric="agents-available"
      subject={subject}
      window={window}
      value={
        known ? (
          <>
            {formatCount(available)}
            <span className="kpi-of">/{formatCount(signedIn)}</span>
          </>
        ) : (
          DASH
        )
      }
      note={known ? t('floor.of-signed-in') : t('floor.agents-unknown')}
    />
  );
}

/** The bots together: the mean of all their turns in the window, not the mean of their means. */
function BotTile() {
  const search = useDeskSearch();
  const window = search.window ?? DEFAULT_WINDOW;
  const bots = useBot(ALL_BOTS);
  if (!bots) return null;
  const measured = measureBot('bot-confidence-mean', bots, window);
  return (
    <Shell
      label={t('floor.bot-confidence')}
      title={metricLabel('bot-confidence-mean')}
      metric="bot-confidence-mean"
      subject={{ table: 'bots', id: ALL_BOTS }}
      window={window}
      value={formatConfidence(measured.value)}
      severity={judgeConfidence(measured, bots.confidenceThreshold)}
      note={
        <>
          {t(`window.${window}` as MessageKey)} ·{' '}
          <NumberButton
            metric="bot-uncertain-now"
            subject={{ table: 'bots', id: ALL_BOTS }}
            window={window}
            className="number-words"
          >
            {t('floor.bots-uncertain', { count: bots.uncertainNowCount })}
          </NumberButton>
        </>
      }
    />
  );
}
