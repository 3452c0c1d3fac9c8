/**
 * A stream of random numbers that is wholly determined by its seed and labels: Chris Doty-Humphrey's sfc32 (128 bits of
 * state, PractRand 2010). Streams with different labels are independent, so that each use (arrivals, handle times, patience)
 * has its own and a change to one leaves the others as they were.
 */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: number, ...labels: readonly number[]) {
    let mixed = 0x9e3779b9;
    for (const part of [seed, ...labels]) {
      mixed = scramble(mixed ^ (part >>> 0));
      // The upper half of a seed beyond 32 bits counts too.
      mixed = scramble(mixed ^ (Math.floor(part / 2 ** 32) >>> 0));
    }
    this.a = mixed;
    this.b = scramble(mixed + 1);
    this.c = scramble(mixed + 2);
    // The first outputs still show the seed.
    for (let i = 0; i < 15; i++) this.next();
  }

  /** The next number, strictly between 0 and 1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return ((sum >>> 0) + 0.5) * 2.3283064365386963e-10;
  }
}

/** A bijection of 32 bits without visible pattern (the finaliser of MurmurHash3). */
function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
