import type { AccuracyAnswer } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';
import { figureColumns } from '../../numbers/figure-columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DASH, formatCount } from '../../ui/format.ts';
import { percent } from './forecast-words.ts';

type Segment = AccuracyAnswer['segments'][number];

/** How long each segment's contacts take against their queue's, how far that is believed, and what forecasts by it miss beside the queue's own. */
export function SegmentHandleTimes({ segments }: { readonly segments: readonly Segment[] }) {
  const number = figureColumns<Segment>((row) => `${row.queueName} · ${segmentName(row)}`);
  const ratio = number('ratio', t('forecast.segments.ratio'), 'segment-handle-ratio', (row) => percent(row.ratio));
  return (
    <section aria-labelledby="forecast-segments">
      <h2 id="forecast-segments">{t('forecast.segments')}</h2>
      <p>{t('forecast.segments.how')}</p>
      {segments.length === 0 ? (
        <p>{t('forecast.segments.none')}</p>
      ) : (
        <DataTable
          rows={segments}
          keyOf={({ queueId, segment }) => JSON.stringify([queueId, segment])}
          labelledBy="forecast-segments"
          hasFigures
          columns={[
            { id: 'queue', label: t('forecast.queue'), cell: ({ queueName }) => queueName },
            { id: 'segment', label: t('published.by.segment'), cell: segmentName },
            {
              ...ratio,
              cell: (row) => (row.ratio === null ? t('forecast.segments.unknown') : ratio.cell(row)),
            },
            number('credibility', t('forecast.segments.credibility'), 'segment-credibility', (row) =>
              percent(row.credibility),
            ),
            number('handled', t('forecast.segments.handled'), 'segment-handled', (row) =>
              row.ratio === null ? DASH : formatCount(row.handledCount),
            ),
            number('error', t('forecast.segments.error'), 'handle-time-error', (row) => percent(row.handleTimeError)),
            number('queue-error', t('forecast.segments.queue-error'), 'handle-time-error', (row) =>
              percent(row.handleTimeErrorOfQueue),
            ),
            number('days', t('forecast.segments.days'), 'forecast-tested', (row) => formatCount(row.testedDays)),
          ]}
        />
      )}
    </section>
  );
}

function segmentName({ segment }: Segment): string {
  return segment === '' ? t('published.no-segment') : segment;
}
