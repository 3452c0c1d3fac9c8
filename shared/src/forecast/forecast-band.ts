/** The share of actuals a band is to hold. */
export const BAND_SHARE = 0.8;

/** How many past days a band is measured on. */
const WINDOW_DAYS = 60;

/** Fewest past days a band is measured on; before that there is none. */
const FEWEST_DAYS = 8;

/**
 * How fast the level follows its own misses. The errors of a day hang together, so days hold nearly all or little of their
 * actuals; a quick step makes every month right, where a slow one is right only over years.
 */
const LEARNING_RATE = 0.2;

/** The level to start with: above the share promised, because quantiles of few days fall short. */
const FIRST_LEVEL = 0.85;

/** What a band remembers: past errors on the scale of square roots, and the level it aims at to hold what it promises. */
export interface BandState {
  /** Errors √actual − √forecast per day and interval, oldest first, at most WINDOW_DAYS days. */
  readonly errors: readonly (readonly number[])[];
  /** The quantile of past errors in use. */
  readonly level: number;
}

export interface Band {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export const noBandYet: BandState = { errors: [], level: FIRST_LEVEL };

/**
 * The band around a forecast that holds BAND_SHARE of actuals: each interval's error is measured in units of that interval's
 * own typical error (shrunk towards that of all), and the quantile of their absolute values over the window is the width.
 * Counts have about the same noise at every level on the scale of square roots. Undefined before FEWEST_DAYS days. `wider` is by how much more a forecast of
 * this kind misses than those the state remembers.
 */
export function bandAround(state: BandState, forecast: readonly number[], wider = 1): Band | undefined {
  const width = bandWidth(state)?.map((each) => each * wider);
  if (width === undefined) return undefined;
  const roots = forecast.map((count) => Math.sqrt(count + 0.25));
  return {
    low: roots.map((root, i) => Math.max(0, Math.max(0, root - (width[i] ?? 0)) ** 2 - 0.25)),
    high: roots.map((root, i) => (root + (width[i] ?? 0)) ** 2 - 0.25),
  };
}

/**
 * The state after a day came true. The level moves against the day's miss: up when the band held too little, down when it
 * held too much, so its long-run coverage is right even where the past does not resemble the future.
 * Source: I. Gibbs, E. Candès, "Adaptive conformal inference under distribution shift" (NeurIPS 2021).
 */
export function observeDay(state: BandState, forecast: readonly number[], actual: readonly number[]): BandState {
  const errors = rootErrors(forecast, actual);
  const width = bandWidth(state);
  let { level } = state;
  if (width !== undefined) {
    const held = errors.filter((error, i) => Math.abs(error) <= (width[i] ?? 0)).length / errors.length;
    level = levelAfter(level, held);
  }
  return { errors: [...state.errors, errors].slice(-WINDOW_DAYS), level };
}

/** Errors on the scale of square roots, on which counts of every size have about the same noise. */
export function rootErrors(forecast: readonly number[], actual: readonly number[]): number[] {
  return actual.map((count, i) => Math.sqrt(count + 0.25) - Math.sqrt((forecast[i] ?? 0) + 0.25));
}

/**
 * The level that the misses of these days lead to, gone through from the oldest on: what {@link observeDay} would have come to, day by day, for errors of
 * this kind. A forecast of another kind (the rest of a day, a sum of queues) misses otherwise than the one of the day before, and needs a level of its own.
 */
export function levelOf(errors: BandState['errors']): number {
  if (errors.length < FEWEST_DAYS) return FIRST_LEVEL;
  const typical = typicalErrors(errors);
  const days = errors.map((day) =>
    Float64Array.from(day, (error, i) => Math.abs(error) / (typical[i] ?? 1)).toSorted(),
  );
  let seen = new Float64Array();
  let level = FIRST_LEVEL;
  for (const [index, day] of days.entries()) {
    if (index >= FEWEST_DAYS && day.length > 0) {
      const quantile = quantileOf(seen, level);
      level = levelAfter(level, day.filter((error) => error <= quantile).length / day.length);
    }
    seen = mergedSorted(seen, day);
  }
  return level;
}

/** The level after a day of which that share was held. */
function levelAfter(level: number, held: number): number {
  return Math.min(0.99, Math.max(0.5, level + LEARNING_RATE * (BAND_SHARE - held)));
}

/** Half the width per interval on the scale of square roots. */
function bandWidth({ errors, level }: BandState): number[] | undefined {
  if (errors.length < FEWEST_DAYS || (errors[0]?.length ?? 0) === 0) return undefined;
  const typical = typicalErrors(errors);
  const scaled = errors.flatMap((day) => day.map((error, i) => Math.abs(error) / (typical[i] ?? 1)));
  const quantile = quantileOf(Float64Array.from(scaled).toSorted(), level);
  return typical.map((scale) => scale * quantile);
}

/** Each interval's typical error, shrunk towards that of all. */
function typicalErrors(errors: BandState['errors']): number[] {
  const intervals = errors[0]?.length ?? 0;
  const squares = Array.from({ length: intervals }, () => 0);
  for (const day of errors) for (let i = 0; i < intervals; i++) squares[i] = (squares[i] ?? 0) + (day[i] ?? 0) ** 2;
  const overall = squares.reduce((a, b) => a + b, 0) / Math.max(1, errors.length * intervals);
  return squares.map((sum) => Math.sqrt((sum + FEWEST_DAYS * overall) / (errors.length + FEWEST_DAYS)) || 1e-9);
}

function quantileOf(sorted: Float64Array, level: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(level * (sorted.length + 1)) - 1)] ?? 0;
}

function mergedSorted(left: Float64Array, right: Float64Array): Float64Array<ArrayBuffer> {
  const merged = new Float64Array(left.length + right.length);
  for (let at = 0, i = 0, j = 0; at < merged.length; at++) {
    const takeLeft = j >= right.length || (i < left.length && (left[i] ?? 0) <= (right[j] ?? 0));
    merged[at] = (takeLeft ? left[i++] : right[j++]) ?? 0;
  }
  return merged;
}
