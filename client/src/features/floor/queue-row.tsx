import { memo, useMemo } from 'react';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { MetricId, MetricInput } from '@floorwalk/shared/metrics/metric';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { t } from '../../messages/text.ts';
import { isFew } from '../../numbers/evidence.ts';
import { metricInputOf } from '../../numbers/metric-input.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import { judgeNumbers, judgeServiceLevel, judgeWait } from '../../severity/queue-severity.ts';
import { useNow } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { DASH, formatCount, formatDuration, formatRatio, formatValue } from '../../ui/format.ts';
import { GridRow, type RowPlace } from '../../ui/live-grid.tsx';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';

/** `serviceLevel` is the formula that the site is run by. */
export type QueueRowContext = { readonly window: WindowKey; readonly serviceLevel: MetricId };

/** One queue. Drawn anew when its row changes, and every second: its longest wait grows, and with it how bad things are. */
export const QueueTableRow = memo(function QueueTableRow(props: {
  readonly place: RowPlace;
  readonly context: QueueRowContext;
}) {
  const { place, context } = props;
  const queue = useRow('queues', place.id);
  const now = useNow();
  const input = useMemo(() => (queue ? metricInputOf(queue, context.window, now) : null), [queue, context.window, now]);
  if (!queue || !input) return <GridRow place={place} cell={() => null} />;
  const serviceLevel = METRICS[context.serviceLevel].measure(input);
  const { severity } = judgeNumbers(queue, serviceLevel, now);
  return (
    <GridRow
      place={place}
      severity={severity}
      cell={(column) =>
        column === 'queue' ? (
          <span className="queue-name">
            <SeverityGlyph severity={severity} />
            <span className="ellipsis">{queue.name}</span>
            <ChannelIcon channel={queue.channel} />
          </span>
        ) : (
          <QueueCell
            queue={queue}
            column={column === 'service-level' ? context.serviceLevel : column}
            window={context.window}
            input={input}
          />
        )
      }
    />
  );
});

type CellProps = {
  readonly queue: QueueRow;
  readonly column: string;
  readonly window: WindowKey;
  readonly input: MetricInput;
};

function QueueCell({ queue, column, window, input }: CellProps) {
  const subject = { table: 'queues', id: queue.id } as const;
  if (column === 'trend') {
    return (
      <Sparkline
        values={queue.waitingByMinute}
        width={72}
        height={18}
        label={t('floor.trend-of', { most: Math.max(0, ...queue.waitingByMinute) })}
      />
    );
  }
  if (column === 'agents') {
    const signedInCount = METRICS['agents-signed-in'].measure(input).value ?? 0;
    return (
      <NumberButton metric="agents-available" subject={subject} window={window} inGrid>
        {formatCount(queue.agents[0])}
        <span className="quiet">/{formatCount(signedInCount)}</span>
      </NumberButton>
    );
  }
  if (!Object.hasOwn(METRICS, column)) return null;
  const id = column as MetricId;
  const metric = METRICS[id];
  const measured = metric.measure(input);
  const few = isFew(id, metric.unit, measured);
  return (
    <NumberButton metric={id} subject={subject} window={window} inGrid className={toneOf(id, queue, measured)}>
      {id === 'wait-estimate' ? (
        <EstimateText queue={queue} />
      ) : metric.unit === 'ratio' ? (
        <>
          {formatRatio(measured.value)}
          {measured.value !== null && (id.startsWith('service-level') || few) && (
            <small className="quiet">n{formatCount(measured.denominator)}</small>
          )}
        </>
      ) : (
        formatValue(measured.value, metric.unit)
      )}
    </NumberButton>
  );
}

/** The colour and shape of a number that is held to something. */
function toneOf(
  id: MetricId,
  queue: QueueRow,
  measured: { value: number | null; numerator: number | null; denominator: number | null },
): string {
  if (id === 'longest-wait') return `tone-${judgeWait(measured.value, queue.serviceLevelThresholdMs)}`;
  if (id.startsWith('service-level')) return `tone-${judgeServiceLevel(measured, queue.serviceLevelTarget)}`;
  return '';
}

/** The wait expected for the next contact as a span, median to 80th percentile, in words of one unit. */
function EstimateText({ queue }: { readonly queue: QueueRow }) {
  const { estimate } = queue;
  if (!estimate) return DASH;
  if (estimate.p80Ms < 60_000) return `<${t('unit.minutes', { count: 1 })}`;
  if (estimate.p80Ms >= 3_600_000) return `${formatDuration(estimate.p50Ms)}–${formatDuration(estimate.p80Ms)}`;
  const low = Math.max(1, Math.round(estimate.p50Ms / 60_000));
  const high = Math.max(low, Math.ceil(estimate.p80Ms / 60_000));
  return t('unit.minutes', { count: low === high ? String(low) : `${low}–${high}` });
}
