type Series = readonly (number | null)[];
type Scale = (value: number) => number;

const tenth = (value: number) => Math.round(value * 10) / 10;

/** A line through the middle of each interval, broken where nothing is known. */
export function linePath(series: Series, x: Scale, y: Scale): string {
  let path = '';
  let isDown = false;
  series.forEach((value, interval) => {
    if (value !== null) path += `${isDown ? 'L' : 'M'}${tenth(x(interval + 0.5))} ${tenth(y(value))}`;
    isDown = value !== null;
  });
  return path;
}

/** A step for each interval, because agents are there for the whole of it. */
export function stepPath(series: Series, x: Scale, y: Scale): string {
  let path = '';
  let isDown = false;
  series.forEach((value, interval) => {
    if (value !== null) {
      const [from, to, height] = [tenth(x(interval)), tenth(x(interval + 1)), tenth(y(value))];
      path += isDown ? `V${height}H${to}` : `M${from} ${height}H${to}`;
    }
    isDown = value !== null;
  });
  return path;
}

/** The space between two series, in pieces where either is unknown. */
export function bandPath(low: Series, high: Series, x: Scale, y: Scale): string {
  let path = '';
  let from = -1;
  for (let interval = 0; interval <= low.length; interval += 1) {
    const isKnown = low[interval] != null && high[interval] != null;
    if (isKnown && from < 0) from = interval;
    if (isKnown || from < 0) continue;
    const point = (series: Series, at: number) => `${tenth(x(at + 0.5))} ${tenth(y(series[at] ?? 0))}`;
    const places = Array.from({ length: interval - from }, (_, index) => from + index);
    const there = places.map((at) => point(high, at));
    const back = places.toReversed().map((at) => point(low, at));
    path += `M${[...there, ...back].join('L')}Z`;
    from = -1;
  }
  return path;
}

/** The next round number at or above everything whose half is as round, for the line in the middle; 1 where nothing is above 0. */
export function niceTop(values: Series): number {
  const most = Math.max(0, ...values.flatMap((value) => value ?? []));
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const isRound = (step: number) => most <= 1 || Number.isInteger((step * power) / 2);
  return ([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= most && isRound(step)) ?? 10) * power;
}
