import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { reviewChannel, type ChannelWeek } from '@floorwalk/shared/capacity/capacity-review';
import type { Channel } from '@floorwalk/shared/kit/channel';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { fetchIntervals } from '../../api/history.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DASH, formatCount, formatRatio } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { HireRamp } from './hire-ramp-form.tsx';
import './what-if.css';

const DAY_MS = 86_400_000;
const WEEKS = 13;
/** What a quarter is measured against. */
const TARGETS = { abandonRate: 0.05, firstContactResolution: 0.7 };

/** A quarter by channel, from the same intervals as every report, judged in words; and what hires would change. */
export function CapacityBlock() {
  const siteId = useSiteId();
  const title = useId();
  // A quarter is much to read: it is asked for, not drawn with the screen.
  const [isAsked, setIsAsked] = useState(false);
  const quarter = useQuery({
    queryKey: ['capacity', siteId],
    queryFn: () => {
      const to = live().siteTime();
      return fetchIntervals(siteId, { from: to - WEEKS * 7 * DAY_MS, to, every: '1d', by: 'queue' });
    },
    enabled: isAsked,
    staleTime: 300_000,
  });
  const channels = quarter.data === undefined ? [] : byChannel(quarter.data.rows);
  return (
    <section className="what-if-stress" aria-labelledby={title}>
      <h2 id={title}>{t('capacity.title')}</h2>
      <p className="quiet">{t('capacity.text')}</p>
      {!isAsked && (
        <p>
          <button type="button" className="button" onClick={() => setIsAsked(true)}>
            {t('capacity.show')}
          </button>
        </p>
      )}
      {isAsked && quarter.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      {quarter.isError && (
        <p role="alert" className="form-problem">
          {problemWords(quarter.error)}
        </p>
      )}
      {channels.length > 0 && (
        <ScrollRegion className="table-frame" labelledBy={title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('capacity.channel')}</th>
                <th scope="col">{t('capacity.offered')}</th>
                <th scope="col">{t('capacity.abandon')}</th>
                <th scope="col">{t('capacity.resolution')}</th>
                <th scope="col">{t('capacity.trend')}</th>
                <th scope="col">{t('capacity.verdict')}</th>
              </tr>
            </thead>
            <tbody>
              {channels.map(([channel, weeks]) => {
                const review = reviewChannel(weeks, TARGETS);
                return (
                  <tr key={channel}>
                    <th scope="row">{t(`channel.${channel}` as MessageKey)}</th>
                    <td className="numeric">{formatCount(review.offeredCount)}</td>
                    <td className="numeric">
                      {formatRatio(review.abandonRate)} ({formatRatio(review.abandonLow)}–
                      {formatRatio(review.abandonHigh)})
                    </td>
                    <td className="numeric">{formatRatio(review.firstContactResolution)}</td>
                    <td className="numeric">
                      {t('capacity.trend-words', {
                        abandon: points(review.abandonTrend),
                        resolution: points(review.resolutionTrend),
                      })}
                    </td>
                    <td>{t(`capacity.verdict.${review.verdict}`)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <HireRamp />
    </section>
  );
}

/** Weeks of each channel, from rows by queue and day. */
function byChannel(rows: readonly ReportRow[]): readonly (readonly [Channel, readonly ChannelWeek[]])[] {
  const first = Math.min(...rows.map((row) => row.startAt));
  const found = new Map<Channel, Map<number, ReportRow[]>>();
  for (const row of rows) {
    const channel = live().store.tables.queues.row(row.queueId ?? '')?.channel;
    if (channel === undefined) continue;
    const weeks = found.get(channel) ?? new Map<number, ReportRow[]>();
    found.set(channel, weeks);
    const week = Math.floor((row.startAt - first) / (7 * DAY_MS));
    weeks.set(week, [...(weeks.get(week) ?? []), row]);
  }
  return [...found].map(([channel, weeks]) => [
    channel,
    [...weeks]
      .sort(([left], [right]) => left - right)
      .map(([week, days]): ChannelWeek => {
        const known = days.filter((day) => day.firstContactResolution !== null);
        const answered = known.reduce((sum, day) => sum + day.answeredCount, 0);
        const resolved = known.reduce((sum, day) => sum + (day.firstContactResolution ?? 0) * day.answeredCount, 0);
        return {
          startAt: first + week * 7 * DAY_MS,
          offeredCount: days.reduce((sum, day) => sum + day.offeredCount, 0),
          abandonedCount: days.reduce((sum, day) => sum + day.abandonedCount, 0),
          firstContactResolution: answered === 0 ? null : resolved / answered,
        };
      }),
  ]);
}

function points(value: number | null): string {
  if (value === null) return DASH;
  const format = new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  return format.format(value * 100);
}
