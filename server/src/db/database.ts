import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, types } from 'pg';

/** Everything that reads and writes rows goes through this; `$client` is the pool below it. */
export type Database = NodePgDatabase & { $client: Pool };
/** An open transaction, as `database.transaction` hands it on. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

const INT8_OID = 20;

/**
 * A pool of connections. `bigint` columns arrive as numbers: positions and epoch milliseconds stay far below 2^53.
 * Close it with {@link closeDatabase}.
 */
export function openDatabase(databaseUrl: string, options: { maxConnections?: number } = {}): Database {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 12,
    types: { getTypeParser: numericInt8 as typeof types.getTypeParser },
  });
  // An idle connection that breaks (server restarted) is replaced by the pool at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return drizzle(pool) as Database;
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.end();
}

function numericInt8(oid: number, format?: 'text' | 'binary'): unknown {
  if (oid === INT8_OID && format !== 'binary') return Number;
  return types.getTypeParser(oid, format as 'text');
}
