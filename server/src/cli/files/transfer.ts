import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { EventSender, Sent } from './event-sender.ts';
import { sleep } from './sleep.ts';

export type TransferOptions = {
  readonly sender: EventSender;
  /** Source written into the events of the clock. */
  readonly source: string;
  /** Events in order of time. */
  readonly batches: AsyncIterable<readonly NewEvent[]>;
  /** Seconds of the file per second of the wall, or as fast as it goes. */
  readonly speed: number | 'max';
  /** From where to go at that speed, epoch ms of the file; what comes before is sent at once. */
  readonly at?: number;
  /** The site keeps the clock it has. Only at full speed. */
  readonly keepsClock?: boolean;
  readonly signal: AbortSignal;
  /** The real clock, epoch ms. */
  readonly now: () => number;
  readonly onProgress: (progress: TransferProgress) => void;
};

export type TransferProgress = {
  sentCount: number;
  acceptedCount: number;
  duplicateCount: number;
  refusedCount: number;
  /** Refused by the server, by reason, with the first message of each. */
  readonly refusedByReason: Map<string, { count: number; message: string }>;
  /** Time of the last event sent, epoch ms of the file; `null` before the first. */
  reachedAt: number | null;
  /** The transfer was told to stop before the end of the file. */
  isStopped: boolean;
};

/** Largest batch handed to the sender at once. */
const BATCH_EVENTS = 4000;
/** While everything is known already the batches grow from this, so that little goes out ahead of its time once something is new. */
const SMALL_BATCH_EVENTS = 50;
const SHORTEST_SLEEP_MS = 25;
const LONGEST_SLEEP_MS = 1000;

/**
 * Sends a file's events. What the log knows already is passed over at full speed: a transfer that was killed goes on where it stopped by being
 * run again, and one that had finished adds nothing. From the first event that is new, the site's clock is set: to pace (then events go out when the
 * clock reaches them) or to its log.
 */
export async function transfer(options: TransferOptions): Promise<TransferProgress> {
  const { sender, speed, signal, now } = options;
  const events = createQueue(options.batches);
  const progress: TransferProgress = {
    sentCount: 0,
    acceptedCount: 0,
    duplicateCount: 0,
    refusedCount: 0,
    refusedByReason: new Map(),
    reachedAt: null,
    isStopped: false,
  };
  let clock: SiteClock | null = null;

  async function setClock(next: SiteClock, time: number, id: string): Promise<void> {
    if (speed === 'max' && options.keepsClock === true) return;
    clock = next;
    const event: NewEvent = { id, source: options.source, type: 'site.clock-set', time, data: { clock: next } };
    const sent = await sender.send([event]);
    if (sent.refused.length > 0) note(progress, sent, 0);
  }

  async function send(part: readonly NewEvent[]): Promise<Sent> {
    let sent = await sender.send(part);
    if (clock === null && sent.refused.some((one) => one.reason === 'in-the-future')) {
      // The site still goes by the clock of an earlier replay: let it go by its log, then send again what lay ahead of it.
      await setClock({ kind: 'log' }, part[0]?.time ?? 0, `clock:log:${now()}`);
      sent = await sender.send(part);
    }
    note(progress, sent, part.length);
    progress.reachedAt = part.at(-1)?.time ?? progress.reachedAt;
    options.onProgress(progress);
    return sent;
  }

  // The part the log knows already; it ends with the first batch that holds something new.
  // The first is the first moment of the file, when things are configured.
  const first = await events.peek();
  let batch = await events.take(BATCH_EVENTS, first?.time ?? 0);
  for (let size = SMALL_BATCH_EVENTS; !signal.aborted; size = Math.min(BATCH_EVENTS, size * 4)) {
    if (batch.length === 0) return progress;
    // oxlint-disable-next-line no-await-in-loop -- events keep their order
    const sent = await send(batch);
    if (sent.acceptedCount > 0) break;
    // oxlint-disable-next-line no-await-in-loop -- as above
    batch = await events.take(size, Number.POSITIVE_INFINITY);
  }

  const reachedAt = progress.reachedAt ?? 0;
  if (speed === 'max') {
    await setClock({ kind: 'log' }, reachedAt, `clock:log:${reachedAt}`);
  } else {
    const base = Math.max(options.at ?? (await events.peek())?.time ?? 0, reachedAt);
    await setClock({ kind: 'paced', base, at: now(), rate: 0 }, base, `clock:ready:${now()}`);
    await sendUntil(base - 1);
    await setClock({ kind: 'paced', base, at: now(), rate: speed }, base, `clock:go:${now()}`);
  }
  await sendUntil(Number.POSITIVE_INFINITY);

  progress.isStopped = signal.aborted && (await events.peek()) !== undefined;
  if (speed !== 'max') {
    const time = progress.reachedAt ?? 0;
    if (progress.isStopped) {
      const base = Math.max(time, siteTime(clock, now()));
      await setClock({ kind: 'paced', base, at: now(), rate: 0 }, time, `clock:paused:${now()}`);
    } else await setClock({ kind: 'log' }, time, `clock:end:${now()}`);
  }
  return progress;

  /** Sends events up to and including `end`, each not before the clock shows its time. */
  async function sendUntil(end: number): Promise<void> {
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- events keep their order
      const next = await events.peek();
      if (next === undefined || next.time > end) return;
      const isPaced = clock?.kind === 'paced' && clock.rate > 0;
      const due = isPaced ? siteTime(clock, now()) : end;
      if (next.time > due) {
        const rate = clock?.kind === 'paced' ? clock.rate : 1;
        const waitMs = Math.min(LONGEST_SLEEP_MS, Math.max(SHORTEST_SLEEP_MS, (next.time - due) / rate));
        // oxlint-disable-next-line no-await-in-loop -- nothing is due before
        await sleep(waitMs, signal);
        options.onProgress(progress);
        continue;
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      const part = await events.take(BATCH_EVENTS, Math.min(due, end));
      // oxlint-disable-next-line no-await-in-loop -- as above
      await send(part);
    }
  }
}

function siteTime(clock: SiteClock | null, realNow: number): number {
  return clock?.kind === 'paced' ? clock.base + (realNow - clock.at) * clock.rate : 0;
}

function note(progress: TransferProgress, sent: Sent, count: number): void {
  progress.sentCount += count;
  progress.acceptedCount += sent.acceptedCount;
  progress.duplicateCount += sent.duplicateCount;
  progress.refusedCount += sent.refused.length;
  for (const { reason, message } of sent.refused) {
    const known = progress.refusedByReason.get(reason);
    if (known === undefined) progress.refusedByReason.set(reason, { count: 1, message });
    else known.count += 1;
  }
}

type EventQueue = {
  readonly peek: () => Promise<NewEvent | undefined>;
  /** Up to `count` events with times up to and including `end`; empty when there are none. */
  readonly take: (count: number, end: number) => Promise<NewEvent[]>;
};

function createQueue(batches: AsyncIterable<readonly NewEvent[]>): EventQueue {
  const iterator = batches[Symbol.asyncIterator]();
  let current: readonly NewEvent[] = [];
  let index = 0;
  async function peek(): Promise<NewEvent | undefined> {
    while (index >= current.length) {
      // oxlint-disable-next-line no-await-in-loop -- batches may be empty
      const next = await iterator.next();
      if (next.done === true) return undefined;
      current = next.value;
      index = 0;
    }
    return current[index];
  }
  return {
    peek,
    async take(count, end) {
      const taken: NewEvent[] = [];
      while (taken.length < count) {
        // oxlint-disable-next-line no-await-in-loop -- one event tells whether the next is wanted
        const event = index < current.length ? current[index] : await peek();
        if (event === undefined || event.time > end) break;
        taken.push(event);
        index += 1;
      }
      return taken;
    },
  };
}
