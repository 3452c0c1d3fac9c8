import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import { CliError } from '../cli/cli-error.ts';

/** Any number, the same in every process: "floorwalk migrations". */
const LOCK_KEY = 7_305_414_118;
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Brings the database to the schema of this build. Safe to call from many processes at once: drizzle's own `migrate` takes no lock, so all of
 * them queue behind one advisory lock. Rejects when the database cannot be reached, was changed by a later version, or a migration fails (which then changed nothing).
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query('set client_min_messages to warning');
    await demandKnown(client);
    await applyMigrations(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    // Ending the connection releases the lock, whatever happened.
    await client.end();
  }
}

/** Throws a CliError where a later Floorwalk has changed the database: what it wrote cannot be read here, and would be spoilt. */
async function demandKnown(client: Client): Promise<void> {
  const journal = JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'meta', '_journal.json'), 'utf8')) as {
    readonly entries: readonly { readonly when: number }[];
  };
  const newest = Math.max(0, ...journal.entries.map(({ when }) => when));
  const { rows } = await client.query<{ known: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations')::text as known",
  );
  if (rows[0]?.known == null) return;
  const { rows: applied } = await client.query<{ newest: string | null }>(
    'select max(created_at) as newest from drizzle.__drizzle_migrations',
  );
  if (Number(applied[0]?.newest ?? 0) <= newest) return;
  throw new CliError('the database was changed by a later version of Floorwalk', {
    remedy: 'start that version, or name another database; nothing was changed',
  });
}
