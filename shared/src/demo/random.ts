/** Numbers that look random and are the same for the same seed. Pure: its only state is its own. */
export type Random = {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** Uniform in [from, to). */
  readonly between: (from: number, to: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  readonly exponential: (mean: number) => number;
  /** Log-normal with this mean; `spread` is the standard deviation of its logarithm. */
  readonly logNormal: (mean: number, spread: number) => number;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** One of the items, each as likely as its weight says. */
  readonly weighted: <T>(items: readonly (readonly [T, number])[]) => T;
  /** Numbers of their own for one purpose, so that using more of them elsewhere does not change these. */
  readonly fork: (purpose: string) => Random;
};

/** `seed` is any number; only its 32-bit whole part counts. */
export function createRandom(seed: number): Random {
  // sfc32 (Chris Doty-Humphrey, PractRand): small, fast and good enough for a floor that is only played.
  let a = seed | 0;
  let b = 0x9e_37_79_b9;
  let c = 0x24_3f_6a_88;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first values still resemble the seed.
  for (let index = 0; index < 16; index += 1) next();

  const exponential = (mean: number): number => -mean * Math.log(1 - next());
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    between: (from, to) => from + (to - from) * next(),
    chance: (probability) => next() < probability,
    exponential,
    logNormal: (mean, spread) => mean * Math.exp(spread * normal() - (spread * spread) / 2),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighted(items) {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) return item;
      }
      const last = items.at(-1);
      if (last === undefined) throw new RangeError('nothing to choose from');
      return last[0];
    },
    fork: (purpose) => {
      let mixed = seed | 0;
      for (let index = 0; index < purpose.length; index += 1) {
        mixed = Math.imul(mixed ^ purpose.charCodeAt(index), 0x85_eb_ca_6b);
        mixed ^= mixed >>> 13;
      }
      return createRandom(mixed);
    },
  };
}
