import { memo, useMemo } from 'react';
import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { MetricId, MetricInput } from '@floorwalk/shared/metrics/metric';
import type { QueueRow } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { isFew } from '../../numbers/evidence.ts';
import { metricInputOf } from '../../numbers/metric-input.ts';
import { NumberButton } from '../../numbers/number-button.tsx';
import type { Subject } from '../../numbers/subject.ts';
import { judgeNumbers, judgeServiceLevel, judgeWait } from '../../severity/queue-severity.ts';
import { useAtNow } from '../../store/use-now.ts';
import { useRow } from '../../store/use-row.ts';
import { useTimeText } from '../../store/use-time-text.ts';
import { ChannelIcon } from '../../ui/channel-icon.tsx';
import { DASH, formatCount, formatDuration, formatValue } from '../../ui/format.ts';
import type { RowPlace } from '../../ui/grid-place.ts';
import { GridRow } from '../../ui/live-grid.tsx';
import { SeverityGlyph } from '../../ui/severity-glyph.tsx';
import { Sparkline } from '../../ui/sparkline.tsx';

/** `serviceLevel` is the formula that the site is run by. */
export type QueueRowContext = { readonly window: WindowKey; readonly serviceLevel: MetricId };

/**
 * One queue. Drawn anew when its row changes or when time alone makes it worse; the wait that grows by the second is drawn by its own
 * cell.
 */
export const QueueTableRow = memo(function QueueTableRow(props: {
  readonly place: RowPlace;
  readonly context: QueueRowContext;
}) {
  const { place, context } = props;
  const queue = useRow('queues', place.id);
  const input = useMemo(
    () => (queue ? metricInputOf(queue, context.window, live().now) : null),
    [queue, context.window],
  );
  const level = input ? METRICS[context.serviceLevel].measure(input) : null;
  const subject = useMemo(() => ({ table: 'queues', id: place.id }) as const, [place.id]);
  const severity = useAtNow((now) => (queue && level ? judgeNumbers(queue, level, now).severity : 'no-data'));
  if (!queue || !input) return <GridRow place={place} cell={() => null} />;
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
            subject={subject}
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
  /** The same object with every drawing. */
  readonly subject: Subject;
  readonly column: string;
  readonly window: WindowKey;
  readonly input: MetricInput;
};

function QueueCell({ queue, subject, column, window, input }: CellProps) {
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
  if (column === 'longest-wait') return <LongestWait queue={queue} subject={subject} window={window} />;
  if (!Object.hasOwn(METRICS, column)) return null;
  const id = column as MetricId;
  const metric = METRICS[id];
  const measured = metric.measure(input);
  const saysCount = measured.value !== null && (id.startsWith('service-level') || isFew(id, metric.unit, measured));
  return (
    <NumberButton
      metric={id}
      subject={subject}
      window={window}
      inGrid
      className={toneOf(id, queue, measured)}
      note={saysCount ? `n${formatCount(measured.denominator)}` : null}
    >
      {id === 'wait-estimate' ? estimateText(queue) : formatValue(measured.value, metric.unit)}
    </NumberButton>
  );
}

/** Grows by the second while somebody waits. */
function LongestWait({ queue, subject, window }: Pick<CellProps, 'queue' | 'subject' | 'window'>) {
  const { oldestQueuedAt, serviceLevelThresholdMs } = queue;
  const waitMs = (now: number) =>
    oldestQueuedAt === null ? null : Math.max(0, Math.round((now - oldestQueuedAt) / 1_000)) * 1_000;
  const tone = useAtNow((now) => judgeWait(waitMs(now), serviceLevelThresholdMs));
  const text = useTimeText<HTMLButtonElement>((now) => formatDuration(waitMs(now)));
  return (
    <NumberButton
      ref={text}
      metric="longest-wait"
      subject={subject}
      window={window}
      inGrid
      className={`tone-${tone}`}
    />
  );
}

/** The colour and shape of a number that is held to something. */
function toneOf(
  id: MetricId,
  queue: QueueRow,
  measured: { value: number | null; numerator: number | null; denominator: number | null },
): string {
  if (id.startsWith('service-level')) return `tone-${judgeServiceLevel(measured, queue.serviceLevelTarget)}`;
  return '';
}

/** The wait expected for the next contact as a span, median to 80th percentile, in words of one unit. */
function estimateText({ estimate }: QueueRow): string {
  if (!estimate) return DASH;
  if (estimate.p80Ms < 60_000) return `<${t('unit.minutes', { count: 1 })}`;
  if (estimate.p80Ms >= 3_600_000) return `${formatDuration(estimate.p50Ms)}–${formatDuration(estimate.p80Ms)}`;
  const low = Math.max(1, Math.round(estimate.p50Ms / 60_000));
  const high = Math.max(low, Math.ceil(estimate.p80Ms / 60_000));
  return t('unit.minutes', { count: low === high ? String(low) : `${low}–${high}` });
}
