import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { BotFiguresAnswer } from '@floorwalk/shared/api/bots';
import { fetchBotFigures } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DASH, formatConfidence, formatCount, formatDuration, formatRatio, formatSpan } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { ReliabilityCurve } from './reliability-curve.tsx';
import './bots.css';

const DAYS = [1, 7, 30] as const;
const TRUTHS = ['outcome', 'understood'] as const;
/** The figures of the past change slowly. */
const STALE_MS = 60_000;

/** What a bot's certainty is worth: the reliability curve, what each threshold would cost, advice by intent, and drift. */
export function BotFigures({ botId }: { readonly botId: string }) {
  const siteId = useSiteId();
  const titleId = useId();
  const [days, setDays] = useState<(typeof DAYS)[number]>(7);
  const [truth, setTruth] = useState<(typeof TRUTHS)[number]>('outcome');
  const figures = useQuery({
    queryKey: ['bot-figures', siteId, botId, days, truth],
    queryFn: () => fetchBotFigures(siteId, botId, { days, truth }),
    staleTime: STALE_MS,
    placeholderData: (last) => last,
  });
  return (
    <section className="bot-figures" aria-labelledby={titleId}>
      <div className="block-head">
        <h3 id={titleId}>{t('bot-figures.title')}</h3>
        <label>
          <span>{t('bot-figures.days')}</span>{' '}
          <select
            className="select"
            value={days}
            onChange={(event) => setDays(DAYS.find((one) => String(one) === event.target.value) ?? 7)}
          >
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {t(`bot-figures.days.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{t('bot-figures.truth')}</span>{' '}
          <select
            className="select"
            value={truth}
            onChange={(event) => setTruth(TRUTHS.find((one) => one === event.target.value) ?? 'outcome')}
          >
            {TRUTHS.map((one) => (
              <option key={one} value={one}>
                {t(`bot-figures.truth.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {figures.isPending && <Skeleton rows={6} label={t('state.loading')} />}
      {figures.isError && <p role="alert">{problemWords(figures.error)}</p>}
      {figures.data !== undefined && <Figures figures={figures.data} />}
    </section>
  );
}

function Figures({ figures }: { readonly figures: BotFiguresAnswer }) {
  const { calibration, outcomes, waits, drift, sessionCount } = figures;
  if (sessionCount === 0) return <p className="quiet">{t('bot-figures.none')}</p>;
  return (
    <>
      {figures.isPartial && <p className="quiet">{t('bot-figures.partial')}</p>}
      <p>
        <Figure
          figure="sessions-by-ending"
          of={t('bot-figures.title')}
          value={formatCount(sessionCount)}
          className="number-words"
        >
          {t('bot-figures.counts', {
            sessions: sessionCount,
            contained: formatCount(outcomes.contained),
            abandoned: formatCount(outcomes.abandoned),
            handed: formatCount(outcomes['handed-off']),
            failed: formatCount(outcomes.failed),
          })}
        </Figure>{' '}
        <Figure
          figure="handover-waits"
          of={t('bot-figures.title')}
          value={`${formatDuration(waits.medianMs)} · ${formatDuration(waits.p90Ms)}`}
          below={formatCount(waits.acceptedCount)}
          className="number-words"
        >
          {t('bot-figures.waits', {
            count: waits.handoverCount,
            accepted: formatCount(waits.acceptedCount),
            median: formatDuration(waits.medianMs),
            p90: formatDuration(waits.p90Ms),
          })}
        </Figure>
      </p>
      <DriftWords drift={drift} />
      <div className="figure-columns">
        <figure className="reliability">
          <figcaption>
            <h4>{t('bot-figures.curve')}</h4>
            <p className="quiet" {...plain('scale')}>
              {t('bot-figures.curve-text')}
            </p>
          </figcaption>
          <ReliabilityCurve bins={calibration.bins} threshold={figures.threshold} />
          <p>
            <Figure
              figure="calibration-error"
              of={t('bot-figures.curve')}
              value={formatRatio(calibration.expectedError)}
              below={formatCount(calibration.turnCount)}
              className="number-words"
            >
              {t('bot-figures.error', {
                error: formatRatio(calibration.expectedError),
                count: calibration.turnCount,
              })}
            </Figure>
            {calibration.unknownCount > 0 && (
              <span className="quiet" {...plain('evidence')}>
                {' '}
                {t('bot-figures.unknown', { count: calibration.unknownCount })}
              </span>
            )}
          </p>
        </figure>
        <Costs figures={figures} />
        <Advice figures={figures} />
      </div>
    </>
  );
}

function DriftWords({ drift }: { readonly drift: BotFiguresAnswer['drift'] }) {
  if (drift === null) return <p className="quiet">{t('bot-figures.drift-unknown')}</p>;
  const p = formatConfidence(drift.pValue);
  if (!drift.isDrifting)
    return (
      <p>
        <Figure figure="confidence-drift" of="" value={`p = ${p}`} className="number-words">
          {t('bot-figures.drift-none', { p })}
        </Figure>
      </p>
    );
  const means = { recent: formatConfidence(drift.recentMean), reference: formatConfidence(drift.referenceMean) };
  return (
    <p className="tone-critical">
      <Figure
        figure="confidence-drift"
        of=""
        value={`${means.recent} · p = ${p}`}
        below={means.reference}
        className="number-words"
      >
        <strong>{t('bot-figures.drift-found', { ...means, p })}</strong>
      </Figure>
    </p>
  );
}

function Costs({ figures }: { readonly figures: BotFiguresAnswer }) {
  const { costs, hours, handleSec, handleKnownFrom, missWeight, threshold } = figures;
  const least = Math.min(...costs.map(({ cost }) => cost));
  const cheapest = costs.find(({ cost }) => cost === least)?.threshold;
  return (
    <div>
      <h4 id="bot-costs">{t('bot-figures.costs')}</h4>
      <p className="quiet" {...plain('evidence')}>
        {t('bot-figures.costs-text', { handle: formatSpan(handleSec * 1_000), hours })}
        {handleKnownFrom === 0 && ` ${t('bot-figures.handle-assumed')}`}{' '}
        {t('bot-figures.cost-explained', { weight: formatCount(missWeight) })}
      </p>
      <ScrollRegion labelledBy="bot-costs">
        <table className="plain-table">
          <thead>
            <tr>
              {(['threshold', 'handovers', 'agents', 'needless', 'missed', 'cost'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`bot-figures.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {costs.map((cost) => (
              <tr key={cost.threshold} data-cheapest={cost.threshold === cheapest || undefined}>
                <th scope="row" className="numeric" {...plain('scale')}>
                  {formatConfidence(cost.threshold)}
                  {cost.threshold === cheapest && <small> {t('bot-figures.cheapest')}</small>}
                  {Math.abs(cost.threshold - threshold) < 1e-9 && <small> {t('bot-figures.now')}</small>}
                </th>
                {(
                  [
                    ['threshold-handovers', upTo(cost.handoversPerHour.toFixed(1), cost.busiestHandoverCount)],
                    [
                      'threshold-agents',
                      cost.agents === null ? DASH : upTo(formatCount(cost.agents), cost.busiestAgents),
                    ],
                    ['threshold-needless', formatCount(cost.needlessCount)],
                    ['threshold-missed', formatCount(cost.missedCount)],
                    ['threshold-cost', formatCount(cost.cost)],
                  ] as const
                ).map(([figure, text]) => (
                  <td key={figure} className="numeric">
                    <Figure
                      figure={figure}
                      of={`${t('bot-figures.column.threshold')} ${formatConfidence(cost.threshold)}`}
                    >
                      {text}
                    </Figure>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}

/** What an hour brings, up to what the busiest brought. */
function upTo(usual: string, busiest: number | null): string {
  const most = busiest === null ? DASH : formatCount(busiest);
  return most === usual ? usual : `${usual} – ${most}`;
}

function Advice({ figures }: { readonly figures: BotFiguresAnswer }) {
  return (
    <div>
      <h4 id="bot-advice">{t('bot-figures.advice')}</h4>
      <ScrollRegion labelledBy="bot-advice">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('bot-figures.column.intent')}</th>
              <th scope="col">{t('bot-figures.column.sessions')}</th>
              <th scope="col">{t('bot-figures.column.lost')}</th>
              <th scope="col">{t('bot-figures.column.advised')}</th>
            </tr>
          </thead>
          <tbody>
            {figures.advice.map(({ intent, sessionCount, lostCount, threshold }) => (
              <tr key={intent ?? ''}>
                <th scope="row">{intent ?? t('bot-figures.all-intents')}</th>
                <td className="numeric">
                  <Figure figure="intent-sessions" of={intent ?? t('bot-figures.all-intents')}>
                    {formatCount(sessionCount)}
                  </Figure>
                </td>
                <td className="numeric">
                  <Figure
                    figure="intent-lost"
                    of={intent ?? t('bot-figures.all-intents')}
                    below={formatCount(sessionCount)}
                  >
                    {formatCount(lostCount)}
                  </Figure>
                </td>
                <td className="numeric">
                  {threshold === null || lostCount === 0 ? (
                    <span className="quiet">
                      {t(threshold === null ? 'bot-figures.too-few' : 'bot-figures.none-lost')}
                    </span>
                  ) : (
                    <Figure
                      figure="advised-threshold"
                      of={intent ?? t('bot-figures.all-intents')}
                      below={formatCount(sessionCount)}
                    >
                      {formatConfidence(threshold)}
                    </Figure>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
