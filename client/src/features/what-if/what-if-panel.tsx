import { useMemo, useRef, useState } from 'react';
import { containmentAt } from '@floorwalk/shared/what-if/bot-threshold';
import { whatIf, type OutcomeMemo, type WhatIf } from '@floorwalk/shared/what-if/what-if';
import { t } from '../../messages/text.ts';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { live } from '../../connection/live-session.ts';
import { useGlass } from '../../store/use-now.ts';
import { useDerived, useRow } from '../../store/use-row.ts';
import { formatRatio } from '../../ui/format.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { TimeChart, type ChartSeries } from '../../ui/time-chart.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { Lever } from './lever.tsx';
import { OutcomeTable } from './outcome-table.tsx';
import { readOutlook, type Outlook } from './read-outlook.ts';
import { SegmentBlock } from './segment-block.tsx';
import './what-if.css';

/** Where every lever stands: what is not moved leaves things as they are. `botThreshold` moves containment. */
type Levers = WhatIf & { readonly botThreshold?: number };

/** What would come of it: levers on a queue's rest of the day, worked out here and at once. */
export default function WhatIfPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const mayView = useMay('view-staffing', siteId);
  const { asOf } = useGlass();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const outlook = useDerived(
    ['queues', 'forecasts', 'agents', 'schedules', 'activities', 'bots', 'surgePolicies'],
    () => readOutlook(siteId, id, live().siteTime(), zone),
    (left, right) => JSON.stringify(left) === JSON.stringify(right),
    `${siteId} ${id} ${zone}`,
    1_000,
  );
  if (!mayView) return <ForbiddenNote permission="view-staffing" />;
  if (asOf === null) return <Skeleton rows={10} label={t('state.loading')} />;
  if (outlook === null) return <StateNote title={t('what-if.title')}>{t('what-if.no-forecast')}</StateNote>;
  return <WhatIfDrawer outlook={outlook} zone={zone} siteId={siteId} />;
}

function WhatIfDrawer({
  outlook,
  zone,
  siteId,
}: {
  readonly outlook: Outlook;
  readonly zone: string;
  readonly siteId: string;
}) {
  const [levers, setLevers] = useState<Levers>({});
  const [asking, setAsking] = useState(false);
  const memo = useRef<OutcomeMemo>(new Map());
  const mayRequest = useMay('request-surges', siteId);
  const travelling = isTravelling(useDeskSearch());
  const { queue, outlook: base, bot } = outlook;
  const tried = useMemo(() => withBotThreshold(levers, outlook), [levers, outlook]);
  // oxlint-disable-next-line react-hooks/refs -- answers that are kept are no part of what is drawn
  const asIs = useMemo(() => whatIf(base, {}, memo.current), [base]);
  // oxlint-disable-next-line react-hooks/refs
  const then = useMemo(() => whatIf(base, tried, memo.current), [base, tried]);
  const series = useMemo((): ChartSeries[] => {
    const line = (key: 'low' | 'expected' | 'high') =>
      then.intervals.map((one) => [one.startsAt, one[key].serviceLevel] as const);
    return [
      { id: 'expected', label: t('what-if.expected'), form: 'line', colour: 1, points: line('expected') },
      { id: 'low', label: t('what-if.low'), form: 'line', colour: 3, points: line('low') },
      { id: 'high', label: t('what-if.high'), form: 'line', colour: 2, points: line('high') },
      {
        id: 'before',
        label: t('what-if.before'),
        form: 'steps',
        colour: 4,
        points: asIs.intervals.map((one) => [one.startsAt, one.expected.serviceLevel] as const),
      },
    ];
  }, [asIs, then]);
  const set = (change: Levers) => setLevers({ ...levers, ...change });
  const agentsMore = levers.agentsMore ?? 0;
  const isDeferred = base.deferred !== undefined;
  const unitMs = isDeferred ? 3_600_000 : 1_000;
  return (
    <div className="what-if">
      <header className="panel-head">
        <h2>{t('what-if.head', { queue: queue.name })}</h2>
      </header>
      <fieldset className="what-if-levers">
        <legend className="visually-hidden">{t('what-if.title')}</legend>
        <Lever
          label={t('what-if.agents')}
          value={agentsMore}
          min={-20}
          max={20}
          step={1}
          show={(value) => (value > 0 ? `+${value}` : value === 0 ? '±0' : `−${-value}`)}
          change={(value) => set({ agentsMore: value })}
        />
        <Lever
          label={t('what-if.volume')}
          value={levers.volumeFactor ?? 1}
          min={0.2}
          max={3}
          step={0.05}
          show={formatRatio}
          change={(value) => set({ volumeFactor: value })}
        />
        <Lever
          label={t('what-if.handle-time')}
          value={levers.handleTimeFactor ?? 1}
          min={0.5}
          max={2}
          step={0.05}
          show={formatRatio}
          change={(value) => set({ handleTimeFactor: value })}
        />
        {bot !== null && (
          <>
            <Lever
              label={t('what-if.containment')}
              value={tried.containment ?? bot.containment}
              min={0}
              max={1}
              step={0.01}
              show={formatRatio}
              change={(value) => setLevers(({ botThreshold: _, ...rest }) => ({ ...rest, containment: value }))}
            />
            <Lever
              label={t('what-if.bot-threshold')}
              value={levers.botThreshold ?? bot.row.confidenceThreshold}
              min={0}
              max={1}
              step={0.05}
              show={(value) => value.toFixed(2)}
              change={(value) => setLevers(({ containment: _, ...rest }) => ({ ...rest, botThreshold: value }))}
            />
          </>
        )}
        {!isDeferred && (
          <Lever
            label={t(outlook.isPatienceMeasured ? 'what-if.patience' : 'what-if.patience-assumed')}
            value={(tried.patienceMs ?? base.patienceMs ?? 180_000) / 1_000}
            min={10}
            max={900}
            step={5}
            show={(value) => t('unit.seconds', { count: Math.round(value) })}
            change={(value) => set({ patienceMs: value * 1_000 })}
          />
        )}
        <Lever
          label={t(isDeferred ? 'what-if.deadline' : 'what-if.threshold')}
          value={(tried.thresholdMs ?? base.thresholdMs) / unitMs}
          min={isDeferred ? 1 : 5}
          max={isDeferred ? 96 : 300}
          step={isDeferred ? 1 : 5}
          show={(value) => t(isDeferred ? 'unit.hours' : 'unit.seconds', { count: Math.round(value) })}
          change={(value) => set({ thresholdMs: value * unitMs })}
        />
      </fieldset>
      <div className="what-if-actions">
        <button
          type="button"
          className="button button-small"
          disabled={Object.keys(levers).length === 0}
          onClick={() => setLevers({})}
        >
          {t('what-if.reset')}
        </button>
        {mayRequest && !travelling && (
          <button
            type="button"
            className="button button-small button-primary"
            disabled={agentsMore < 1}
            onClick={() => setAsking(true)}
          >
            {t('what-if.apply')}
          </button>
        )}
      </div>
      <OutcomeTable asIs={asIs} tried={then} currency={outlook.currency} isDeferred={isDeferred} />
      <TimeChart
        label={t('what-if.chart')}
        series={series}
        zone={zone}
        height={180}
        format={formatRatio}
        limit={{
          value: queue.serviceLevelTarget,
          label: t('what-if.target', { share: formatRatio(queue.serviceLevelTarget) }),
        }}
      />
      <p className="quiet">{t(isDeferred ? 'what-if.how-deferred' : 'what-if.how')}</p>
      <SegmentBlock siteId={siteId} outlook={outlook} />
      {asking && (
        <AskDialog
          siteId={siteId}
          queueId={queue.id}
          queueName={queue.name}
          agentsMore={agentsMore}
          zone={zone}
          close={() => setAsking(false)}
        />
      )}
    </div>
  );
}

function withBotThreshold({ botThreshold, ...levers }: Levers, { bot }: Outlook): WhatIf {
  if (bot === null || botThreshold === undefined) return levers;
  const { confidenceHistogram: histogram, confidenceThreshold: threshold } = bot.row;
  const containment = containmentAt({ histogram, threshold, containment: bot.containment }, botThreshold);
  return containment === null ? levers : { ...levers, containment };
}
