import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { capacityReviewCsv, fetchCapacityReview } from '../../api/what-if.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { DASH, formatCount, formatRatio } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { HireRamp } from './hire-ramp-form.tsx';
import './what-if.css';

/** A quarter by channel, from the same intervals as every report, judged in words; and what hires would change. */
export function CapacityBlock() {
  const siteId = useSiteId();
  const title = useId();
  // A quarter is much to read: it is asked for, not drawn with the screen.
  const [isAsked, setIsAsked] = useState(false);
  const quarter = useQuery({
    queryKey: ['capacity', siteId],
    queryFn: () => fetchCapacityReview(siteId),
    enabled: isAsked,
    staleTime: 300_000,
  });
  const channels = quarter.data?.channels ?? [];
  return (
    <section className="what-if-stress" aria-labelledby={title}>
      <h2 id={title}>{t('capacity.title')}</h2>
      <p className="quiet" {...plain('limit')}>
        {t('capacity.text')}
      </p>
      {!isAsked && (
        <p>
          <button type="button" className="button" onClick={() => setIsAsked(true)}>
            {t('capacity.show')}
          </button>
        </p>
      )}
      {isAsked && quarter.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      <FormProblem error={quarter.error} />
      {quarter.isSuccess && channels.length === 0 && <p className="quiet">{t('capacity.none')}</p>}
      {channels.length > 0 && (
        <p>
          <a className="button" href={capacityReviewCsv(siteId)} download>
            {t('capacity.csv')}
          </a>
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
              {channels.map((review) => {
                const name = t(`channel.${review.channel}` as MessageKey);
                return (
                  <tr key={review.channel}>
                    <th scope="row">{name}</th>
                    <td>
                      <Figure figure="offered" of={name}>
                        {formatCount(review.offeredCount)}
                      </Figure>
                    </td>
                    <td>
                      <Figure figure="capacity-abandon-rate" of={name} below={formatCount(review.offeredCount)}>
                        {formatRatio(review.abandonRate)} ({formatRatio(review.abandonLow)}–
                        {formatRatio(review.abandonHigh)})
                      </Figure>
                    </td>
                    <td>
                      <Figure figure="first-contact-resolution" of={name}>
                        {formatRatio(review.firstContactResolution)}
                      </Figure>
                    </td>
                    <td>
                      <Figure figure="capacity-trend" of={name} className="number-words">
                        {t('capacity.trend-words', {
                          abandon: points(review.abandonTrend),
                          resolution: points(review.resolutionTrend),
                        })}
                      </Figure>
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

function points(value: number | null): string {
  if (value === null) return DASH;
  const format = new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 2, signDisplay: 'exceptZero' });
  return format.format(value * 100);
}
