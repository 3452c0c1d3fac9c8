import { useEffect, useState } from 'react';
import { formatCount } from '../ui/format.ts';
import { TimeChart, type ChartSeries } from '../ui/time-chart.tsx';
import { seeded } from '@floorwalk/shared/kit/seeded';

const CHARTS = 3;
const ROUNDS = 4;
const SERIES = 6;
const POINTS = 1_440;
const MINUTE_MS = 60_000;

/** Charts of a whole day by the minute, drawn anew on demand: for measuring what a redraw costs. */
export function ManyCharts() {
  const [round, setRound] = useState(0);
  useEffect(() => {
    Object.assign(window, { redraw: () => setRound((last) => last + 1), rounds: round });
  }, [round]);
  // Made ahead, so that making the values up is not measured with drawing them.
  const [rounds] = useState(() =>
    Array.from({ length: ROUNDS }, (_, one) => Array.from({ length: CHARTS }, (__, chart) => seriesOf(chart, one))),
  );
  const charts = rounds[round % ROUNDS] ?? [];
  return (
    <main className="pane">
      {charts.map((series, index) => (
        <TimeChart
          key={series[0]?.id}
          label={`Chart ${index + 1}`}
          series={series}
          zone="Europe/Berlin"
          height={280}
          format={formatCount}
        />
      ))}
    </main>
  );
}

function seriesOf(chart: number, round: number): readonly ChartSeries[] {
  const random = seeded(chart * 1_000 + round);
  return Array.from({ length: SERIES }, (_, index) => ({
    id: `${chart}-${index}`,
    label: `Series ${index + 1}`,
    form: index === 0 ? ('steps' as const) : ('line' as const),
    colour: ((index % 4) + 1) as ChartSeries['colour'],
    points: Array.from(
      { length: POINTS },
      (__, minute) =>
        [1_773_100_800_000 + minute * MINUTE_MS, 50 + 30 * Math.sin(minute / 90 + index) + random() * 10] as const,
    ),
  }));
}
