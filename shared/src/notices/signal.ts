import { stableHash } from '../kit/stable-hash.ts';

const SIGNALS = 64;

/** The signal that tells of somebody's inbox, as two hex digits. `recipientId` is the id of a principal. */
export function signalOf(recipientId: string): string {
  return (Number.parseInt(stableHash(recipientId).slice(0, 4), 16) % SIGNALS).toString(16).padStart(2, '0');
}
