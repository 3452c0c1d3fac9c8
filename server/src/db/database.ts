import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, types, type ClientConfig, type PoolClient } from 'pg';

/** Everything that reads and writes rows goes through this; `$client` is the pool below it. */
export type Database = NodePgDatabase & { $client: Pool };
/** An open transaction, as `database.transaction` hands it on. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

// Positions, counts and epoch milliseconds stay far below 2^53, so `bigint` arrives as a number. This holds for the whole process, because drizzle
// asks the global parsers whatever the pool was told.
types.setTypeParser(types.builtins.INT8, Number);

/** A statement takes this long at most, waiting for locks included; whoever asked for it is told that it was given up. */
const STATEMENT_MS = 30_000;
/**
 * What the server holds against a session whose other end has vanished without a word, as a machine that loses its power does: it asks after it, and
 * ends a transaction in which nothing is said. Otherwise a vanished process would keep the site it had locked for hours.
 */
const SESSION_LIMITS = `
  set tcp_keepalives_idle = 10;
  set tcp_keepalives_interval = 5;
  set tcp_keepalives_count = 4;
  set idle_in_transaction_session_timeout = ${STATEMENT_MS}`;

/** How every connection begins: it, too, notices when nobody is at its other end. */
export function connectionTo(databaseUrl: string): ClientConfig {
  return {
    connectionString: databaseUrl,
    // Who waits for a connection this long is told so, instead of waiting for ever.
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/** A pool of connections. Close it with {@link closeDatabase}. `statementMs` is how long a statement may take. */
export function openDatabase(
  databaseUrl: string,
  options: { readonly maxConnections?: number; readonly statementMs?: number } = {},
): Database {
  const pool = new Pool({
    ...connectionTo(databaseUrl),
    max: options.maxConnections ?? 12,
    query_timeout: options.statementMs ?? STATEMENT_MS,
    // Waited for before anybody has the connection.
    onConnect: (client) => client.query(SESSION_LIMITS),
  });
  // A connection can break while it is idle, or in a transaction between two queries. The next query then fails by itself and the pool replaces the
  // connection; but without listeners either would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    endWhenSilent(client);
  });
  const database = drizzle(pool) as Database;
  database.transaction = (work, config) => inTransaction(pool, work, config);
  return database;
}

/**
 * drizzle's own transaction takes a connection from the pool and, when `begin` fails because the connection broke meanwhile, never gives it back: after a
 * few restarts of the database the pool would be empty for good. Here the connection is given back whatever happens.
 */
async function inTransaction<T>(
  pool: Pool,
  work: (transaction: Transaction) => Promise<T>,
  config?: Parameters<Database['transaction']>[1],
): Promise<T> {
  const client = await pool.connect();
  try {
    return await drizzle(client).transaction(work, config);
  } finally {
    client.release();
  }
}

/** Ends a connection on which a statement was given up: what is asked after it, the rollback first, would wait as long again. */
function endWhenSilent(client: PoolClient): void {
  const ask = client.query.bind(client) as (...given: unknown[]) => unknown;
  const watched = (...given: unknown[]): unknown => {
    const answer = ask(...given);
    if (answer instanceof Promise) {
      answer.catch((error: unknown) => {
        if (error instanceof Error && error.message === 'Query read timeout') void client.end();
      });
    }
    return answer;
  };
  client.query = watched as typeof client.query;
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end();
}
