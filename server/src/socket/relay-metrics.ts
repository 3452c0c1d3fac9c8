import { Counter, Gauge, type Registry } from 'prom-client';

/** What the relay and the gateway count, for `/metrics`. */
export class RelayMetrics {
  readonly sockets: Gauge;
  readonly slowSockets: Gauge;
  readonly travelSessions: Gauge;
  readonly #trouble: Counter<'kind'>;
  readonly #sent: Counter<'kind'>;
  readonly #refused: Counter<'limit'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.sockets = new Gauge({ name: 'floorwalk_sockets', help: 'Sockets connected', registers });
    this.slowSockets = new Gauge({
      name: 'floorwalk_sockets_slow',
      help: 'Sockets that fell behind and get one merged delta at a time',
      registers,
    });
    this.travelSessions = new Gauge({ name: 'floorwalk_travel_sessions', help: 'Time travels under way', registers });
    this.#trouble = new Counter({
      name: 'floorwalk_relay_trouble_total',
      help: 'Deltas found stale or behind a gap, and views replaced',
      labelNames: ['kind'],
      registers,
    });
    this.#sent = new Counter({
      name: 'floorwalk_relay_sent_total',
      help: 'What was sent: deltas once per room, merged deltas and snapshots once per socket',
      labelNames: ['kind'],
      registers,
    });
    this.#refused = new Counter({
      name: 'floorwalk_socket_refused_total',
      help: 'Sockets and subscriptions refused, by the limit they hit',
      labelNames: ['limit'],
      registers,
    });
  }

  stale(): void {
    this.#trouble.inc({ kind: 'stale' });
  }
  gap(): void {
    this.#trouble.inc({ kind: 'gap' });
  }
  replaced(): void {
    this.#trouble.inc({ kind: 'replaced' });
  }
  sent(kind: 'delta' | 'merged' | 'snapshot'): void {
    this.#sent.inc({ kind });
  }
  refused(limit: string): void {
    this.#refused.inc({ limit });
  }
}
