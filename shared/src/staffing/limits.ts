/** The largest number of servers a formula accepts: ten times the largest floor it is specified for. */
export const MAX_SERVERS = 1_000_000;

/** A part of a server this small is no server: below it, ratios to it could overflow a double. */
export const MIN_SERVERS = 1e-100;

/** The largest offered load accepted, in erlangs. */
export const MAX_ERLANGS = 10_000_000;

/**
 * The smallest load above zero, in erlangs. Below it a ratio of servers to load could overflow a double; a load this small
 * is one contact in longer than the age of the universe, so it is a mistake of units.
 */
export const MIN_ERLANGS = 1e-100;

/** The longest time accepted, in seconds: a patience of a billion seconds (32 years) is used to mean "never leaves". */
export const MAX_SECONDS = 1e15;

/** The shortest mean time accepted, in seconds. */
export const MIN_MEAN_SECONDS = 1e-9;

/** The largest number of contacts ahead in a queue a wait is estimated for. */
export const MAX_AHEAD = 1_000_000;
