import { memo, useRef, useState, type KeyboardEvent } from 'react';
import type { QueueGaps } from '@floorwalk/shared/schedule/staffing-gaps';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { formatTimeShort } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { signOf } from './intraday-chart.tsx';
import type { StaffingPicture } from './use-staffing.ts';
import { formatAgents, formatGap } from './words.ts';

type Props = {
  readonly picture: StaffingPicture;
  readonly zone: string;
  /** Rows: queues or skills, with the name of each. */
  readonly rows: readonly { readonly id: string; readonly name: string; readonly gaps: QueueGaps }[];
  readonly title: string;
  readonly onPick: (id: string) => void;
};

/**
 * Gaps by row and interval, from the one that runs to the end of the day. Every cell says its number; colour and a mark repeat its sign. One cell is in
 * the order of Tab, arrows go on from there.
 */
export function GapHeatMap({ picture, zone, rows, title, onPick }: Props) {
  const { intervals, current } = picture;
  const first = Math.max(0, Math.min(intervals.count - 1, current));
  const columns = Array.from({ length: intervals.count - first }, (_, index) => first + index);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      Home: [0, -columns.length],
      End: [0, columns.length],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(rows.length - 1, active.row + step[0]));
    const column = Math.max(0, Math.min(columns.length - 1, active.column + step[1]));
    setActive({ row, column });
    table.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };
  return (
    <ScrollRegion className="heat-scroll" labelledBy="heat-title">
      <table ref={table} className="heat-map" aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" title={t('staffing.heat.now-explained')}>
              {t('staffing.heat.now')}
            </th>
            {columns.map((interval) => (
              <th
                key={interval}
                scope="col"
                className="numeric"
                aria-current={interval === current ? 'time' : undefined}
              >
                {formatTimeShort(intervals.startsAt + interval * intervals.intervalMs, zone)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, gaps }, row) => (
            <HeatRow
              key={id}
              id={id}
              name={name}
              gaps={gaps}
              row={row}
              first={first}
              last={intervals.count}
              activeColumn={active.row === row ? active.column : -1}
              intervalsAt={intervals}
              zone={zone}
              onPick={onPick}
              onKeyDown={onKeyDown}
            />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

type RowProps = {
  readonly id: string;
  readonly name: string;
  readonly gaps: QueueGaps;
  readonly row: number;
  readonly first: number;
  readonly last: number;
  readonly activeColumn: number;
  readonly intervalsAt: StaffingPicture['intervals'];
  readonly zone: string;
  readonly onPick: (id: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

const HeatRow = memo(function HeatRow(props: RowProps) {
  const { id, name, gaps, row, first, last, activeColumn, intervalsAt, zone, onPick, onKeyDown } = props;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="link-button ellipsis" onClick={() => onPick(id)}>
          {name}
        </button>
        {gaps.lack !== null && <span className="heat-lack">{t(`staffing.lack.${gaps.lack}`)}</span>}
      </th>
      <td className="numeric heat-cell" data-sign={signOf(gaps.gapNow)} data-size={sizeOf(gaps.gapNow)}>
        <Figure figure="gap-now" of={name} above={formatAgents(gaps.onFloor)}>
          {formatGap(gaps.gapNow)}
        </Figure>
      </td>
      {gaps.gaps.slice(first, last).map((gap, column) => (
        <td key={first + column} className="numeric heat-cell" data-sign={signOf(gap)} data-size={sizeOf(gap)}>
          <button
            type="button"
            data-cell={`${row} ${column}`}
            tabIndex={column === activeColumn ? 0 : -1}
            title={t('staffing.heat.cell', {
              required: numberOf(gaps.requiredScheduled[first + column]),
              scheduled: numberOf(gaps.scheduled[first + column]),
            })}
            data-figure="gap-interval"
            data-of={`${name} · ${formatTimeShort(intervalsAt.startsAt + (first + column) * intervalsAt.intervalMs, zone)}`}
            data-above={numberOf(gaps.scheduled[first + column])}
            data-below={numberOf(gaps.requiredScheduled[first + column])}
            aria-haspopup="dialog"
            onKeyDown={onKeyDown}
          >
            {formatGap(gap)}
          </button>
        </td>
      ))}
    </tr>
  );
});

function numberOf(value: number | null | undefined): string {
  return value == null ? t('staffing.unknown') : String(Math.round(value * 10) / 10);
}

function sizeOf(gap: number | null): number {
  return gap === null ? 0 : Math.min(3, Math.ceil(Math.abs(Math.round(gap)) / 2));
}
