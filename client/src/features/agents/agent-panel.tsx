import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import type { AgentState } from '@floorwalk/shared/agents/events';
import type { AgentRow } from '@floorwalk/shared/floor/rows';
import type { TimelineAnswer } from '@floorwalk/shared/api/history';
import { fetchAgentTimeline } from '../../api/history.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { measureAgentToday, siteToday, timeToday, type AgentTodayMetric } from '../../numbers/agent-numbers.ts';
import { Figure } from '../../numbers/figure.tsx';
import { metricLabel, metricUnit } from '../../numbers/metric-words.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import { plain } from '../../numbers/plain.ts';
import type { FigureOnGlass } from '../../numbers/subject.ts';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useMay } from '../../shell/session-context.ts';
import { useNames } from '../../shell/use-names.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useGlass, useNow } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { AgentStateGlyph } from '../../ui/agent-state-glyph.tsx';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { DASH, formatCount, formatDuration, formatValue } from '../../ui/format.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { TimelineList } from '../../ui/timeline-list.tsx';
import { StateStrip } from './state-strip.tsx';
import { stateSpans } from './state-spans.ts';

const REFRESH_MS = 10_000;

/** One agent: state, contacts in hand, and the day so far. */
export default function AgentPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const agent = useRow('agents', id);
  const site = useRow('sites', siteId);
  const team = useRow('teams', agent?.teamId);
  const { asOf } = useGlass();
  const { openPanel } = useDeskActions();
  const nameOf = useNames();
  const mayPeople = useMay('view-people', siteId);
  const from = site?.todayStartAt ?? 0;
  const timeline = useQuery({
    queryKey: ['agent-timeline', siteId, id, from, search.at ?? 'live'],
    queryFn: () => fetchAgentTimeline(siteId, id, from, Math.ceil(live().siteTime()) + 1),
    enabled: from > 0 && mayPeople,
    refetchInterval: search.at === undefined ? REFRESH_MS : false,
  });
  if (asOf === null) return <Skeleton rows={8} label={t('state.loading')} />;
  if (!agent || !site)
    return mayPeople ? (
      <StateNote title={t('panel.agent-gone')}>{id}</StateNote>
    ) : (
      <ForbiddenNote permission="view-people" />
    );
  return (
    <>
      <header className="panel-head">
        <h2>
          <span className="ellipsis">{agent.name}</span>
        </h2>
        <p className="agent-state" data-state={agent.state}>
          <AgentStateGlyph state={agent.state} />
          {t(`agent-state.${agent.state}`)}
          {agent.reason && ` · ${agent.reason}`} ·{' '}
          <Since figure="time-in-state" of={`${agent.name} · ${t(`agent-state.${agent.state}`)}`} since={agent.since} />
        </p>
        <p className="quiet panel-meta">
          {[team?.name, ...agent.queueIds.map((queueId) => nameOf('queue', queueId))].filter(Boolean).join(' · ')}
        </p>
      </header>
      <div className="fact-grid">
        <Tile
          label={t('agents.handled-today')}
          value={
            <Figure figure="contacts-handled" of={`${agent.name} · ${t('window.today')}`}>
              {formatCount(agent.handledTodayCount)}
            </Figure>
          }
          note={t('window.today')}
        />
        <TodayTile agent={agent} metric="average-handle-time" note={t('window.today')} />
        <TodayTile agent={agent} metric="not-answered" note={t('window.today')} />
        <OccupancyTile agent={agent} />
        <Tile
          label={t('agents.column.capacity')}
          value={
            <span {...plain('limit')}>
              {Object.entries(agent.capacity)
                .map(([channel, count]) => `${count} ${t(`channel.${channel as 'voice'}`)}`)
                .join(', ') || DASH}
            </span>
          }
          note={t('agents.capacity-note')}
        />
      </div>
      <section aria-labelledby="agent-contacts-title">
        <h3 id="agent-contacts-title" {...plain('rows')}>
          {t('agents.contacts-in-hand', { count: agent.contacts.length })}
        </h3>
        {agent.contacts.length === 0 && <p className="quiet">{t('agents.no-contacts')}</p>}
        <ul className="line-list">
          {agent.contacts.map((contact) => (
            <li key={contact.contactId}>
              <button
                type="button"
                className="link-button ellipsis"
                {...plain('named')}
                onClick={() => openPanel('contact', contact.contactId)}
              >
                <ChannelIcon channel={contact.channel} /> {contact.contactId}
              </button>
              <span className="quiet ellipsis">
                {t(`phase.${contact.phase}` as MessageKey)}
                {contact.queueId && ` · ${nameOf('queue', contact.queueId)}`}
              </span>
              <Since
                figure="contact-time-in-phase"
                of={`${contact.contactId} · ${t(`phase.${contact.phase}` as MessageKey)}`}
                since={contact.since}
              />
            </li>
          ))}
        </ul>
      </section>
      {agent.skills.length > 0 && (
        <section aria-labelledby="agent-skills-title">
          <h3 id="agent-skills-title">{t('agents.skills')}</h3>
          <p {...plain('said')}>
            {agent.skills
              .map(({ skill, proficiency }) => (proficiency === undefined ? skill : `${skill} ${proficiency}/5`))
              .join(' · ')}
          </p>
        </section>
      )}
      {mayPeople && (
        <section aria-labelledby="agent-timeline-title">
          <h3 id="agent-timeline-title">{t('agents.day')}</h3>
          {timeline.isPending && <Skeleton rows={5} label={t('state.loading')} />}
          {timeline.isError && <p className="form-problem">{t('timeline.failed')}</p>}
          {timeline.isSuccess && timeline.data.entries.length === 0 && <p className="quiet">{t('timeline.empty')}</p>}
          {timeline.data && timeline.data.entries.length > 0 && (
            <DayStrip
              entries={timeline.data.entries}
              from={from}
              zone={site.zone}
              state={agent.state}
              since={agent.since}
              name={agent.name}
            />
          )}
          {timeline.data && (
            <TimelineList
              newestFirst
              subjectId={id}
              entries={timeline.data.entries.slice(-100)}
              zone={site.zone}
              nameOf={nameOf}
              onOpen={openPanel}
            />
          )}
        </section>
      )}
    </>
  );
}

type StripProps = {
  readonly entries: TimelineAnswer['entries'];
  readonly from: number;
  readonly zone: string;
  readonly state: AgentState;
  readonly since: number;
  readonly name: string;
};

function DayStrip({ entries, from, zone, state, since, name }: StripProps) {
  const to = Math.max(live().siteTime(), from + 60_000);
  const spans = useMemo(() => stateSpans(entries, from, to, { state, since }), [entries, from, to, state, since]);
  return <StateStrip spans={spans} from={from} to={to} zone={zone} name={name} />;
}

type SinceProps = FigureOnGlass & { readonly since: number };

function Since({ figure, of, since }: SinceProps) {
  const now = useNow();
  return (
    <Figure figure={figure} of={of}>
      {formatDuration(now - since)}
    </Figure>
  );
}

/** Grows with the running state, so it is drawn by the second. */
function OccupancyTile({ agent }: { readonly agent: AgentRow }) {
  const { busyMs, availableMs } = timeToday(agent, siteToday(useNow()));
  const note = t('agents.occupancy-note', {
    busy: formatDuration(busyMs),
    available: formatDuration(availableMs),
  });
  return <TodayTile agent={agent} metric="occupancy" note={note} />;
}

/** A number of today with its formula behind it. */
function TodayTile({
  agent,
  metric,
  note,
}: {
  readonly agent: AgentRow;
  readonly metric: AgentTodayMetric;
  readonly note: string;
}) {
  return (
    <Tile
      label={metricLabel(metric)}
      value={
        <NumberButton metric={metric} subject={{ table: 'agents', id: agent.id }} window="today">
          {formatValue(measureAgentToday(metric, agent, siteToday()).value, metricUnit(metric))}
        </NumberButton>
      }
      note={note}
    />
  );
}

function Tile({ label, value, note }: { readonly label: string; readonly value: ReactNode; readonly note: string }) {
  return (
    <div className="fact-tile">
      <span className="quiet">{label}</span>
      <span className="numeric fact-value">{value}</span>
      <small className="quiet" {...plain('evidence')}>
        {note}
      </small>
    </div>
  );
}
