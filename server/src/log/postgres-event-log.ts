import { Client } from 'pg';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { connectionTo, type Database } from '../db/database.ts';
import { AppendLane } from './append-lane.ts';
import { appendWith, LOG_CHANNEL } from './append-with.ts';
import { IS_FACT } from './newest-fact.ts';
import type { Appended, EventLog, Head, HeadListener, IncomingEvent, Moment, ReadOptions } from './event-log.ts';

const DEFAULT_BATCH_SIZE = 5_000;
const RECONNECT_MS = 500;

/** The log in PostgreSQL (decision D1). It does not close the database it is given. */
export class PostgresEventLog implements EventLog {
  readonly #database: Database;
  readonly #databaseUrl: string;
  readonly #now: () => number;
  readonly #lanes = new Map<string, AppendLane>();
  readonly #listeners = new Set<HeadListener>();
  #listening: Promise<void> | undefined;
  #client: Client | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #closed = false;

  /** `now` is the real clock, epoch ms. */
  constructor(options: { database: Database; databaseUrl: string; now: () => number }) {
    this.#database = options.database;
    this.#databaseUrl = options.databaseUrl;
    this.#now = options.now;
  }

  async append(siteId: string, events: readonly IncomingEvent[]): Promise<Appended[]> {
    if (events.length === 0) return [];
    let lane = this.#lanes.get(siteId);
    if (!lane) {
      lane = new AppendLane((batch) => this.#write(siteId, batch));
      this.#lanes.set(siteId, lane);
    }
    const appended = await lane.append(events);
    if (lane.idle) this.#lanes.delete(siteId);
    return appended;
  }

  async #write(siteId: string, events: readonly IncomingEvent[]): Promise<Appended[]> {
    const appended = await this.#database.transaction((transaction) =>
      appendWith(transaction, siteId, events, this.#now()),
    );
    const last = appended.findLast((one) => one.status === 'accepted');
    // Readers in this process need not wait for the round trip through LISTEN.
    if (last) this.#tell(siteId, last.position);
    return appended;
  }

  async *read(siteId: string, options: ReadOptions = {}): AsyncIterable<LoggedEvent[]> {
    const batchSize = options.batchSize ?? DEFAULT_BATCH_SIZE;
    const to = options.to ?? (await this.head(siteId)).position;
    let from = options.from ?? 1;
    while (from <= to) {
      const bounds: unknown[] = [siteId, from, to, batchSize];
      if (options.untilTime !== undefined) bounds.push(Math.floor(options.untilTime));
      // oxlint-disable-next-line no-await-in-loop -- each batch begins where the one before ended
      const events = await this.#select(
        `site = $1 and position between $2 and $3 ${options.untilTime === undefined ? '' : 'and time <= $5'}
         order by position limit $4`,
        bounds,
      );
      if (events.length === 0) return;
      yield events;
      if (events.length < batchSize) return;
      from = (events.at(-1)?.position ?? to) + 1;
    }
  }

  async head(siteId: string): Promise<Head> {
    const { rows } = await this.#database.$client.query<{ position: number; recorded_at: number }>(
      'select position, recorded_at from site_head where site = $1',
      [siteId],
    );
    const row = rows[0];
    return row ? { position: row.position, recordedAt: row.recorded_at } : { position: 0, recordedAt: 0 };
  }

  async readByTime(siteId: string, after: Moment, limit: number): Promise<LoggedEvent[]> {
    return this.#select('site = $1 and (time, position) > ($2::bigint, $3::bigint) order by time, position limit $4', [
      siteId,
      Math.floor(after.time),
      after.position,
      limit,
    ]);
  }

  async lastRecordedBy(siteId: string, realTime: number): Promise<number> {
    // Recording times and positions have one order, so the position is found by halving instead of by an index.
    let low = 0;
    let high = (await this.head(siteId)).position;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      // oxlint-disable-next-line no-await-in-loop -- each look says where the next is
      const [event] = await this.#select('site = $1 and position = $2', [siteId, middle]);
      if (event && event.recordedAt <= realTime) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async firstFactAfter(siteId: string, time: number, from: number, to: number): Promise<number | null> {
    const { rows } = await this.#database.$client.query<{ first: number | null }>(
      `select min(position) as first from event_log where site = $1 and time > $2 and position between $3 and $4 and ${IS_FACT}`,
      [siteId, Math.floor(time), from, to],
    );
    return rows[0]?.first ?? null;
  }

  async clockEvents(siteId: string): Promise<LoggedEvent<'site.clock-set'>[]> {
    // The type is written out, because a partial index holds just these.
    const events = await this.#select("site = $1 and type = 'site.clock-set' order by position", [siteId]);
    return events as LoggedEvent<'site.clock-set'>[];
  }

  async #select(condition: string, values: unknown[]): Promise<LoggedEvent[]> {
    const { rows } = await this.#database.$client.query<Row>({
      text: `select position, id, source, type, time, recorded_at, data from event_log where ${condition}`,
      values,
      rowMode: 'array',
    });
    return rows.map(eventOf);
  }

  async sites(): Promise<string[]> {
    const { rows } = await this.#database.$client.query<{ site: string }>(
      'select site from site_head where position > 0 order by site collate "C"',
    );
    return rows.map((row) => row.site);
  }

  onAppend(listener: HeadListener): () => void {
    this.#listeners.add(listener);
    this.#listening ??= this.#listen();
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reconnect);
    await this.#listening;
    await this.#client?.end().catch(() => undefined);
  }

  #tell(siteId: string, position: number): void {
    for (const listener of this.#listeners) listener(siteId, position);
  }

  /** Never rejects: while the database cannot be reached it tries again, and readers poll meanwhile. */
  async #listen(): Promise<void> {
    if (this.#closed) return;
    const client = new Client(connectionTo(this.#databaseUrl));
    this.#client = client;
    const again = (): void => {
      if (this.#closed || this.#client !== client) return;
      this.#client = undefined;
      client.end().catch(() => undefined);
      this.#reconnect = setTimeout(() => {
        this.#listening = this.#listen();
      }, RECONNECT_MS);
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', (notice) => {
      const said: unknown = JSON.parse(notice.payload ?? 'null');
      if (Array.isArray(said)) this.#tell(String(said[0]), Number(said[1]));
    });
    try {
      await client.connect();
      await client.query(`listen ${LOG_CHANNEL}`);
    } catch {
      again();
    }
  }
}

type Row = [
  position: number,
  id: string,
  source: string,
  type: string,
  time: number,
  recordedAt: number,
  data: unknown,
];

/** The log holds only what was accepted, so the type and data are what the schemas say, or of a type that only another version knows. */
function eventOf(row: Row): LoggedEvent {
  return {
    position: row[0],
    id: row[1],
    source: row[2],
    type: row[3],
    time: row[4],
    recordedAt: row[5],
    data: row[6],
  } as LoggedEvent;
}
