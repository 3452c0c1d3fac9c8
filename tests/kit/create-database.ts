import { randomBytes } from 'node:crypto';
import { migrate } from '@floorwalk/server/db/migrate';
import { Client } from 'pg';
import { testServices } from './services.ts';

export interface TestDatabase {
  readonly url: string;
  /** Removes it, ending connections that are still open. */
  drop(): Promise<void>;
}

/** A fresh database with all tables, copied from one that is migrated once per run. `{ migrated: false }` gives an empty one. */
export async function createDatabase(options: { migrated?: boolean } = {}): Promise<TestDatabase> {
  const { run } = testServices();
  const name = `floorwalk_test_${run}_${randomBytes(4).toString('hex')}`;
  await withAdmin(async (admin) => {
    if (options.migrated === false) {
      await admin.query(`create database ${name}`);
    } else {
      await makeTemplate(admin);
      await admin.query(`create database ${name} template ${templateName()}`);
    }
  });
  return {
    url: urlOf(name),
    drop: () => withAdmin(async (admin) => void (await admin.query(`drop database if exists ${name} with (force)`))),
  };
}

/** Ends the run's template; part of the global tear-down. */
export async function dropTemplate(): Promise<void> {
  await withAdmin(async (admin) => void (await admin.query(`drop database if exists ${templateName()} with (force)`)));
}

/** One test file migrates, the others wait: a template appears under its name only when it is complete. */
async function makeTemplate(admin: Client): Promise<void> {
  await admin.query('select pg_advisory_lock(hashtext($1))', [templateName()]);
  try {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [templateName()]);
    if (rowCount !== 0) return;
    const draft = `${templateName()}_draft`;
    await admin.query(`drop database if exists ${draft} with (force)`);
    await admin.query(`create database ${draft}`);
    await migrate(urlOf(draft));
    await admin.query(`alter database ${draft} rename to ${templateName()}`);
  } finally {
    await admin.query('select pg_advisory_unlock(hashtext($1))', [templateName()]);
  }
}

function templateName(): string {
  return `floorwalk_test_${testServices().run}_template`;
}

function urlOf(name: string): string {
  const url = new URL(testServices().databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withAdmin(work: (admin: Client) => Promise<void>): Promise<void> {
  const admin = new Client({ connectionString: testServices().databaseUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
