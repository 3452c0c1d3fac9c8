/** What a number says about itself. `neutral` has no thresholds; `stale` is never painted with a threshold's colour. */
export type TileState = 'ok' | 'warning' | 'critical' | 'neutral' | 'no-data' | 'stale';

/** From worst to best: the order of a list of worst queues. */
export const STATE_RANK: Record<TileState, number> = {
  critical: 0,
  warning: 1,
  ok: 2,
  neutral: 3,
  'no-data': 4,
  stale: 5,
};

export type Thresholds = {
  readonly target?: number | undefined;
  readonly warning?: number | undefined;
  readonly critical?: number | undefined;
};

export type Better = 'higher' | 'lower' | 'neither';

/**
 * The side a value must be on. A metric that is neither good nor bad by itself takes the direction of its thresholds: critical under warning
 * means that higher is better.
 */
export function directionOf(better: Better, thresholds: Thresholds): 'higher' | 'lower' {
  if (better !== 'neither') return better;
  const { warning, critical } = thresholds;
  return warning !== undefined && critical !== undefined && critical < warning ? 'higher' : 'lower';
}

/**
 * Judges a value in the metric's own unit. Reaching a threshold exactly is still good. Without `warning`, missing the target is the warning.
 */
export function judge(value: number | null, better: Better, thresholds: Thresholds): TileState {
  if (value === null) return 'no-data';
  const { target, warning, critical } = thresholds;
  const attention = warning ?? target;
  if (attention === undefined && critical === undefined) return 'neutral';
  const direction = directionOf(better, thresholds);
  const misses = (limit: number | undefined): boolean =>
    limit !== undefined && (direction === 'higher' ? value < limit : value > limit);
  if (misses(critical)) return 'critical';
  return misses(attention) ? 'warning' : 'ok';
}
