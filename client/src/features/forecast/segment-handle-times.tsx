import type { AccuracyAnswer } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';
import { DASH, formatCount } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { percent } from './forecast-words.ts';

type Segment = AccuracyAnswer['segments'][number];

/** How long each segment's contacts take against their queue's, how far that is believed, and what forecasts by it miss beside the queue's own. */
export function SegmentHandleTimes({ segments }: { readonly segments: readonly Segment[] }) {
  return (
    <section aria-labelledby="forecast-segments">
      <h2 id="forecast-segments">{t('forecast.segments')}</h2>
      <p>{t('forecast.segments.how')}</p>
      {segments.length === 0 ? (
        <p>{t('forecast.segments.none')}</p>
      ) : (
        <ScrollRegion className="table-frame" labelledBy="forecast-segments">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('forecast.queue')}</th>
                <th scope="col">{t('published.by.segment')}</th>
                {(['ratio', 'credibility', 'handled', 'error', 'queue-error', 'days'] as const).map((column) => (
                  <th key={column} scope="col" className="cell-number">
                    {t(`forecast.segments.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {segments.map((one) => (
                <tr key={JSON.stringify([one.queueId, one.segment])}>
                  <th scope="row">{one.queueName}</th>
                  <td>{one.segment === '' ? t('published.no-segment') : one.segment}</td>
                  <td className="cell-number">
                    {one.ratio === null ? t('forecast.segments.unknown') : percent(one.ratio)}
                  </td>
                  <td className="cell-number">{percent(one.credibility)}</td>
                  <td className="cell-number">{one.ratio === null ? DASH : formatCount(one.handledCount)}</td>
                  <td className="cell-number">{percent(one.handleTimeError)}</td>
                  <td className="cell-number">{percent(one.handleTimeErrorOfQueue)}</td>
                  <td className="cell-number">{formatCount(one.testedDays)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
