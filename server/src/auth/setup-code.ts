import { and, eq, sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import type { Database, Transaction } from '../db/database.ts';
import { keyed, readable, sameText } from './secrets.ts';
import { installation, personGrant } from './tables.ts';

const NAME = 'setup-nonce';
/** Held while the first administrator is made, so that two requests cannot both be first. */
const LOCK_KEY = 7_305_414_119;

/** Whether no administrator of every site was set up yet. Once there is one, there always is: the last cannot be taken away. */
export async function needsSetup(database: Database | Transaction): Promise<boolean> {
  const found = await database
    .select({ id: personGrant.id })
    .from(personGrant)
    .where(and(eq(personGrant.siteId, '*'), eq(personGrant.role, 'administrator')))
    .limit(1);
  return found.length === 0;
}

/**
 * The code with which the first administrator is set up, or `null` when that has happened. Every process of the installation gives the same
 * one: it is made from the secret and a value kept in the database, so a fresh database has a fresh code. For printing at start.
 */
export async function setupCode(database: Database, secret: string): Promise<string | null> {
  if (!(await needsSetup(database))) return null;
  await database
    .insert(installation)
    .values({ name: NAME, value: randomBytes(16).toString('hex') })
    .onConflictDoNothing();
  const [row] = await database.select().from(installation).where(eq(installation.name, NAME));
  if (!row) throw new Error('the installation table lost its setup value');
  const characters = readable(Buffer.from(keyed(secret, 'setup-code', row.value), 'base64url'), 12);
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
}

/** Whether `given` is the setup code; case, spaces and dashes do not matter. */
export async function isSetupCode(database: Database, secret: string, given: string): Promise<boolean> {
  const code = await setupCode(database, secret);
  return code !== null && sameText(bare(code), bare(given));
}

/** Makes concurrent set-ups wait for one another until the transaction ends. */
export async function lockSetup(transaction: Transaction): Promise<void> {
  await transaction.execute(sql`select pg_advisory_xact_lock(${LOCK_KEY})`);
}

function bare(code: string): string {
  return code.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
