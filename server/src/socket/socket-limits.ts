/** Limits of the socket, each counted when hit. */
export const SOCKET_LIMITS = {
  /** Sockets on one api node. */
  sockets: 5_000,
  /** Sockets of one principal on one api node: screens, tabs, reconnects that have not timed out yet. */
  socketsPerPrincipal: 200,
  /** Subscriptions a socket may start within {@link SOCKET_LIMITS.subscribeWindowMs}. */
  subscribes: 30,
  subscribeWindowMs: 10_000,
  /** Largest message a client may send. */
  messageBytes: 64 * 1024,
  /** Time travels under way on one api node, and of one principal. Each holds a whole state. */
  travels: 50,
  travelsPerPrincipal: 10,
  /** How far a socket may fall behind before it gets merged deltas instead of each. */
  behindMs: 2_000,
  /** Clients say what they hold every two seconds; silence counts as falling behind after that and some grace. */
  seenEveryMs: 2_500,
  /** Bytes that wait to be sent to a socket before it counts as behind. */
  bufferedBytes: 256 * 1024,
  /** A socket that kept up this long returns to the room. */
  healthyMs: 10_000,
} as const;
