import { useEffect, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import { live } from '../connection/live-session.ts';
import type { GlassSummary } from '../connection/glass-times.ts';
import { t } from '../messages/text.ts';
import { useGlass, useSyncStatus } from '../store/use-now.ts';
import { useIds, useRow } from '../store/use-row.ts';
import { DASH, formatCount, formatTime } from '../ui/format.ts';
import { usePreferences } from './preferences.ts';
import { isTravelling } from './travel.ts';
import { useDeskSearch, useSiteId } from './use-desk.ts';

/** Event-to-glass times, read again every second. */
function useGlassTimes(): GlassSummary {
  const [summary, setSummary] = useState(() => live().glassTimes.summary());
  useEffect(() => {
    const timer = setInterval(() => {
      const next = live().glassTimes.summary();
      setSummary((last) => (last.count === next.count ? last : next));
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return summary;
}

const ms = (value: number | null) => (value === null ? DASH : t('unit.milliseconds', { count: formatCount(value) }));

/** How fresh the numbers are, always in sight; more of it on request. */
export function FreshnessChip({ zone }: { readonly zone: string }) {
  const { freshness, arrivedAgeSeconds, shownAgeSeconds, asOf } = useGlass();
  const { line } = useSyncStatus();
  const isPaused = usePreferences((preferences) => preferences.frequency === 'paused');
  const times = useGlassTimes();
  const travels = isTravelling(useDeskSearch());
  const word =
    travels && freshness === 'live' && asOf !== null
      ? t('travel.past')
      : line === 'connecting' || asOf === null
        ? t('freshness.connecting')
        : isPaused && freshness === 'live'
          ? t('freshness.paused')
          : t(`freshness.${freshness}`, { seconds: arrivedAgeSeconds });
  return (
    <DialogTrigger>
      <Button
        className="freshness-chip numeric"
        data-freshness={isPaused && freshness === 'live' ? 'paused' : freshness}
      >
        <span className="freshness-dot" aria-hidden="true" />
        {word}
        {freshness === 'live' && !isPaused && !travels && times.p50Ms !== null && (
          <span className="quiet freshness-ms">{ms(times.p50Ms)}</span>
        )}
        {asOf !== null && shownAgeSeconds > 5 && (
          <span className="quiet">{t('freshness.as-of', { time: formatTime(asOf, zone) })}</span>
        )}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-body diagnostics" aria-label={t('diagnostics.title')}>
          <Diagnostics times={times} zone={zone} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Diagnostics({ times, zone }: { readonly times: GlassSummary; readonly zone: string }) {
  const glass = useGlass();
  const status = useSyncStatus();
  const site = useRow('sites', useSiteId());
  const offsetMs = live().clockDifferenceMs();
  return (
    <>
      <h2>{t('diagnostics.title')}</h2>
      <dl className="facts">
        <Fact label={t('diagnostics.event-to-glass')}>
          {`p50 ${ms(times.p50Ms)} · p95 ${ms(times.p95Ms)} · n ${formatCount(times.count)}`}
        </Fact>
        <Fact label={t('diagnostics.shown')}>
          {glass.asOf === null
            ? DASH
            : `${formatTime(glass.asOf, zone)} · ${t('unit.seconds', { count: glass.shownAgeSeconds })}`}
        </Fact>
        <Fact label={t('diagnostics.position')}>{formatCount(live().store.shown.mark.position)}</Fact>
        <Fact label={t('diagnostics.line')}>
          {t(`diagnostics.line.${status.line}`)} ·{' '}
          {t('diagnostics.line-counts', { reconnects: status.reconnectCount, gaps: status.gapCount })}
        </Fact>
        <Fact label={t('diagnostics.clock')}>
          {Math.abs(offsetMs) > 2_000
            ? t(offsetMs > 0 ? 'diagnostics.clock-behind' : 'diagnostics.clock-ahead', {
                seconds: formatCount(Math.abs(offsetMs) / 1_000),
              })
            : `± ${ms(live().clock.uncertaintyMs)}`}
        </Fact>
        {site && (
          <Fact label={t('diagnostics.odd-events')}>
            {t('diagnostics.odd-events-counts', {
              anomalies: site.anomalyCount,
              unknown: site.unknownCount,
              late: site.tooLateCount,
              parked: site.parkedCount,
              tags: site.undeclaredTagCount,
            })}
          </Fact>
        )}
        <Fact label={t('diagnostics.protocol')}>{PROTOCOL_VERSION}</Fact>
      </dl>
      <h3>{t('diagnostics.sources')}</h3>
      <Sources zone={zone} />
    </>
  );
}

function Sources({ zone }: { readonly zone: string }) {
  const ids = useIds('sources');
  if (ids.length === 0) return <p className="quiet">{t('diagnostics.no-sources')}</p>;
  return (
    <ul className="source-list">
      {ids.map((id) => (
        <SourceLine key={id} id={id} zone={zone} />
      ))}
    </ul>
  );
}

function SourceLine({ id, zone }: { readonly id: string; readonly zone: string }) {
  const source = useRow('sources', id);
  if (!source) return null;
  return (
    <li>
      <span className="ellipsis">{source.id}</span>
      <span className="numeric quiet">
        {t('diagnostics.source-line', {
          count: formatCount(source.eventCount),
          time: formatTime(source.lastRecordedAt, zone),
        })}
      </span>
    </li>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="numeric">{children}</dd>
    </div>
  );
}
