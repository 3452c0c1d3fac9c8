/** Samples older than this no longer count; ms. */
const SAMPLE_LIFE_MS = 10 * 60_000;
const MAX_SAMPLES = 20;
/** A correction backwards larger than this is spread out, so that time never runs backwards on the glass; ms. */
const STEP_BACK_MS = 250;

type Sample = { readonly offsetMs: number; readonly roundTripMs: number; readonly at: number };

/**
 * The server's clock as seen from here. Each sample brackets the server's answer between two local readings; the one with the shortest
 * round trip is believed, because it leaves the least room for error. `monotonic` is a clock in ms that never jumps.
 */
export class ServerClock {
  readonly #monotonic: () => number;
  #samples: Sample[] = [];
  #offsetMs: number;
  /** What is still to be taken back, and since when. */
  #surplusMs = 0;
  #surplusAt = 0;
  #known = false;

  /** `wallNow` is this computer's own epoch ms, used until the first sample. */
  constructor(monotonic: () => number, wallNow: number) {
    this.#monotonic = monotonic;
    this.#offsetMs = wallNow - monotonic();
  }

  /** Epoch ms of the server, as a fraction. */
  now(): number {
    const local = this.#monotonic();
    return local + this.#offsetMs + this.#surplusLeft(local);
  }

  /** Half of the best round trip: how wrong {@link now} can be, ms; `null` before the first sample. */
  get uncertaintyMs(): number | null {
    const best = this.#best();
    return best ? best.roundTripMs / 2 : null;
  }

  /** Takes in one exchange: sent and received on the monotonic clock, answered at the server's epoch ms. */
  sample(sentAt: number, serverNow: number, receivedAt: number): void {
    const roundTripMs = Math.max(0, receivedAt - sentAt);
    this.#samples = this.#samples.filter((sample) => receivedAt - sample.at < SAMPLE_LIFE_MS).slice(1 - MAX_SAMPLES);
    this.#samples.push({ offsetMs: serverNow - (sentAt + receivedAt) / 2, roundTripMs, at: receivedAt });
    this.#moveTo(this.#best()?.offsetMs ?? this.#offsetMs, receivedAt);
  }

  /** Forgets all samples: the computer slept, or the server is another one. The next sample is believed at once. */
  restart(): void {
    this.#samples = [];
  }

  #best(): Sample | undefined {
    let best: Sample | undefined;
    for (const sample of this.#samples) if (!best || sample.roundTripMs <= best.roundTripMs) best = sample;
    return best;
  }

  #moveTo(offsetMs: number, local: number): void {
    const before = this.#offsetMs + this.#surplusLeft(local);
    const back = before - offsetMs;
    this.#offsetMs = offsetMs;
    this.#surplusMs = this.#known && back > 0 && back <= 60_000 && back > STEP_BACK_MS ? back : 0;
    this.#surplusAt = local;
    this.#known = true;
  }

  /** Half speed until the surplus is used up. */
  #surplusLeft(local: number): number {
    return this.#surplusMs === 0 ? 0 : Math.max(0, this.#surplusMs - (local - this.#surplusAt) / 2);
  }
}
