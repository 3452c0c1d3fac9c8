const DAY_MS = 86_400_000;

/** The last day is compared with the fortnight before it. */
export function driftSpans(time: number) {
  return {
    recent: { from: time - DAY_MS, to: time },
    reference: { from: time - 15 * DAY_MS, to: time - DAY_MS },
  };
}
