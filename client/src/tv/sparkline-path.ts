/** The drawn line: one path of straight pieces, with a break at every gap, and the height of the threshold line. */
export type Sparkline = { readonly path: string; readonly thresholdY: number | null; readonly lastY: number | null };

/**
 * Draws values, oldest first, into a box whose full width stands for `slots` values; fewer values lie at the right. The scale runs from zero
 * (or the least value, if less) to the greatest of values and threshold. Coordinates are rounded to a tenth.
 */
export function sparklinePath(
  values: readonly (number | null)[],
  slots: number,
  width: number,
  height: number,
  threshold: number | undefined,
): Sparkline {
  let low = 0;
  let high = threshold ?? 0;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high === low) high = low + 1;
  const y = (value: number): number => round(height - ((value - low) / (high - low)) * height);
  const step = slots > 1 ? width / (slots - 1) : 0;
  const first = slots - values.length;
  let path = '';
  let drawing = false;
  let lastY: number | null = null;
  values.forEach((value, index) => {
    if (value === null) {
      drawing = false;
      return;
    }
    lastY = y(value);
    path += `${drawing ? 'L' : 'M'}${round((first + index) * step)} ${lastY}`;
    drawing = true;
  });
  return { path, thresholdY: threshold === undefined ? null : y(threshold), lastY };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
