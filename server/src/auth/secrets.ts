import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token nobody can guess: `prefix` and 32 random bytes. The prefix says what it opens and lets a leaked one be found. */
export function newToken(prefix: 'fwc_' | 'fwp_'): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is kept of a token. A plain SHA-256 is enough because tokens are random, not chosen by people. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Whether two texts are equal, in a time that does not tell where they differ. */
export function sameText(left: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(left)), Buffer.from(hashOf(right)));
}

/** A keyed fingerprint of `text` for one purpose, base64url. */
export function keyed(secret: string, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url');
}

/** Letters and digits that cannot be taken for one another when read from a screen. */
const READABLE = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** `length` readable characters from as many bytes. */
export function readable(bytes: Uint8Array, length: number): string {
  // READABLE holds 32 characters, which divides 256: every one is equally likely.
  return Array.from(bytes.subarray(0, length), (byte) => READABLE.charAt(byte % READABLE.length)).join('');
}
