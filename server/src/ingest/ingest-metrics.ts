import { Counter, Histogram, type Registry } from 'prom-client';

/** What ingest counts, for `/metrics`. */
export class IngestMetrics {
  readonly rejectedLeft: Counter;
  readonly #events: Counter<'outcome'>;
  readonly #refusals: Counter<'reason'>;
  readonly #requestSize: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#events = new Counter({
      name: 'floorwalk_ingest_events_total',
      help: 'Events answered by the ingest API, by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.#refusals = new Counter({
      name: 'floorwalk_ingest_refused_total',
      help: 'Events refused by the ingest API, by reason',
      labelNames: ['reason'],
      registers,
    });
    this.rejectedLeft = new Counter({
      name: 'floorwalk_ingest_rejected_not_kept_total',
      help: 'Refused events whose payload was not kept because one request brought too many',
      registers,
    });
    this.#requestSize = new Histogram({
      name: 'floorwalk_ingest_request_events',
      help: 'Events per ingest request',
      buckets: [1, 10, 100, 1_000, 10_000],
      registers,
    });
  }

  answered(
    counts: { readonly accepted: number; readonly duplicate: number; readonly refused: number },
    reasons: readonly string[],
  ): void {
    this.#requestSize.observe(counts.accepted + counts.duplicate + counts.refused);
    for (const [outcome, count] of Object.entries(counts)) if (count > 0) this.#events.inc({ outcome }, count);
    for (const reason of reasons) this.#refusals.inc({ reason });
  }
}
