/** How many of the newest measurements count. */
const KEPT = 600;

export type GlassSummary = { readonly count: number; readonly p50Ms: number | null; readonly p95Ms: number | null };

/** Event-to-glass times: from an event's commit to the flush that showed it. */
export class GlassTimes {
  readonly #times = new Float64Array(KEPT);
  #count = 0;

  add(ms: number): void {
    this.#times[this.#count % KEPT] = Math.max(0, ms);
    this.#count++;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Nearest-rank percentiles of what is kept. */
  summary(): GlassSummary {
    const kept = this.#times.slice(0, Math.min(this.#count, KEPT)).sort();
    const rank = (share: number) => kept[Math.max(0, Math.ceil(share * kept.length) - 1)] ?? null;
    return { count: this.#count, p50Ms: rank(0.5), p95Ms: rank(0.95) };
  }
}
