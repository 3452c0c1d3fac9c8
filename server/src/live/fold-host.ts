import { FoldWorker, type FoldWorkerOptions } from './fold-worker.ts';
import type { Lease, Leases } from './lease.ts';

/** How often sites without an owner are looked for; a new site is taken as soon as its first append is heard of. */
const SCAN_MS = 2_000;

export type FoldHostOptions = Omit<FoldWorkerOptions, 'siteId'> & { readonly leases: Leases };

type Owned = { readonly worker: FoldWorker; readonly lease: Lease };

/** Owns as many sites as it can get leases for, and folds each (decision D4). */
export class FoldHost {
  readonly #options: FoldHostOptions;
  readonly #owned = new Map<string, Owned>();
  #timer: NodeJS.Timeout | undefined;
  #stopListening: () => void = () => undefined;
  #scanning: Promise<void> | undefined;
  #scanAgain = false;
  #stopped = false;

  constructor(options: FoldHostOptions) {
    this.#options = options;
  }

  /** Sites this process folds now. */
  get siteIds(): string[] {
    return [...this.#owned.keys()];
  }

  start(): void {
    this.#stopListening = this.#options.log.onAppend((siteId) => {
      if (!this.#owned.has(siteId)) this.#scan();
    });
    this.#timer = setInterval(() => this.#scan(), SCAN_MS);
    this.#scan();
  }

  /** Saves and gives back every site. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#stopListening();
    await this.#scanning;
    await Promise.all([...this.#owned].map(([siteId, owned]) => this.#leave(siteId, owned)));
  }

  #scan(): void {
    if (this.#stopped) return;
    if (this.#scanning) {
      this.#scanAgain = true;
      return;
    }
    this.#scanning = this.#takeUnowned()
      .catch((error: unknown) => this.#options.logger.warn({ err: error }, 'looking for sites to fold failed'))
      .finally(() => {
        this.#scanning = undefined;
        if (!this.#scanAgain) return;
        this.#scanAgain = false;
        this.#scan();
      });
  }

  async #takeUnowned(): Promise<void> {
    for (const siteId of await this.#options.log.sites()) {
      if (this.#owned.has(siteId) || this.#stopped) continue;
      // oxlint-disable-next-line no-await-in-loop -- few sites are new at once, and one after the other spreads them over processes
      const lease = await this.#options.leases.tryAcquire(`fold:${siteId}`);
      if (!lease) continue;
      const worker = new FoldWorker({ ...this.#options, siteId });
      const owned = { worker, lease };
      this.#owned.set(siteId, owned);
      this.#options.logger.info({ siteId }, 'folding a site');
      worker.start();
      void lease.lost.then(() => this.#leave(siteId, owned));
    }
  }

  async #leave(siteId: string, owned: Owned): Promise<void> {
    if (this.#owned.get(siteId) !== owned) return;
    this.#owned.delete(siteId);
    await owned.worker.stop();
    await owned.lease.release();
    this.#options.logger.info({ siteId }, 'no longer folding a site');
  }
}
