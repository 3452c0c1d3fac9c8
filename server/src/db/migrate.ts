import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';

/** Any number, the same in every process: "floorwalk migrations". */
const LOCK_KEY = 7_305_414_118;
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the database to the schema of this build. Safe to call from many processes at once: drizzle's own `migrate` takes no lock, so all of
 * them queue behind one advisory lock. Rejects when the database cannot be reached or a migration fails (which then changed nothing).
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query('set client_min_messages to warning');
    await applyMigrations(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    // Ending the connection releases the lock, whatever happened.
    await client.end();
  }
}
