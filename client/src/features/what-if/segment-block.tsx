import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { compareSegments, type SegmentComparison, type SegmentLoad } from '@floorwalk/shared/what-if/compare-segments';
import { segmentLoads, selfServiceShare, type SegmentOutlook } from '@floorwalk/shared/what-if/segment-loads';
import { fetchForecasts } from '../../api/forecast.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { ForbiddenNote } from '../../shell/forbidden-note.tsx';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { formatCount, formatMoney, formatRatio } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { Lever } from './lever.tsx';
import type { Outlook } from './read-outlook.ts';

type Props = { readonly siteId: string; readonly outlook: Outlook };
const MAX_COST = 10_000;

/** Self-service against live agents: by segment, what self-service ends, what reaches agents, and what either costs. */
export function SegmentBlock({ siteId, outlook }: Props) {
  const title = useId();
  const mayView = useMay('view-staffing', siteId);
  const isPast = isTravelling(useDeskSearch());
  const queueId = outlook.queue.id;
  const newest = useRowValue('forecasts', queueId, ({ forecastId }) => forecastId);
  const forecasts = useQuery({
    queryKey: ['segment-forecasts', siteId, queueId, newest],
    queryFn: () => fetchForecasts(siteId, { by: 'segment', queue: queueId }),
    enabled: mayView && !isPast,
    placeholderData: (before, query) => (query?.queryKey[2] === queueId ? before : undefined),
  });
  const segments = useMemo(
    () =>
      (forecasts.data?.series ?? []).flatMap(({ id, selfServiceShare: contained, days: [day] }): SegmentOutlook[] =>
        day === undefined
          ? []
          : [
              {
                segment: id,
                contained,
                offeredCounts: day.offeredCounts.slice(day.seenCount).map((count) => count ?? 0),
                handleTimesMs: day.handleTimesMs.slice(day.seenCount),
              },
            ],
      ),
    [forecasts.data],
  );
  return (
    <section className="what-if-segments" aria-labelledby={title}>
      <h3 id={title}>{t('segments.title')}</h3>
      {!mayView && <ForbiddenNote permission="view-staffing" />}
      {mayView && isPast && <p className="quiet">{t('segments.past')}</p>}
      {mayView && !isPast && forecasts.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      <FormProblem error={forecasts.error} />
      {!isPast && forecasts.data && <Segments outlook={outlook} segments={segments} title={title} />}
    </section>
  );
}

function Segments({
  outlook,
  segments,
  title,
}: {
  readonly outlook: Outlook;
  readonly segments: readonly SegmentOutlook[];
  readonly title: string;
}) {
  const [tried, setTried] = useState<ReadonlyMap<string, number>>(new Map());
  const [sessionCost, setSessionCost] = useState(0);
  const { outlook: base, queue, currency } = outlook;
  const contained = selfServiceShare(base.botShare, base.containment);
  const loads = useMemo(
    () => segmentLoads(segments, contained, (segment) => tried.get(segment)),
    [segments, contained, tried],
  );
  const { intervalMs, thresholdMs, patienceMs, hourCost, concurrency } = base;
  const { serviceLevelTarget } = queue;
  const compared = useMemo(
    () => compare(loads, { intervalMs, thresholdMs, patienceMs, hourCost, target: serviceLevelTarget, concurrency }),
    [loads, intervalMs, thresholdMs, patienceMs, hourCost, serviceLevelTarget, concurrency],
  );
  if (loads.length === 0) return <p className="quiet">{t('segments.none')}</p>;
  const named = (segment: string) => (segment === '' ? t('segments.unnamed') : segment);
  const all = loads.reduce((sum, { sessionCount }) => sum + sessionCount, 0);
  return (
    <>
      <p className="quiet">
        {t('segments.text')} {loads.every(({ containment }) => containment === 0) && t('segments.no-bot')}
      </p>
      <div className="what-if-levers">
        {loads.map(({ segment, triedContainment }) => (
          <Lever
            key={segment}
            label={t('segments.contained-of', { segment: named(segment) })}
            value={triedContainment}
            min={0}
            max={1}
            step={0.01}
            show={formatRatio}
            change={(value) => setTried(new Map(tried).set(segment, value))}
          />
        ))}
      </div>
      <div className="surge-actions">
        <label className="field">
          <span>{t('segments.session-cost')}</span>
          <input
            type="number"
            min={0}
            max={MAX_COST}
            step={0.01}
            value={sessionCost}
            onChange={(event) => setSessionCost(Math.min(MAX_COST, Math.max(0, Number(event.target.value))))}
          />
        </label>
        <button
          type="button"
          className="button button-small"
          disabled={tried.size === 0}
          onClick={() => setTried(new Map())}
        >
          {t('what-if.reset')}
        </button>
      </div>
      {compared === null ? (
        <p role="alert" className="form-problem">
          {t('segments.too-much')}
        </p>
      ) : (
        <ScrollRegion className="table-frame" labelledBy={title}>
          <table className="table what-if-outcome">
            <thead>
              <tr>
                <th scope="col">{t('segments.segment')}</th>
                <th scope="col">{t('segments.volume')}</th>
                <th scope="col">{t('segments.contained')}</th>
                <th scope="col">{t('segments.handovers')}</th>
                <th scope="col">{t('segments.agents')}</th>
                <th scope="col">{t('what-if.cost')}</th>
              </tr>
            </thead>
            <tbody>
              {compared.segments.map((one, index) => (
                <SegmentRow
                  key={one.segment}
                  name={named(one.segment)}
                  volume={loads[index]?.sessionCount ?? 0}
                  compared={one}
                  sessionCost={sessionCost}
                  currency={currency}
                />
              ))}
              <SegmentRow
                name={t('segments.together')}
                volume={all}
                compared={compared.together}
                sessionCost={sessionCost}
                currency={currency}
              />
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
  );
}

type RowProps = {
  readonly name: string;
  readonly volume: number;
  readonly compared: SegmentComparison;
  readonly sessionCost: number;
  readonly currency: string;
};

function SegmentRow({ name, volume, compared, sessionCost, currency }: RowProps) {
  const { handoverCount, triedHandoverCount } = compared;
  const change = (before: string, after: string) => t('segments.change', { before, after });
  const share = (handovers: number) => formatRatio(volume > 0 ? Math.max(0, 1 - handovers / volume) : null);
  const cost = (ofAgents: number, handovers: number) =>
    formatMoney(ofAgents + Math.max(0, volume - handovers) * sessionCost, currency);
  return (
    <tr>
      <th scope="row">{name}</th>
      {(
        [
          ['segment-volume', formatCount(volume)],
          ['segment-contained', change(share(handoverCount), share(triedHandoverCount))],
          ['segment-handovers', change(formatCount(handoverCount), formatCount(triedHandoverCount))],
          ['segment-agents', change(formatCount(compared.agents), formatCount(compared.triedAgents))],
          ['segment-cost', change(cost(compared.cost, handoverCount), cost(compared.triedCost, triedHandoverCount))],
        ] as const
      ).map(([figure, text]) => (
        <td key={figure}>
          <Figure figure={figure} of={name}>
            {text}
          </Figure>
        </td>
      ))}
    </tr>
  );
}

type Asked = Omit<Parameters<typeof compareSegments>[0], 'segments'> & { readonly concurrency: number };

/** `null` where no number of agents is enough. */
function compare(
  loads: readonly SegmentLoad[],
  { concurrency, target, ...asked }: Asked,
): ReturnType<typeof compareSegments> | null {
  try {
    return compareSegments({
      ...asked,
      // A promise to answer everybody, or nobody, has no finite number of agents, or none.
      target: Math.min(0.99, Math.max(0.01, target)),
      // Whoever has several contacts in hand is done with each of them so much sooner.
      segments: loads.map((load) => ({ ...load, handleTimeMs: load.handleTimeMs / concurrency })),
    });
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
