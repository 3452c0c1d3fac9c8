import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, types } from 'pg';

/** Everything that reads and writes rows goes through this; `$client` is the pool below it. */
export type Database = NodePgDatabase & { $client: Pool };
/** An open transaction, as `database.transaction` hands it on. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

// Positions, counts and epoch milliseconds stay far below 2^53, so `bigint` arrives as a number. This holds for the whole process, because drizzle
// asks the global parsers whatever the pool was told.
types.setTypeParser(types.builtins.INT8, Number);

/** A pool of connections. Close it with {@link closeDatabase}. */
export function openDatabase(databaseUrl: string, options: { maxConnections?: number } = {}): Database {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 12,
    // Who waits for a connection this long is told so, instead of waiting for ever.
    connectionTimeoutMillis: 10_000,
  });
  // A connection can break while it is idle, or in a transaction between two queries. The next query then fails by itself and the pool replaces the
  // connection; but without listeners either would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
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

export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end();
}
