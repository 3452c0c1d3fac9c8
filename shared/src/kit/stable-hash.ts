/**
 * A 64-bit hash of a text as 16 hex digits: two 32-bit FNV-1a style lanes with different primes and a final mix. For telling whether two
 * states are equal, not for secrets.
 */
export function stableHash(text: string): string {
  return new StableHash().add(text).digest();
}

/** The same of a text that comes in pieces. */
export class StableHash {
  private low = 0x811c9dc5;
  private high = 0x9e3779b9;
  private length = 0;

  add(piece: string): this {
    let { low, high } = this;
    const { length } = this;
    for (let index = 0; index < piece.length; index++) {
      const code = piece.charCodeAt(index);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ (code + length + index), 0x85ebca6b);
      high ^= high >>> 13;
    }
    this.low = low;
    this.high = high;
    this.length = length + piece.length;
    return this;
  }

  digest(): string {
    return hex(mix(this.low)) + hex(mix(this.high));
  }
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
