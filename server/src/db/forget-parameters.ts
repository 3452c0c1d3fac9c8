/**
 * Takes the values of a failed statement out of its error, and out of every error it stands in, in place: hashes of tokens, names and what customers said
 * would else be written down with it. What the statement was, and what PostgreSQL has against it, stays. Errors of drizzle and pg are known by what they hold, so
 * that the command line need not load them.
 */
export function forgetParameters<T>(error: T): T {
  forget(error, new Set());
  return error;
}

function forget(error: unknown, seen: Set<unknown>): void {
  if (!(error instanceof Error) || seen.has(error)) return;
  seen.add(error);
  if ('query' in error && 'params' in error) {
    const values = `\nparams: ${String(error.params)}`;
    error.message = error.message.replace(values, '');
    if (error.stack !== undefined) error.stack = error.stack.replace(values, '');
    error.params = [];
  }
  // “Key (token_hash)=(…) already exists.”
  if ('severity' in error) for (const told of ['detail', 'where']) Reflect.deleteProperty(error, told);
  forget(error.cause, seen);
  if (error instanceof AggregateError) for (const one of error.errors) forget(one, seen);
}
