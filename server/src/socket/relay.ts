import type { Logger } from 'pino';
import type { DeltaStream } from '../live/delta-stream.ts';
import type { RelayMetrics } from './relay-metrics.ts';
import { SiteRelay } from './site-relay.ts';

/** A site that nobody looks at is followed this long, so that a page that comes back finds what it missed. */
const KEEP_UNUSED_MS = 300_000;
const SWEEP_MS = 30_000;

/** The sites that are looked at on this api node. */
export class Relay {
  readonly #options: { stream: DeltaStream; metrics: RelayMetrics; logger: Logger; now: () => number };
  readonly #sites = new Map<string, SiteRelay>();
  readonly #sweeping: NodeJS.Timeout;

  constructor(options: { stream: DeltaStream; metrics: RelayMetrics; logger: Logger; now: () => number }) {
    this.#options = options;
    this.#sweeping = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** The site, followed from now on. Whether it exists is the caller's to know. */
  site(siteId: string): SiteRelay {
    let relay = this.#sites.get(siteId);
    if (!relay) {
      relay = new SiteRelay({ siteId, ...this.#options });
      this.#sites.set(siteId, relay);
    }
    return relay;
  }

  close(): void {
    clearInterval(this.#sweeping);
    for (const site of this.#sites.values()) site.close();
    this.#sites.clear();
  }

  #sweep(): void {
    const now = this.#options.now();
    for (const [siteId, site] of this.#sites) {
      if (site.inUse || now - site.unusedSince < KEEP_UNUSED_MS) continue;
      this.#sites.delete(siteId);
      site.close();
    }
  }
}
