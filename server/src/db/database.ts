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
  });
  // A connection can break while it is idle, or in a transaction between two queries. The next query then fails by itself and the pool replaces the
  // connection; but without listeners either would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return drizzle(pool) as Database;
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end();
}
