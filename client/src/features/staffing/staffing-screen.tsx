import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { Suspense, useMemo, useState } from 'react';
import type { ForecastRow } from '@floorwalk/shared/forecast/rows';
import { fetchStaffingDay } from '../../api/schedule.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import type { Feature } from '../../shell/feature.ts';
import { useFeatures } from '../../shell/feature-slots.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useChangeSearch, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useSeek } from '../../shell/use-seek.ts';
import { useGrey, useHasData, useNow } from '../../store/use-now.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRowValue } from '../../store/use-row.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { AdherenceBlock } from './adherence-block.tsx';
import { CrossTrainingBlock } from './cross-training-block.tsx';
import { GapHeatMap } from './gap-heat-map.tsx';
import { ImportPage } from './import-page.tsx';
import { IntradayChart, type IntradayData } from './intraday-chart.tsx';
import { NeedsPage } from './needs-page.tsx';
import { ScheduleTable } from './schedule-table.tsx';
import { gapsOf, historyOf, queuesOf, readSelection, sumForecasts } from './selection.ts';
import { useStaffing, type StaffingPicture } from './use-staffing.ts';
import { formatAgents, formatGap } from './words.ts';
import '../../ui/pages.css';
import './staffing.css';

const TABS = ['today', 'schedules', 'import', 'needs'] as const;
type Tab = (typeof TABS)[number];
const MINUTE_MS = 60_000;
const REFRESH_MS = MINUTE_MS;
/** Where people stand among the parts that other features bring. */
const PEOPLE_ORDER = 40;

/** Will we make it through the day, whom can I move, and who is where they should be. */
export default function StaffingScreen() {
  const siteId = useSiteId();
  const [tab, setTab] = useState<Tab>('today');
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const mayEdit = useMay('edit-schedules', siteId);
  const mayPeople = useMay('view-people', siteId);
  const hasData = useHasData();
  const tabs = TABS.filter((one) => one === 'today' || (one === 'schedules' ? mayPeople : mayEdit));
  return (
    <div className="staffing-screen">
      <div className="staffing-tabs">
        {tabs.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
            {t(`staffing.tab.${one}`)}
          </button>
        ))}
      </div>
      {!hasData && <Skeleton rows={10} label={t('state.loading')} />}
      {hasData && tab === 'today' && <Today zone={zone} mayPeople={mayPeople} />}
      {hasData && tab === 'schedules' && <ScheduleTable zone={zone} />}
      {hasData && tab === 'import' && <ImportPage zone={zone} />}
      {hasData && tab === 'needs' && <NeedsPage />}
    </div>
  );
}

function Today({ zone, mayPeople }: { readonly zone: string; readonly mayPeople: boolean }) {
  const picture = useStaffing();
  const siteId = useSiteId();
  const search = useDeskSearch();
  const change = useChangeSearch();
  const skills = useSkills(picture);
  const skillOf = (queueId: string) => skills.get(queueId) ?? queueId;
  const selection = readSelection(search.staffing);
  const queueIds = queuesOf(selection, picture.queues, skillOf);
  const blocks = useFeatures()
    .flatMap(({ staffingBlocks = [] }) => staffingBlocks)
    .toSorted((a, b) => a.order - b.order);
  const pick = (text: string) => change({ staffing: text || undefined }, { replace: true });
  return (
    <>
      <section className="pane staffing-block" aria-labelledby="intraday-title">
        <div className="block-head">
          <h2 id="intraday-title">{t('staffing.today')}</h2>
          <SelectionSelect picture={picture} skills={skills} value={search.staffing ?? ''} onChange={pick} />
          <GapWords picture={picture} queueIds={queueIds} />
        </div>
        {picture.queues.length === 0 ? (
          <StateNote icon={CalendarClock} title={t('staffing.empty.title')}>
            {t('staffing.empty.text')}
          </StateNote>
        ) : (
          <Chart picture={picture} queueIds={queueIds} zone={zone} mayPeople={mayPeople} />
        )}
      </section>
      <HeatMaps picture={picture} skills={skills} zone={zone} onPick={pick} />
      <Blocks blocks={blocks.filter(({ order }) => order < PEOPLE_ORDER)} siteId={siteId} />
      {mayPeople && (
        <div className="staffing-columns">
          <AdherenceBlock zone={zone} />
          <CrossTrainingBlock picture={picture} zone={zone} />
        </div>
      )}
      <Blocks blocks={blocks.filter(({ order }) => order >= PEOPLE_ORDER)} siteId={siteId} />
    </>
  );
}

type BlocksProps = { readonly blocks: NonNullable<Feature['staffingBlocks']>; readonly siteId: string };

/** Parts of the screen that other features bring. */
function Blocks({ blocks, siteId }: BlocksProps) {
  return blocks.map(({ id, permission, Component }) => (
    <Permitted key={id} permission={permission} siteId={siteId}>
      <Suspense fallback={<Skeleton rows={4} label={t('state.loading')} />}>
        <Component />
      </Suspense>
    </Permitted>
  ));
}

function Permitted(props: {
  readonly permission: Parameters<typeof useMay>[0];
  readonly siteId: string;
  readonly children: React.ReactNode;
}) {
  return useMay(props.permission, props.siteId) ? props.children : null;
}

/** The skill that agents of each queue need: as configured, else the queue itself. */
function useSkills(picture: StaffingPicture): ReadonlyMap<string, string> {
  const named = useDerived(
    ['queueStaffing'],
    () => [...live().store.tables.queueStaffing.rows()].map(({ id, skill }) => [id, skill] as const),
    same,
    'skills',
  );
  return useMemo(() => {
    const known = new Set(picture.queues.map(({ id }) => id));
    return new Map(named.flatMap(([id, skill]) => (skill !== null && known.has(id) ? [[id, skill] as const] : [])));
  }, [named, picture.queues]);
}

type SelectProps = {
  readonly picture: StaffingPicture;
  readonly skills: ReadonlyMap<string, string>;
  readonly value: string;
  readonly onChange: (text: string) => void;
};

function SelectionSelect({ picture, skills, value, onChange }: SelectProps) {
  const { groups } = live().store.tables;
  const groupIds = [...new Set(picture.queues.flatMap(({ groupId }) => groupId ?? []))];
  const options = (kind: string, all: readonly { readonly id: string; readonly name: string }[]) =>
    all
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map(({ id, name }) => (
        <option key={id} value={`${kind}:${id}`}>
          {name}
        </option>
      ));
  return (
    <select
      className="select"
      aria-label={t('staffing.select')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t('staffing.select.all')}</option>
      <optgroup label={t('staffing.select.queues')}>{options('queue', picture.queues)}</optgroup>
      {groupIds.length > 0 && (
        <optgroup label={t('staffing.select.groups')}>
          {options(
            'group',
            groupIds.map((id) => ({ id, name: groups.row(id)?.name ?? id })),
          )}
        </optgroup>
      )}
      {skills.size > 0 && (
        <optgroup label={t('staffing.select.skills')}>
          {options(
            'skill',
            [...new Set(skills.values())].map((id) => ({ id, name: id })),
          )}
        </optgroup>
      )}
    </select>
  );
}

/** Now in one line: needed, on the floor, and the gap; and the worst of the rest of the day. */
function GapWords({ picture, queueIds }: { readonly picture: StaffingPicture; readonly queueIds: readonly string[] }) {
  const { gaps, leftOut } = gapsOf(picture, queueIds);
  const needed = gaps.required[picture.current] ?? null;
  const rest = gaps.gaps.slice(Math.max(0, picture.current));
  const worst = rest.reduce<number | null>((least, gap) => (gap === null ? least : Math.min(least ?? gap, gap)), null);
  return (
    <p className="gap-words" data-testid="gap-words">
      {needed === null ? (
        <span>{t(`staffing.lack.${gaps.lack ?? 'no-forecast'}`)}</span>
      ) : (
        <>
          <Figure
            figure="gap-now"
            of={t('staffing.now')}
            value={formatGap(gaps.gapNow)}
            above={formatAgents(gaps.onFloor)}
            below={formatAgents(needed)}
            className="number-words"
          >
            {t('staffing.now-line', { needed: formatAgents(needed), here: formatAgents(gaps.onFloor) })}{' '}
            <strong className="gap-badge numeric" data-sign={(gaps.gapNow ?? 0) < -0.5 ? 'under' : 'over'}>
              {formatGap(gaps.gapNow)}
            </strong>
          </Figure>
          <Figure figure="gap-worst" of={t('staffing.heat')} value={formatGap(worst)} className="number-words quiet">
            {t('staffing.worst-line', { gap: formatGap(worst) })}
          </Figure>
          {leftOut > 0 && (
            <span className="quiet" {...plain('rows')}>
              {t('staffing.left-out', { count: leftOut })}
            </span>
          )}
        </>
      )}
    </p>
  );
}

type ChartProps = {
  readonly picture: StaffingPicture;
  readonly queueIds: readonly string[];
  readonly zone: string;
  readonly mayPeople: boolean;
};

function Chart({ picture, queueIds, zone, mayPeople }: ChartProps) {
  const siteId = useSiteId();
  const search = useDeskSearch();
  const past = isTravelling(search);
  const grey = useGrey();
  const seek = useSeek();
  const now = useNow();
  const day = useQuery({
    queryKey: ['staffing-day', siteId, picture.intervals.startsAt, search.at ?? 'live'],
    queryFn: () => fetchStaffingDay(siteId, past ? live().siteTime() : undefined),
    refetchInterval: past ? false : REFRESH_MS,
  });
  const key = queueIds.join('\n');
  const forecasts = useDerived(
    ['forecasts'],
    () => [...live().store.tables.forecasts.rows()].filter(({ queueId }) => queueIds.includes(queueId)),
    same,
    key,
    2_000,
  );
  const data = useMemo(
    () => chartData(picture, queueIds, forecasts, day.data, mayPeople),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for the list of ids, which is made anew each time
    [picture, key, forecasts, day.data, mayPeople],
  );
  const since = day.data?.from === picture.intervals.startsAt ? day.data.knownFrom : picture.intervals.startsAt;
  return (
    <div data-grey={grey || undefined} className="staffing-chart">
      <IntradayChart data={data} intervals={picture.intervals} now={now} zone={zone} onSeek={seek ?? null} />
      {day.isError && <p className="form-problem staffing-note">{t('staffing.day-failed')}</p>}
      {forecasts.length === 0 && <p className="quiet staffing-note">{t('staffing.no-forecast-yet')}</p>}
      {since >= picture.intervals.startsAt + MINUTE_MS && (
        <p className="quiet staffing-note" {...plain('moment')}>
          {t('staffing.unknown-before', { time: formatTimeShort(since, zone) })}
        </p>
      )}
      {!mayPeople && <p className="quiet staffing-note">{t('staffing.people-withheld')}</p>}
    </div>
  );
}

function chartData(
  picture: StaffingPicture,
  queueIds: readonly string[],
  forecasts: readonly ForecastRow[],
  day: Parameters<typeof historyOf>[0],
  mayPeople: boolean,
): IntradayData {
  const { intervals, current } = picture;
  const { gaps, counted } = gapsOf(picture, queueIds);
  const needs = new Map(picture.gaps.map(({ queueId, required }) => [queueId, required.map((value) => value ?? 0)]));
  // Each line is about the same queues as the one it is held against: contacts those with a forecast, agents those whose need is known.
  const foreseen = forecasts.length === 0 ? queueIds : forecasts.map(({ queueId }) => queueId);
  const { offered } = historyOf(day, foreseen, needs, intervals);
  const { onFloor } = historyOf(day, counted, needs, intervals);
  const ahead = (series: readonly (number | null)[]) => series.map((value, at) => (at < current ? null : value));
  const reforecast = forecasts.filter(({ plannedCounts }) => plannedCounts !== null);
  const banded = forecasts.length > 0 && forecasts.every(({ highCounts }) => highCounts.length > 0);
  const none = Array.from({ length: intervals.count }, () => null);
  const known = (series: readonly number[]) => (mayPeople ? series : none);
  return {
    low: banded ? sumForecasts(forecasts, ({ lowCounts }) => lowCounts, intervals) : none,
    high: banded ? sumForecasts(forecasts, ({ highCounts }) => highCounts, intervals) : none,
    plan: sumForecasts(forecasts, ({ plannedCounts, offeredCounts }) => plannedCounts ?? offeredCounts, intervals),
    reforecast:
      reforecast.length === 0 ? none : ahead(sumForecasts(forecasts, ({ offeredCounts }) => offeredCounts, intervals)),
    actual: offered,
    required: gaps.required,
    scheduled: known(gaps.scheduled),
    // The interval that runs shows who is there now, which is newer than what was counted.
    onFloor: onFloor.map((value, at) => (at === current && mayPeople ? gaps.onFloor : value)),
    gaps: mayPeople ? gaps.gaps : none,
  };
}

type HeatProps = {
  readonly picture: StaffingPicture;
  readonly skills: ReadonlyMap<string, string>;
  readonly zone: string;
  readonly onPick: (text: string) => void;
};

function HeatMaps({ picture, skills, zone, onPick }: HeatProps) {
  const [by, setBy] = useState<'queue' | 'skill'>('queue');
  const worst = (gaps: readonly (number | null)[]) => Math.min(...gaps.slice(picture.current).map((gap) => gap ?? 999));
  const nameOf = new Map(picture.queues.map(({ id, name }) => [id, name]));
  const rows =
    by === 'queue'
      ? picture.gaps.map((gaps) => ({ id: gaps.queueId, name: nameOf.get(gaps.queueId) ?? gaps.queueId, gaps }))
      : [...new Set(skills.values())].map((skill) => {
          const queueIds = [...skills].flatMap(([queueId, one]) => (one === skill ? [queueId] : []));
          return { id: skill, name: skill, gaps: gapsOf(picture, queueIds).gaps };
        });
  const sorted = rows.toSorted((a, b) => worst(a.gaps.gaps) - worst(b.gaps.gaps) || a.name.localeCompare(b.name));
  return (
    <section className="pane staffing-block" aria-labelledby="heat-title">
      <div className="block-head">
        <h2 id="heat-title">{t('staffing.heat')}</h2>
        <div className="chips" role="group" aria-label={t('staffing.heat.by')}>
          {(['queue', 'skill'] as const).map((one) => (
            <button key={one} type="button" className="chip" aria-pressed={by === one} onClick={() => setBy(one)}>
              {t(`staffing.heat.by.${one}` as MessageKey)}
            </button>
          ))}
        </div>
        <p className="quiet staffing-legend">{t('staffing.heat.legend')}</p>
      </div>
      {sorted.length === 0 ? (
        <p className="quiet staffing-note">{t(by === 'skill' ? 'staffing.heat.no-skills' : 'staffing.empty.text')}</p>
      ) : (
        <GapHeatMap
          picture={picture}
          zone={zone}
          rows={sorted}
          title={t(`staffing.heat.by.${by}` as MessageKey)}
          onPick={(id) => onPick(`${by}:${id}`)}
        />
      )}
    </section>
  );
}
