import { memo, useMemo, type ReactNode } from 'react';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { LiveNumbers, RollUpRow } from '@floorwalk/shared/floor/rows';
import type { Measured, MetricId } from '@floorwalk/shared/metrics/metric';
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
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { DEFAULT_WINDOW } from '../../shell/use-subscription.ts';
import { judgeServiceLevel } from '../../severity/queue-severity.ts';
import { judgeConfidence } from '../../severity/bot-severity.ts';
import type { Severity } from '../../severity/severity.ts';
import { useAtNow } from '../../store/use-now.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { measureBot } from '@floorwalk/shared/metrics/bot-metrics';
import { DASH, formatConfidence, formatCount, formatDuration, formatRatio, formatValue } from '../../ui/format.ts';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';

type Numbers = LiveNumbers & Pick<RollUpRow, 'serviceLevelTarget' | 'name'>;

/** The whole floor in a line: of the site, or of the group or team in scope, or of what this person may see. */
export function KpiStrip() {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const site = useRow('sites', siteId);
  const visible = useVisibleRollUp(siteId);
  const isPartial = visible !== null;
  const subject = useMemo(() => subjectOf(search.scope, siteId, isPartial), [search.scope, siteId, isPartial]);
  const scoped = useRow(subject.table === 'groups' || subject.table === 'teams' ? subject.table : 'groups', subject.id);
  const row: Numbers | undefined =
    subject.table === 'sites' ? site : subject.table === 'visible' ? (visible ?? undefined) : scoped;
  return (
    <section className="kpi-strip" aria-label={t('floor.kpis')}>
      {row && <Tiles row={row} subject={subject} agentsKnown={visible?.agentsKnown ?? true} />}
      {subject.table === 'visible' && row && (
        <p className="kpi-note" {...plain('rows')}>
          {t('floor.partial', { count: visible?.queueCount ?? 0 })}
        </p>
      )}
    </section>
  );
}

function subjectOf(scope: string | undefined, siteId: string, isPartial: boolean): Subject {
  const colon = scope?.indexOf(':') ?? -1;
  if (scope && colon > 0) return { table: scope.startsWith('group:') ? 'groups' : 'teams', id: scope.slice(colon + 1) };
  return { table: isPartial ? 'visible' : 'sites', id: siteId };
}

type TilesProps = { readonly row: Numbers; readonly subject: Subject; readonly agentsKnown: boolean };

/** The row is another with every update; a tile is drawn when its own number is another. */
function Tiles({ row, subject, agentsKnown }: TilesProps) {
  const window = useDeskSearch().window ?? DEFAULT_WINDOW;
  const serviceLevel = useServiceLevelMetric();
  const { now } = live();
  const target = row.serviceLevelTarget;
  const of = (metric: MetricId, over: WindowKey = window) => ({
    ...measureRow(metric, row, over, now),
    metric,
    subject,
    window: over,
  });
  return (
    <>
      <Tile {...of('waiting')} trend={row.waitingByMinute} />
      <LongestTile oldestQueuedAt={row.oldestQueuedAt} subject={subject} window={window} />
      <LevelTile {...of(serviceLevel)} target={target} />
      <LevelTile {...of(serviceLevel, 'today')} target={target} />
      <Tile {...of('abandon-rate')} />
      <Tile {...of('average-speed-of-answer')} />
      <Tile {...of('wait-p90')} withheld={subject.table === 'visible'} />
      <AgentsTile
        subject={subject}
        window={window}
        available={of('agents-available').value}
        signedIn={of('agents-signed-in').value}
        known={agentsKnown}
      />
      <BotTile />
    </>
  );
}

type TileProps = Measured & { readonly metric: MetricId; readonly subject: Subject; readonly window: WindowKey };

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

const Tile = memo(function Tile(
  props: TileProps & { readonly withheld?: boolean; readonly trend?: readonly number[] },
) {
  const { subject, metric, window, withheld, trend } = props;
  const { unit, span } = METRICS[metric];
  return (
    <Shell
      label={metricShortLabel(metric)}
      title={metricLabel(metric)}
      metric={metric}
      subject={subject}
      window={window}
      value={withheld ? DASH : formatValue(props.value, unit)}
      note={
        withheld
          ? t('floor.not-from-parts')
          : noteOf(
              span === 'now' ? t('window.now') : t(`window.${window}` as MessageKey),
              evidenceText(metric, props),
              isFew(metric, unit, props) && t('value.few'),
            )
      }
    >
      {trend && (
        <Sparkline values={trend} width={64} height={20} label={t('floor.trend-of', { most: Math.max(0, ...trend) })} />
      )}
    </Shell>
  );
});

function noteOf(...parts: readonly (string | false)[]): string {
  return parts.filter(Boolean).join(' · ');
}

/** Grows by the second, so it is drawn by the second. */
const LongestTile = memo(function LongestTile(props: {
  readonly oldestQueuedAt: number | null;
  readonly subject: Subject;
  readonly window: WindowKey;
}) {
  const { oldestQueuedAt, subject, window } = props;
  const waitMs = useAtNow((now) => (oldestQueuedAt === null ? null : Math.max(0, now - oldestQueuedAt)));
  const name = useLongestQueue(oldestQueuedAt);
  return (
    <Shell
      label={metricShortLabel('longest-wait')}
      title={metricLabel('longest-wait')}
      metric="longest-wait"
      subject={subject}
      window={window}
      value={formatDuration(waitMs)}
      note={oldestQueuedAt === null ? t('floor.nobody-waits') : name}
    />
  );
});

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

const LevelTile = memo(function LevelTile(props: TileProps & { readonly target: number }) {
  const { metric, subject, window, target } = props;
  return (
    <Shell
      label={metricLabel('service-level')}
      title={metricLabel(metric)}
      metric={metric}
      subject={subject}
      window={window}
      value={formatRatio(props.value)}
      severity={judgeServiceLevel(props, target)}
      note={noteOf(
        t(`window.${window}` as MessageKey),
        t('floor.target', { value: formatRatio(target) }),
        evidenceText(metric, props),
        isFew(metric, 'ratio', props) && t('value.few'),
      )}
    />
  );
});

const AgentsTile = memo(function AgentsTile(props: {
  readonly subject: Subject;
  readonly window: WindowKey;
  readonly available: number | null;
  readonly signedIn: number | null;
  readonly known: boolean;
}) {
  const { subject, window, available, signedIn, known } = props;
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
});

/** The bots together: the mean of all their turns in the window, not the mean of their means. */
const BotTile = memo(function BotTile() {
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
          {t(`window.${window}` as MessageKey)}
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
});
