import { memo } from 'react';

type Props = {
  /** Counts by tenths of 0-1. */
  readonly counts: readonly number[];
  /** 0-1; a line through it. */
  readonly threshold: number;
  readonly width: number;
  readonly height: number;
  readonly label: string;
};

/** Ten bars and the threshold among them: what a mean would hide. */
export const Histogram = memo(function Histogram({ counts, threshold, width, height, label }: Props) {
  const most = Math.max(1, ...counts);
  const bar = width / Math.max(1, counts.length);
  const line = Math.round(threshold * width * 10) / 10;
  return (
    <svg
      className="histogram"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {counts.map((count, index) => {
        const tall = count === 0 ? 1 : Math.max(2, (count / most) * (height - 2));
        const isUnder = (index + 1) / counts.length <= threshold + 1e-9;
        return (
          <rect
            key={index}
            x={index * bar + 0.5}
            y={height - tall}
            width={Math.max(1, bar - 1)}
            height={tall}
            data-under={isUnder || undefined}
            data-empty={count === 0 || undefined}
          />
        );
      })}
      <line x1={line} x2={line} y1={0} y2={height} />
    </svg>
  );
});
