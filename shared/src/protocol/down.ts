import type { Delta, Snapshot } from '../live/delta.ts';

/** Everything a server may send, by socket event name. */
export type Down = {
  /** At most every 100 ms, and once a second when nothing changed. */
  delta: (delta: Delta) => void;
  /**
   * To a client that fell behind: one merged delta at a time, each after the last was acknowledged. `behindMs` is how far it had fallen.
   */
  merged: (delta: Delta, behindMs: number, acknowledge: () => void) => void;
  /** Everything anew: the fold's version changed, or a gap was too wide. */
  snapshot: (snapshot: Snapshot) => void;
  /** The server's protocol is not the client's: reload. */
  outdated: (protocolVersion: number) => void;
  /** The session ended or its rights changed: sign in again. */
  'signed-out': (reason: string) => void;
};
