import { isFactType } from '@floorwalk/shared/kit/fact-type';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { identityOf } from './event-identity.ts';
import { giveTimes } from './first-times.ts';
import type { Appended, EventLog, Head, HeadListener, IncomingEvent, Moment, ReadOptions } from './event-log.ts';

type SiteLog = { readonly events: LoggedEvent[]; readonly positions: Map<string, number> };

/** The log in memory, for tests and for folding a file without a server. */
export class MemoryEventLog implements EventLog {
  readonly #now: () => number;
  readonly #sites = new Map<string, SiteLog>();
  readonly #listeners = new Set<HeadListener>();

  constructor(options: { now: () => number }) {
    this.#now = options.now;
  }

  async append(siteId: string, given: readonly IncomingEvent[]): Promise<Appended[]> {
    if (given.length === 0) return [];
    const log = this.#sites.get(siteId) ?? { events: [], positions: new Map<string, number>() };
    this.#sites.set(siteId, log);
    const recordedAt = Math.max(this.#now(), log.events.at(-1)?.recordedAt ?? 0);
    const before = log.events.length;
    const first = log.events.toReversed().map(({ source, id, time }) => [JSON.stringify([source, id]), time] as const);
    const events = given.some(({ timeIsReceipt }) => timeIsReceipt) ? giveTimes(given, new Map(first)) : given;
    const appended = events.map((event): Appended => {
      const identity = identityOf(event);
      const known = log.positions.get(identity);
      if (known !== undefined) return { status: 'duplicate', position: known };
      const position = log.events.length + 1;
      log.events.push({ ...structuredClone(event), position, recordedAt });
      log.positions.set(identity, position);
      return { status: 'accepted', position };
    });
    if (log.events.length > before) for (const listener of this.#listeners) listener(siteId, log.events.length);
    return appended;
  }

  async *read(siteId: string, options: ReadOptions = {}): AsyncIterable<LoggedEvent[]> {
    const events = this.#sites.get(siteId)?.events ?? [];
    const batchSize = options.batchSize ?? 5_000;
    const wanted = events
      .slice((options.from ?? 1) - 1, options.to ?? events.length)
      .filter((event) => options.untilTime === undefined || event.time <= options.untilTime);
    for (let start = 0; start < wanted.length; start += batchSize) yield wanted.slice(start, start + batchSize);
  }

  async head(siteId: string): Promise<Head> {
    const last = this.#sites.get(siteId)?.events.at(-1);
    return { position: last?.position ?? 0, recordedAt: last?.recordedAt ?? 0 };
  }

  async readByTime(siteId: string, after: Moment, limit: number): Promise<LoggedEvent[]> {
    const events = this.#sites.get(siteId)?.events ?? [];
    const time = Math.floor(after.time);
    return events
      .filter((event) => event.time > time || (event.time === time && event.position > after.position))
      .toSorted((a, b) => a.time - b.time || a.position - b.position)
      .slice(0, limit);
  }

  async lastRecordedBy(siteId: string, realTime: number): Promise<number> {
    return this.#sites.get(siteId)?.events.findLast((event) => event.recordedAt <= realTime)?.position ?? 0;
  }

  async firstFactAfter(siteId: string, time: number, from: number, to: number): Promise<number | null> {
    const events = this.#sites.get(siteId)?.events.slice(from - 1, to) ?? [];
    return events.find((event) => event.time > Math.floor(time) && isFactType(event.type))?.position ?? null;
  }

  async clockEvents(siteId: string): Promise<LoggedEvent<'site.clock-set'>[]> {
    return (this.#sites.get(siteId)?.events ?? []).filter((event) => event.type === 'site.clock-set');
  }

  async sites(): Promise<string[]> {
    return [...this.#sites.keys()].toSorted();
  }

  onAppend(listener: HeadListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }
}
