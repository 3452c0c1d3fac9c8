import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What folding counts, for `/metrics`. */
export class FoldMetrics {
  readonly #events: Counter;
  readonly #parked: Counter;
  readonly #published: Counter<'kind'>;
  readonly #bytes: Histogram<'kind'>;
  readonly #dropped: Counter;
  readonly #position: Gauge<'site'>;
  readonly #lag: Gauge<'site'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({ name: 'floorwalk_fold_events_total', help: 'Events folded', registers });
    this.#parked = new Counter({
      name: 'floorwalk_fold_parked_total',
      help: 'Events that broke the fold and were parked',
      registers,
    });
    this.#published = new Counter({
      name: 'floorwalk_fold_published_total',
      help: 'Entries published to the delta streams, by kind',
      labelNames: ['kind'],
      registers,
    });
    this.#bytes = new Histogram({
      name: 'floorwalk_fold_published_bytes',
      help: 'Size of what is published to the delta streams, by kind',
      labelNames: ['kind'],
      buckets: [500, 2_000, 10_000, 50_000, 250_000, 1_000_000, 5_000_000],
      registers,
    });
    this.#dropped = new Counter({
      name: 'floorwalk_fold_publish_failed_total',
      help: 'Entries that could not be published; readers ask for a snapshot',
      registers,
    });
    this.#position = new Gauge({
      name: 'floorwalk_fold_position',
      help: 'Last position folded, per site owned by this process',
      labelNames: ['site'],
      registers,
    });
    this.#lag = new Gauge({
      name: 'floorwalk_fold_lag_events',
      help: 'Events between the log and the fold, per site owned by this process',
      labelNames: ['site'],
      registers,
    });
  }

  folded(count: number, parkedCount: number): void {
    this.#events.inc(count);
    if (parkedCount > 0) this.#parked.inc(parkedCount);
  }

  at(site: string, position: number, head: number): void {
    this.#position.set({ site }, position);
    this.#lag.set({ site }, Math.max(0, head - position));
  }

  left(site: string): void {
    this.#position.remove({ site });
    this.#lag.remove({ site });
  }

  published(kind: string, bytes: number): void {
    this.#published.inc({ kind });
    if (bytes > 0) this.#bytes.observe({ kind }, bytes);
  }

  dropped(): void {
    this.#dropped.inc();
  }
}
