import type { AccuracyAnswer } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
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
                <SegmentRow key={JSON.stringify([one.queueId, one.segment])} segment={one} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function SegmentRow({ segment: one }: { readonly segment: Segment }) {
  const name = one.segment === '' ? t('published.no-segment') : one.segment;
  const of = `${one.queueName} · ${name}`;
  return (
    <tr>
      <th scope="row">{one.queueName}</th>
      <td>{name}</td>
      {one.ratio === null ? (
        <td className="cell-number">{t('forecast.segments.unknown')}</td>
      ) : (
        <FigureCell figure="segment-handle-ratio" of={of} text={percent(one.ratio)} />
      )}
      <FigureCell figure="segment-credibility" of={of} text={percent(one.credibility)} />
      <FigureCell figure="segment-handled" of={of} text={one.ratio === null ? DASH : formatCount(one.handledCount)} />
      <FigureCell figure="handle-time-error" of={of} text={percent(one.handleTimeError)} />
      <FigureCell figure="handle-time-error" of={of} text={percent(one.handleTimeErrorOfQueue)} />
      <FigureCell figure="forecast-tested" of={of} text={formatCount(one.testedDays)} />
    </tr>
  );
}
