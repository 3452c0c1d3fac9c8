import { useMemo } from 'react';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { MetricId } from '@floorwalk/shared/metrics/metric';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { live } from '../../connection/live-session.ts';
import { evidenceText, isFew } from '../../numbers/evidence.ts';
import { Figure } from '../../numbers/figure.tsx';
import { measureRow } from '../../numbers/metric-input.ts';
import { metricLabel } from '../../numbers/metric-words.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import { plain } from '../../numbers/plain.ts';
import { useServiceLevelMetric } from '../../numbers/service-level-choice.ts';
import { judgeNumbers } from '../../severity/queue-severity.ts';
import { useMay } from '../../shell/session-context.ts';
import { useSeek } from '../../shell/use-seek.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { DEFAULT_WINDOW } from '../../shell/use-subscription.ts';
import { useGlass, useNow } from '../../store/use-now.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { same } from '../../store/same.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { formatCount, formatDuration, formatRatio, formatSpan, formatValue } from '../../ui/format.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { QueueContacts } from './queue-contacts.tsx';
import { QueueIntervals } from './queue-intervals.tsx';

const SHOWN: readonly MetricId[] = [
  'waiting',
  'longest-wait',
  'wait-estimate',
  'in-service',
  'service-level',
  'service-level-as-of-now',
  'abandon-rate',
  'average-speed-of-answer',
  'average-handle-time',
  'offered',
  'answered',
  'abandoned',
  'flowed-out',
  'not-answered-rate',
  'occupancy',
  'wait-p50',
  'wait-p90',
  'wait-p95',
  'first-contact-resolution',
  'survey-top-share',
];

/** One queue: why it is as it is, its people, its contacts, its day. */
export default function QueuePanel({ id }: { readonly id: string }) {
  const queue = useRow('queues', id);
  const { asOf } = useGlass();
  const siteId = useSiteId();
  const site = useRow('sites', siteId);
  const window = useDeskSearch().window ?? DEFAULT_WINDOW;
  const mayPeople = useMay('view-people', siteId);
  const mayContacts = useMay('view-contacts', siteId);
  const mayIntervals = useMay('view-intervals', siteId);
  if (asOf === null) return <Skeleton rows={10} label={t('state.loading')} />;
  if (!queue || !site) return <StateNote title={t('panel.queue-gone')}>{id}</StateNote>;
  return (
    <>
      <QueueHead queue={queue} window={window} />
      <div className="fact-grid">
        {SHOWN.map((metric) => (
          <QueueNumber key={metric} queue={queue} metric={metric} window={window} />
        ))}
      </div>
      <WaitingChart queue={queue} zone={site.zone} />
      {mayContacts && <QueueContacts queueId={id} />}
      {mayPeople && <ServingAgents queueId={id} />}
      {mayIntervals && <QueueIntervals queueId={id} site={site} />}
    </>
  );
}

function QueueHead({ queue, window }: { readonly queue: QueueRow; readonly window: WindowKey }) {
  const now = useNow();
  const serviceLevel = useServiceLevelMetric();
  const team = useRow('teams', queue.teamId);
  const group = useRow('groups', queue.groupId);
  const judged = judgeNumbers(queue, measureRow(serviceLevel, queue, window, now), now);
  const unit = judged.metric ? METRICS[judged.metric].unit : 'count';
  return (
    <header className="panel-head">
      <h2>
        <SeverityGlyph severity={judged.severity} word />
        <span className="ellipsis">{queue.name}</span>
      </h2>
      {judged.metric && (
        <NumberButton
          metric={judged.metric}
          subject={{ table: 'queues', id: queue.id }}
          window={window}
          className={`number-words judgement tone-${judged.severity}`}
        >
          {judged.metric === 'agents-signed-in'
            ? t('floor.judged-no-agents')
            : t('floor.judged', {
                metric: metricLabel(judged.metric),
                value: formatValue(judged.value, unit),
                limit: formatValue(judged.limit, unit),
              })}
        </NumberButton>
      )}
      <p className="quiet panel-meta" {...plain('limit')}>
        <ChannelIcon channel={queue.channel} />
        {t('floor.held-to', {
          target: formatRatio(queue.serviceLevelTarget),
          threshold: formatSpan(queue.serviceLevelThresholdMs),
          short: formatSpan(queue.shortAbandonThresholdMs),
        })}
        {[group?.name, team?.name, queue.department].filter(Boolean).map((name) => ` · ${name}`)}
      </p>
    </header>
  );
}

type NumberProps = { readonly queue: QueueRow; readonly metric: MetricId; readonly window: WindowKey };

function QueueNumber({ queue, metric, window }: NumberProps) {
  const now = useNow();
  const { unit, span } = METRICS[metric];
  const measured = measureRow(metric, queue, window, now);
  const evidence = evidenceText(metric, measured);
  return (
    <div className="fact-tile">
      <span className="quiet" {...plain('named')}>
        {metricLabel(metric)}
      </span>
      <NumberButton metric={metric} subject={{ table: 'queues', id: queue.id }} window={window}>
        <span className="visually-hidden">{metricLabel(metric)}: </span>
        {formatValue(measured.value, unit)}
      </NumberButton>
      <small className="quiet" {...plain('evidence')}>
        {span === 'now' ? t('window.now') : t(`window.${window}` as MessageKey)}
        {evidence && ` · ${evidence}`}
        {isFew(metric, unit, measured) && ` · ${t('value.few')}`}
      </small>
    </div>
  );
}

function WaitingChart({ queue, zone }: { readonly queue: QueueRow; readonly zone: string }) {
  const seek = useSeek();
  const { waitingByMinute, waitingMinuteAt } = queue;
  const series = useMemo(() => {
    const first = waitingMinuteAt - (waitingByMinute.length - 1) * 60_000;
    return [
      {
        id: 'waiting',
        label: t('floor.trend'),
        form: 'bars' as const,
        colour: 1 as const,
        points: waitingByMinute.map((count, index) => [first + index * 60_000, count] as const),
      },
    ];
  }, [waitingByMinute, waitingMinuteAt]);
  return (
    <TimeChart
      label={t('floor.trend')}
      series={series}
      zone={zone}
      height={110}
      format={(value) => formatCount(value)}
      to={waitingMinuteAt + 60_000}
      onSeek={seek}
    />
  );
}

const MOST_AGENTS = 40;

/** The agents who can take this queue's contacts, those who are in it first. */
function ServingAgents({ queueId }: { readonly queueId: string }) {
  const { openPanel } = useDeskActions();
  const agents = useDerived(
    ['agents'],
    () => {
      const { tables } = live().store;
      const found = [...tables.agents.rows()].filter(
        (agent) => agent.state !== 'signed-out' && agent.queueIds.includes(queueId),
      );
      const rank = (agent: (typeof found)[number]) =>
        agent.contacts.some((contact) => contact.queueId === queueId) ? 0 : agent.state === 'available' ? 1 : 2;
      return found
        .sort((left, right) => rank(left) - rank(right) || left.since - right.since)
        .map(({ id, name, state, reason, since }) => ({ id, name, state, reason, since }));
    },
    same,
    queueId,
  );
  return (
    <section aria-labelledby="serving-title">
      <h3 id="serving-title" {...plain('rows')}>
        {t('floor.serving', { count: agents.length })}
      </h3>
      {agents.length === 0 && <p className="quiet">{t('floor.nobody-serves')}</p>}
      <ul className="line-list">
        {agents.slice(0, MOST_AGENTS).map((agent) => (
          <li key={agent.id}>
            <button type="button" className="link-button ellipsis" onClick={() => openPanel('agent', agent.id)}>
              {agent.name}
            </button>
            <span data-state={agent.state} className="state-word">
              {t(`agent-state.${agent.state}`)}
              {agent.reason && ` · ${agent.reason}`}
            </span>
            <Since of={`${agent.name} · ${t(`agent-state.${agent.state}`)}`} since={agent.since} />
          </li>
        ))}
      </ul>
      {agents.length > MOST_AGENTS && (
        <p className="quiet" {...plain('rows')}>
          {t('list.more', { count: agents.length - MOST_AGENTS })}
        </p>
      )}
    </section>
  );
}

function Since({ of, since }: { readonly of: string; readonly since: number }) {
  const now = useNow();
  return (
    <Figure figure="time-in-state" of={of}>
      {formatDuration(now - since)}
    </Figure>
  );
}
