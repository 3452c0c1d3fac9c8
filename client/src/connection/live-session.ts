import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { FlushScheduler, type Frequency } from '../store/flush-scheduler.ts';
import { LiveStore } from '../store/live-store.ts';
import { freshnessOf, isGrey, silenceOf, type Freshness } from './freshness.ts';
import { GlassTimes } from './glass-times.ts';
import { LiveSync, type Line, type Wanted } from './live-sync.ts';
import { ServerClock } from './server-clock.ts';
import type { Transport } from './transport.ts';

/** What every screen says about the age of its numbers. Replaced, never changed; the same object while nothing in it changes. */
export type Glass = {
  readonly freshness: Freshness;
  /** Numbers are too old to be believed: grey, without threshold colours, and saying so. */
  readonly grey: boolean;
  /** Age of what is shown, whole seconds. */
  readonly shownAgeSeconds: number;
  /** Age of what has arrived, whole seconds; less than the shown age when the person slowed the screen down. */
  readonly arrivedAgeSeconds: number;
  /** Site time of what is shown, epoch ms; `null` before the first snapshot. */
  readonly asOf: number | null;
  /** A source that promised heartbeats and sends nothing, the longest silent one. */
  readonly silentSource: { readonly id: string; readonly since: number } | null;
};

const CLOCK_SAMPLES_AT_FIRST = 5;
const CLOCK_SAMPLE_EVERY_MS = 60_000;
/** A replay's clock runs on between two deltas at most this long; ms of real time. */
const TRAVEL_COAST_MS = 1_500;

const NO_GLASS: Glass = {
  freshness: 'live',
  grey: false,
  shownAgeSeconds: 0,
  arrivedAgeSeconds: 0,
  asOf: null,
  silentSource: null,
};

/** One page's live connection with everything around it: store, clock, flushes, and what may be said about freshness. */
export class LiveSession {
  readonly store = new LiveStore();
  readonly clock = new ServerClock(() => performance.now(), Date.now());
  readonly glassTimes = new GlassTimes();
  readonly sync: LiveSync;
  readonly #transport: Transport;
  readonly #scheduler: FlushScheduler;
  readonly #tickListeners = new Set<() => void>();
  readonly #glassListeners = new Set<() => void>();
  #glass = NO_GLASS;
  #now = 0;
  #line: Line = 'connecting';
  #travelSpeed: number | null = null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #clockTimer: ReturnType<typeof setTimeout> | undefined;
  #stopListening: (() => void) | null = null;

  constructor(transport: Transport) {
    this.#transport = transport;
    this.#scheduler = new FlushScheduler(
      {
        now: () => performance.now(),
        hidden: () => document.hidden,
        frame: (callback) => {
          const handle = requestAnimationFrame(callback);
          return () => cancelAnimationFrame(handle);
        },
        painted: afterPaint(),
        timer: startTimer,
      },
      () => this.#flush(),
    );
    this.sync = new LiveSync(
      transport,
      this.store,
      { now: () => performance.now(), random: Math.random, timer: startTimer },
      (urgent) => (urgent ? this.#scheduler.flushSoon() : this.#scheduler.request()),
    );
    this.sync.onStatus(() => {
      const { line } = this.sync.status;
      if (line === 'up' && this.#line !== 'up') {
        this.clock.restart();
        this.#sampleClock(CLOCK_SAMPLES_AT_FIRST);
      }
      this.#line = line;
      this.#look();
    });
    this.#now = this.siteTime();
  }

  start(): void {
    if (this.#ticker !== undefined) return;
    this.#ticker = setInterval(() => this.#tick(), 1_000);
    const visibility = () => {
      this.#scheduler.visibilityChanged();
      if (!document.hidden) {
        this.#sampleClock(2);
        // Frames that queued up while the page slept come first; only then is silence a sign.
        startTimer(() => this.sync.wake(), 1_000);
      }
    };
    document.addEventListener('visibilitychange', visibility);
    window.addEventListener('pageshow', visibility);
    this.#stopListening = () => {
      document.removeEventListener('visibilitychange', visibility);
      window.removeEventListener('pageshow', visibility);
    };
    this.sync.start();
  }

  stop(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#clockTimer);
    this.#ticker = undefined;
    this.#clockTimer = undefined;
    this.#stopListening?.();
    this.#stopListening = null;
    this.sync.stop();
    this.#scheduler.stop();
  }

  want(wanted: Wanted): void {
    this.#travelSpeed = wanted.travel?.speed ?? null;
    if (wanted.travel) this.glassTimes.clear();
    this.sync.want(wanted);
  }

  get frequency(): Frequency {
    return this.#scheduler.frequency;
  }

  setFrequency(frequency: Frequency): void {
    this.#scheduler.setFrequency(frequency);
    this.#look();
  }

  /** The site's own time as the glass shows it, epoch ms: it stands still while the numbers do. */
  siteTime(): number {
    const { siteId, mark, cutAt } = this.store.shown;
    const site = siteId === null ? undefined : this.store.tables.sites.row(siteId);
    if (siteId === null) return this.clock.now();
    const now = this.clock.now();
    if (this.#travelSpeed !== null) {
      return mark.asOf + Math.max(0, Math.min(now - cutAt, TRAVEL_COAST_MS)) * this.#travelSpeed;
    }
    if (this.#glass.grey || !site) return mark.asOf;
    return siteNow(site.clock, now, site.latestEventAt);
  }

  /** How far the server's clock is ahead of this computer's, ms. */
  clockDifferenceMs(): number {
    return this.clock.now() - Date.now();
  }

  /** {@link siteTime} at the last tick of the shared one-second clock. */
  get now(): number {
    return this.#now;
  }

  onTick(listener: () => void): () => void {
    this.#tickListeners.add(listener);
    return () => this.#tickListeners.delete(listener);
  }

  get glass(): Glass {
    return this.#glass;
  }

  onGlass(listener: () => void): () => void {
    this.#glassListeners.add(listener);
    return () => this.#glassListeners.delete(listener);
  }

  #flush(): void {
    const arrivals = this.store.flush();
    if (this.#travelSpeed === null && !document.hidden) {
      const now = this.clock.now();
      for (const recordedAt of arrivals) this.glassTimes.add(now - recordedAt);
    }
    // Elapsed times are drawn against the same moment as the rows; between flushes they move with the one-second clock.
    if (this.#glass.grey || this.#glass.asOf === null || this.#travelSpeed !== null) this.#tick();
  }

  #tick(): void {
    this.#look();
    const now = this.siteTime();
    if (now === this.#now) return;
    this.#now = now;
    this.#tickListeners.forEach((listener) => listener());
  }

  #look(): void {
    const { shown } = this.store;
    const now = this.clock.now();
    // A past moment that stands still does not grow older.
    const ages = this.#travelSpeed !== 0;
    const arrivedAgeMs = this.store.cutAt === 0 || !ages ? 0 : Math.max(0, now - this.store.cutAt);
    const shownAgeMs = shown.cutAt === 0 || !ages ? 0 : Math.max(0, now - shown.cutAt);
    const silence = this.#travelSpeed === null ? silenceOf(this.store.tables.sources.rows(), now) : null;
    const silentSource = silence?.longest ?? null;
    const age = freshnessOf(this.sync.status, arrivedAgeMs);
    const freshness = age === 'live' && silence?.isComplete ? 'stale' : age;
    const next: Glass = {
      freshness,
      grey: isGrey(freshness, shownAgeMs),
      shownAgeSeconds: Math.floor(shownAgeMs / 1_000),
      arrivedAgeSeconds: Math.floor(arrivedAgeMs / 1_000),
      asOf: shown.siteId === null ? null : shown.mark.asOf,
      silentSource:
        silentSource &&
        silentSource.id === this.#glass.silentSource?.id &&
        silentSource.since === this.#glass.silentSource.since
          ? this.#glass.silentSource
          : silentSource,
    };
    if ((Object.keys(next) as (keyof Glass)[]).every((key) => Object.is(next[key], this.#glass[key]))) return;
    this.#glass = next;
    this.#glassListeners.forEach((listener) => listener());
  }

  #sampleClock(times: number): void {
    clearTimeout(this.#clockTimer);
    this.#clockTimer = setTimeout(() => {
      const sentAt = performance.now();
      this.#transport.clock().then(
        (serverNow) => {
          this.clock.sample(sentAt, serverNow, performance.now());
          if (times > 1) this.#sampleClock(times - 1);
          else this.#clockTimer = setTimeout(() => this.#sampleClock(1), CLOCK_SAMPLE_EVERY_MS);
          this.#look();
        },
        () => {
          this.#clockTimer = setTimeout(() => this.#sampleClock(times), CLOCK_SAMPLE_EVERY_MS / 4);
        },
      );
    }, 0);
  }
}

function startTimer(callback: () => void, delayMs: number): () => void {
  const handle = setTimeout(callback, delayMs);
  return () => clearTimeout(handle);
}

/** A message that is sent within a frame is handled after the frame was painted. */
function afterPaint(): (callback: () => void) => void {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.addEventListener('message', () => waiting.shift()?.());
  channel.port1.start();
  return (callback) => {
    waiting.push(callback);
    channel.port2.postMessage(null);
  };
}

let current: LiveSession | undefined;

/** Makes the page's one session. Called once, before anything is drawn. */
export function installLiveSession(transport: Transport): LiveSession {
  current = new LiveSession(transport);
  return current;
}

/** The page's session. */
export function live(): LiveSession {
  if (!current) throw new Error('The live session is used before it was installed.');
  return current;
}
