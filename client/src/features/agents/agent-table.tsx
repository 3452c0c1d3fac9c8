import { Users } from 'lucide-react';
import { memo, useMemo } from 'react';
import { AGENT_STATES, type AgentState } from '@floorwalk/shared/agents/events';
import type { AgentRow } from '@floorwalk/shared/floor/rows';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import {
  AGENT_TODAY_METRICS,
  isAgentTodayMetric,
  measureAgentToday,
  siteToday,
  type AgentTodayMetric,
} from '../../numbers/agent-numbers.ts';
import { Figure } from '../../numbers/figure.tsx';
import { explainElement } from '../../numbers/formula-state.ts';
import { metricLabel, metricShortLabel, metricUnit } from '../../numbers/metric-words.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import { plain } from '../../numbers/plain.ts';
import type { Subject } from '../../numbers/subject.ts';
import { useVisibleRollUp } from '../../numbers/use-subject.ts';
import { readPanel } from '../../shell/desk-search.ts';
import { useMay } from '../../shell/session-context.ts';
import { useChangeSearch, useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useAtNow, useHasData } from '../../store/use-now.ts';
import { same } from '../../store/same.ts';
import { useDerived, useIds, useRow } from '../../store/use-row.ts';
import { useTimeText } from '../../store/use-time-text.ts';
import { AgentStateGlyph } from '../../ui/agent-state-glyph.tsx';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { formatCount, formatDuration, formatValue } from '../../ui/format.ts';
import { filterWords } from '../../ui/compare-names.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import type { CsvTable } from '../../ui/save-csv.ts';
import type { GridColumn, GridSort, RowPlace } from '../../ui/grid-place.ts';
import { GridRow, LiveGrid } from '../../ui/live-grid.tsx';
import { ResortChip } from '../../ui/resort-chip.tsx';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { useFrozenOrder } from '../../ui/use-frozen-order.ts';
import { countByState, orderAgents } from './agent-order.ts';

const DEFAULT_SORT: GridSort = { column: 'state', descending: false };
const ROW_HEIGHTS = { compact: 24, comfortable: 36 } as const;

/** Who is here and what they are doing, with how many of each. */
export function AgentTable({ wide }: { readonly wide: boolean }) {
  const siteId = useSiteId();
  const mayPeople = useMay('view-people', siteId);
  const search = useDeskSearch();
  const change = useChangeSearch();
  const { openPanel } = useDeskActions();
  const hasData = useHasData();
  const words = search.agentFilter ?? '';
  const teamId = search.agentTeam ?? '';
  const state = search.agentState ?? '';
  const sort = useMemo(() => readAgentSort(search.agentSort), [search.agentSort]);
  const columns = useMemo(() => agentColumns(wide), [wide]);
  const key = JSON.stringify([words, teamId, state, sort]);
  const ids = useDerived(
    ['agents'],
    () =>
      orderAgents(live().store.tables.agents.rows(), { words: filterWords(words), teamId, state }, sort, siteToday()),
    same,
    key,
  );
  const order = useFrozenOrder(ids, key);
  const panel = readPanel(search.panel);
  if (!mayPeople && ids.length === 0 && hasData) return <AgentCountsOnly />;
  return (
    <section className="pane agent-block" aria-labelledby="agents-title">
      <div className="block-head">
        <h2 id="agents-title">{t('agents.title')}</h2>
        <TeamSelect teamId={teamId} />
        <input
          type="search"
          className="filter-field"
          placeholder={t('agents.filter')}
          aria-label={t('agents.filter')}
          value={words}
          maxLength={100}
          onChange={(event) => change({ agentFilter: event.target.value || undefined }, { replace: true })}
        />
        <ResortChip order={order} />
        <span className="top-gap" />
        <CsvButton name={t('agents.title')} table={() => agentCsv(ids)} />
      </div>
      <StateChips teamId={teamId} state={state} />
      {!hasData ? (
        <Skeleton rows={8} label={t('state.loading')} />
      ) : (
        <LiveGrid
          label={t('agents.title')}
          order={order}
          columns={columns}
          rowHeight={ROW_HEIGHTS[search.density ?? 'compact']}
          sort={sort}
          onSort={(next) =>
            change({ agentSort: `${next.column}.${next.descending ? 'desc' : 'asc'}` }, { replace: true })
          }
          onOpen={(id) => openPanel('agent', id)}
          onExplain={explainElement}
          selectedId={panel?.kind === 'agent' ? panel.id : null}
          Row={AgentTableRow}
          context={null}
          empty={
            words !== '' || teamId !== '' || state !== '' ? (
              <StateNote title={t('agents.none-match')} />
            ) : (
              <StateNote icon={Users} title={t('agents.empty.title')}>
                {t('agents.empty.text')}
              </StateNote>
            )
          }
        />
      )}
    </section>
  );
}

/** Agents as they stand in the table; how long in their state in seconds. */
function agentCsv(ids: readonly string[]): CsvTable {
  const now = live().siteTime();
  const today = siteToday(now);
  const agents = ids.flatMap((id) => live().store.tables.agents.row(id) ?? []);
  return {
    header: [
      t('agents.column.agent'),
      'id',
      t('agents.column.state'),
      t('agents.reason'),
      `${t('agents.column.since')} (s)`,
      t('agents.column.contacts'),
      t('agents.column.queues'),
      t('agents.column.handled'),
      `${metricLabel('average-handle-time')} (s)`,
      metricLabel('not-answered'),
      metricLabel('occupancy'),
    ],
    rows: agents.map((agent) => [
      agent.name,
      agent.id,
      t(`agent-state.${agent.state}`),
      agent.reason,
      Math.max(0, Math.round((now - agent.since) / 1_000)),
      agent.contacts.length,
      agent.queueIds.join(' '),
      agent.handledTodayCount,
      rounded(measureAgentToday('average-handle-time', agent, today).value, 1_000),
      agent.notAnsweredTodayCount,
      rounded(measureAgentToday('occupancy', agent, today).value, 1, 4),
    ]),
  };
}

/** In units of `unit` with so many digits behind the point, for a file; empty where there is none. */
function rounded(value: number | null, unit: number, digits = 0): number | null {
  return value === null ? null : Number((value / unit).toFixed(digits));
}

function readAgentSort(text: string | undefined): GridSort {
  const match = /^(agent|state|since|contacts|handled|average-handle-time|not-answered|occupancy)\.(asc|desc)$/.exec(
    text ?? '',
  );
  return match?.[1] ? { column: match[1], descending: match[2] === 'desc' } : DEFAULT_SORT;
}

function agentColumns(wide: boolean): readonly GridColumn[] {
  const columns: GridColumn[] = [
    { id: 'agent', label: t('agents.column.agent'), width: wide ? 'minmax(106px, 0.9fr)' : 'minmax(106px, 1.1fr)' },
    { id: 'state', label: t('agents.column.state'), width: wide ? 'minmax(138px, 0.9fr)' : 'minmax(138px, 1.2fr)' },
    { id: 'since', label: t('agents.column.since'), title: t('agents.since-explained'), width: '62px', align: 'end' },
    {
      id: 'contacts',
      label: t('agents.column.contacts'),
      title: t('agents.contacts-explained'),
      width: 'minmax(66px, 0.5fr)',
    },
  ];
  if (!wide) return columns;
  return [
    ...columns,
    { id: 'queues', label: t('agents.column.queues'), width: 'minmax(150px, 1.9fr)', sortable: false },
    { id: 'capacity', label: t('agents.column.capacity'), width: 'minmax(120px, 1.2fr)', sortable: false },
    {
      id: 'handled',
      label: t('agents.column.handled'),
      title: t('agents.handled-explained'),
      width: '66px',
      align: 'end',
    },
    ...AGENT_TODAY_METRICS.map((id): GridColumn => ({
      id,
      label: metricShortLabel(id),
      title: `${metricLabel(id)}, ${t('window.today')}`,
      width: '84px',
      align: 'end',
    })),
  ];
}

const AgentTableRow = memo(function AgentTableRow({ place }: { readonly place: RowPlace; readonly context: null }) {
  const agent = useRow('agents', place.id);
  if (!agent) return <GridRow place={place} cell={() => null} />;
  return (
    <GridRow
      place={place}
      cell={(column) => {
        switch (column) {
          case 'agent':
            return <span className="ellipsis">{agent.name}</span>;
          case 'state':
            return (
              <span className="agent-state" data-state={agent.state}>
                <AgentStateGlyph state={agent.state} />
                <span className="ellipsis">
                  {t(`agent-state.${agent.state}`)}
                  {agent.reason && <span className="quiet"> {agent.reason}</span>}
                </span>
              </span>
            );
          case 'since':
            return <Since agent={agent} />;
          case 'contacts':
            return <AgentContacts id={agent.id} />;
          case 'queues':
            return (
              <span className="quiet ellipsis" {...plain('named')}>
                {agent.queueIds.map(queueName).join(', ')}
              </span>
            );
          case 'capacity':
            return (
              <span className="quiet ellipsis" {...plain('limit')}>
                {Object.entries(agent.capacity)
                  .map(([channel, count]) => `${t(`channel.${channel as 'voice'}`)} ${count}`)
                  .join(' · ')}
              </span>
            );
          case 'handled':
            return (
              <Figure figure="contacts-handled" of={`${agent.name} · ${t('window.today')}`} inGrid>
                {formatCount(agent.handledTodayCount)}
              </Figure>
            );
          default:
            return isAgentTodayMetric(column) ? <TodayNumber agent={agent} metric={column} /> : null;
        }
      }}
    />
  );
});

function TodayNumber({ agent, metric }: { readonly agent: AgentRow; readonly metric: AgentTodayMetric }) {
  const text = useAtNow((now) =>
    formatValue(measureAgentToday(metric, agent, siteToday(now)).value, metricUnit(metric)),
  );
  return (
    <NumberButton metric={metric} subject={{ table: 'agents', id: agent.id }} window="today" inGrid>
      {text}
    </NumberButton>
  );
}

function queueName(id: string): string {
  return live().store.tables.queues.row(id)?.name ?? id;
}

function Since({ agent }: { readonly agent: AgentRow }) {
  const text = useTimeText<HTMLButtonElement>((now) => formatDuration(now - agent.since));
  return <Figure ref={text} figure="time-in-state" of={`${agent.name} · ${t(`agent-state.${agent.state}`)}`} inGrid />;
}

/** Contacts in hand as their channels, and how many more would fit. */
function AgentContacts({ id }: { readonly id: string }) {
  const agent = useRow('agents', id);
  if (!agent || agent.contacts.length === 0) return null;
  const channels = [...new Set(agent.contacts.map((contact) => contact.channel))];
  const capacity = agent.contacts[0] ? agent.capacity[agent.contacts[0].channel] : undefined;
  return (
    <span className="agent-contacts">
      {channels.map((channel) => (
        <ChannelIcon key={channel} channel={channel} />
      ))}
      {(agent.contacts.length > 1 || (capacity ?? 1) > 1) && (
        <Figure figure="contacts-in-hand" of={agent.name} inGrid className="quiet">
          {agent.contacts.length}
          {capacity !== undefined && `/${capacity}`}
        </Figure>
      )}
    </span>
  );
}

function TeamSelect({ teamId }: { readonly teamId: string }) {
  const change = useChangeSearch();
  const ids = useIds('teams');
  if (ids.length === 0) return null;
  const { teams } = live().store.tables;
  return (
    <select
      className="select"
      aria-label={t('agents.team')}
      value={teamId}
      onChange={(event) => change({ agentTeam: event.target.value || undefined }, { replace: true })}
    >
      <option value="">{t('agents.all-teams')}</option>
      {[...ids]
        .sort((left, right) => (teams.row(left)?.name ?? left).localeCompare(teams.row(right)?.name ?? right))
        .map((id) => (
          <option key={id} value={id}>
            {teams.row(id)?.name ?? id}
          </option>
        ))}
    </select>
  );
}

/** How many are in each state, for those who may not see who: the counts are in the site's own row. */
function AgentCountsOnly() {
  const site = useRow('sites', useSiteId());
  return (
    <section className="pane agent-block" aria-labelledby="agents-title">
      <div className="block-head">
        <h2 id="agents-title">{t('agents.title')}</h2>
      </div>
      {site && !site.partial && (
        <ul className="count-list">
          {AGENT_STATES.map((state, index) => (
            <li key={state}>
              <AgentStateGlyph state={state} />
              {t(`agent-state.${state}`)}{' '}
              <StateCount state={state} subject={{ table: 'sites', id: site.id }} count={site.agents[index] ?? 0} />
            </li>
          ))}
        </ul>
      )}
      <p className="quiet count-note">{t('agents.names-withheld')}</p>
    </section>
  );
}

/** How many are in each state; each state is a filter, and each number says how it is counted. */
function StateChips({ teamId, state }: { readonly teamId: string; readonly state: AgentState | '' }) {
  const change = useChangeSearch();
  const siteId = useSiteId();
  const visible = useVisibleRollUp(siteId);
  const counts = useDerived(
    ['agents'],
    () => countByState(live().store.tables.agents.rows(), teamId),
    same,
    teamId,
    500,
  );
  const subject: Subject =
    teamId === '' ? { table: visible === null ? 'sites' : 'visible', id: siteId } : { table: 'teams', id: teamId };
  return (
    <div className="chips" role="group" aria-label={t('agents.by-state')}>
      {AGENT_STATES.map((one) => (
        <span key={one} className="chip chip-counted" data-state={one} data-pressed={state === one || undefined}>
          <button
            type="button"
            className="chip-choice"
            aria-pressed={state === one}
            onClick={() => change({ agentState: state === one ? undefined : one }, { replace: true })}
          >
            <AgentStateGlyph state={one} />
            {t(`agent-state.${one}`)}
          </button>
          <StateCount state={one} subject={subject} count={counts[one]} />
        </span>
      ))}
    </div>
  );
}

type StateCountProps = { readonly state: AgentState; readonly subject: Subject; readonly count: number };

function StateCount({ state, subject, count }: StateCountProps) {
  return (
    <NumberButton metric={`agents-${state}`} subject={subject} window="today" className="chip-count">
      <span className="visually-hidden">{t(`agent-state.${state}`)}: </span>
      {formatCount(count)}
    </NumberButton>
  );
}
