import type { Delta, Mark, Snapshot } from '@floorwalk/shared/live/delta';
import type { Subscribe, Subscribed } from '@floorwalk/shared/protocol/subscribe';
import type { TableName } from '@floorwalk/shared/floor/rows';
import type { Transport, TransportListener } from '../connection/transport.ts';
import { FloorGenerator, type FloorSize, type Rows } from './floor-generator.ts';

export type MadeUpOptions = {
  readonly seed: number;
  readonly size: FloorSize;
  /** Numbers changed per delta. */
  readonly cells: number;
  /** Deltas a second. */
  readonly rate: number;
};

/** Deltas made ahead; they come round again after so many. */
const PREPARED = 40;

/**
 * A transport whose server is a generator in the page. Deltas are serialised and parsed, because that is part of what a page really does.
 */
export class MadeUpTransport implements Transport {
  isConnected = false;
  readonly generator: FloorGenerator;
  readonly #options: MadeUpOptions;
  #listener: TransportListener | null = null;
  #wanted: Subscribe | null = null;
  #mark: Mark = { position: 1_000, asOf: 0 };
  #timer: ReturnType<typeof setInterval> | undefined;
  #prepared: string[] = [];
  deltaCount = 0;
  /** Called with the moment (monotonic, ms) at which a delta arrives. */
  onDelta: (at: number) => void = () => undefined;

  constructor(options: MadeUpOptions) {
    this.#options = options;
    this.generator = new FloorGenerator(options.seed, options.size, Date.now());
  }

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }

  open(): void {
    this.isConnected = true;
    setTimeout(() => this.#listener?.connected(), 10);
  }

  close(): void {
    clearInterval(this.#timer);
    this.isConnected = false;
  }

  retryNow(): void {
    this.open();
  }

  /** Breaks the line, for looking at what the page does then. */
  drop(): void {
    clearInterval(this.#timer);
    this.isConnected = false;
    this.#listener?.disconnected();
    this.#listener?.retrying(8_000);
  }

  /** Goes silent while connected. */
  hush(): void {
    clearInterval(this.#timer);
  }

  async subscribe(request: Subscribe): Promise<Subscribed> {
    this.#wanted = request;
    const now = request.travel?.at ?? Date.now();
    this.#mark = { position: this.#mark.position + 1, asOf: now };
    clearInterval(this.#timer);
    if (!request.travel && this.#options.rate > 0) {
      this.#prepared = [];
      this.prepare(PREPARED);
      this.#timer = setInterval(() => this.tick(), 1_000 / this.#options.rate);
    }
    const tables = JSON.parse(
      JSON.stringify(only(this.generator.all(now, request.siteId, request.windows), request.tables)),
    ) as Rows;
    return {
      ok: true,
      serverNow: Date.now(),
      foldVersion: 1,
      snapshot: { siteId: request.siteId, at: this.#mark, cutAt: Date.now(), foldVersion: 1, tables },
    };
  }

  /** Makes deltas ahead of time, so that making them is not measured. */
  prepare(count: number): void {
    const request = this.#wanted;
    if (!request) return;
    for (let index = 0; index < count; index++) {
      const now = Date.now();
      const rows = this.generator.change(this.#options.cells, now, request.windows);
      const site = this.generator.site(now, request.siteId, request.windows);
      const tables = only({ ...rows, sites: [site], sources: [this.generator.source(now)] }, request.tables);
      this.#prepared.push(JSON.stringify(tables));
    }
  }

  /** Sends the next delta. */
  tick(): void {
    const request = this.#wanted;
    if (!request || !this.#listener) return;
    // Over and over: rows are absolute, so an old delta is as good as a new one and nothing is made up while somebody measures.
    const text = this.#prepared[this.deltaCount % Math.max(1, this.#prepared.length)] ?? '{}';
    const now = Date.now();
    const from = this.#mark;
    this.#mark = { position: from.position + 1, asOf: now };
    this.deltaCount++;
    this.onDelta(performance.now());
    const delta: Delta = {
      siteId: request.siteId,
      from,
      to: this.#mark,
      cutAt: now,
      recordedAt: now - 40,
      tables: JSON.parse(text) as Rows,
      removed: {},
    };
    this.#listener.delta(delta);
  }

  /** Sends all rows again, as after a gap too wide for deltas. */
  resend(): void {
    const request = this.#wanted;
    if (!request || !this.#listener) return;
    const now = Date.now();
    this.#mark = { position: this.#mark.position + 1, asOf: now };
    const rows = only(this.generator.all(now, request.siteId, request.windows), request.tables);
    const snapshot = { siteId: request.siteId, at: this.#mark, cutAt: now, foldVersion: 1, tables: rows };
    const text = JSON.stringify(snapshot);
    const listener = this.#listener;
    // In a task of its own, so that making it up is not counted with taking it in.
    setTimeout(() => listener.snapshot(JSON.parse(text) as Snapshot), 200);
  }

  unsubscribe(): void {
    clearInterval(this.#timer);
    this.#wanted = null;
  }

  seen(): void {}

  clock(): Promise<number> {
    return Promise.resolve(Date.now());
  }
}

function only(rows: Rows, tables: readonly TableName[]): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([name]) => tables.includes(name as TableName))) as Rows;
}
