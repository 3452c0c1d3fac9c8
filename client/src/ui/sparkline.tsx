import { memo } from 'react';
import { same } from '../store/same.ts';

type Props = {
  readonly values: readonly number[];
  readonly width: number;
  readonly height: number;
  /** What it shows, for those who cannot see it. */
  readonly label: string;
};

/** Every delta brings new arrays with mostly the same numbers in them; those are not drawn again. */
function isSame(left: Props, right: Props): boolean {
  return (
    left.width === right.width &&
    left.height === right.height &&
    left.label === right.label &&
    same(left.values, right.values)
  );
}

/** A line of at most a few dozen values with the area under it; its scale starts at 0 and is never flatter than 4. */
export const Sparkline = memo(function Sparkline({ values, width, height, label }: Props) {
  const path = sparklinePath(values, width, height);
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {path && (
        <>
          <path d={`${path}V${height}H0Z`} className="sparkline-area" />
          <path d={path} className="sparkline-line" />
        </>
      )}
    </svg>
  );
}, isSame);

/** The line as one path, rounded to tenths of a pixel; empty below two values. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  if (values.length < 2) return '';
  const top = Math.max(4, ...values);
  const step = width / (values.length - 1);
  let path = '';
  values.forEach((value, index) => {
    const x = Math.round(index * step * 10) / 10;
    const y = Math.round((height - 1 - (value / top) * (height - 2)) * 10) / 10;
    path += `${index === 0 ? 'M' : 'L'}${x} ${y}`;
  });
  return path;
}
