import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Database, Transaction } from '../db/database.ts';
import { sourceToken } from './tables.ts';

/** A source that may write to one site. Times are epoch ms. */
export type SourceGrant = {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
};

/** Creates a source and its bearer token. The token is in this answer alone; only its hash is kept. */
export async function createSourceToken(
  database: Database | Transaction,
  source: { siteId: string; name: string; now: number },
): Promise<SourceGrant & { readonly token: string }> {
  const token = `fw_${randomBytes(24).toString('base64url')}`;
  const grant = await insertToken(database, { ...source, token });
  return { ...grant, token };
}

/** Makes a token that was chosen elsewhere (the demo floor's) valid for a source; does nothing where it already is. */
export async function ensureSourceToken(
  database: Database,
  source: { siteId: string; name: string; token: string; now: number },
): Promise<void> {
  await database
    .insert(sourceToken)
    .values(rowOf(source))
    .onConflictDoUpdate({
      target: sourceToken.tokenHash,
      set: { site: source.siteId, name: source.name, revokedAt: null },
    });
}

/** The source a token stands for, or `null` when it is unknown or revoked. */
export async function verifySourceToken(database: Database, token: string): Promise<SourceGrant | null> {
  const [row] = await database
    .select()
    .from(sourceToken)
    .where(and(eq(sourceToken.tokenHash, hashOf(token)), isNull(sourceToken.revokedAt)));
  return row ? grantOf(row) : null;
}

/** A site's sources, newest first, without the revoked ones. */
export async function listSourceTokens(database: Database, siteId: string): Promise<SourceGrant[]> {
  const rows = await database
    .select()
    .from(sourceToken)
    .where(and(eq(sourceToken.site, siteId), isNull(sourceToken.revokedAt)))
    .orderBy(desc(sourceToken.createdAt));
  return rows.map(grantOf);
}

/** Ends a source's right. False when the site has no such source (any more). Ingest may still honour it for up to 10 s. */
export async function revokeSourceToken(
  database: Database | Transaction,
  source: { siteId: string; id: string; now: number },
): Promise<boolean> {
  const rows = await database
    .update(sourceToken)
    .set({ revokedAt: source.now })
    .where(and(eq(sourceToken.site, source.siteId), eq(sourceToken.id, source.id), isNull(sourceToken.revokedAt)))
    .returning({ id: sourceToken.id });
  return rows.length > 0;
}

/** Notes that a source sent something. */
export async function markSourceUsed(database: Database, id: string, now: number): Promise<void> {
  await database.update(sourceToken).set({ lastUsedAt: now }).where(eq(sourceToken.id, id));
}

type NewToken = { siteId: string; name: string; token: string; now: number };

async function insertToken(database: Database | Transaction, source: NewToken): Promise<SourceGrant> {
  const row = rowOf(source);
  await database.insert(sourceToken).values(row);
  return grantOf({ ...row, lastUsedAt: null });
}

function rowOf(source: NewToken) {
  return {
    id: randomUUID(),
    site: source.siteId,
    name: source.name,
    tokenHash: hashOf(source.token),
    createdAt: source.now,
  };
}

function grantOf(row: {
  id: string;
  site: string;
  name: string;
  createdAt: number;
  lastUsedAt: number | null;
}): SourceGrant {
  return { id: row.id, siteId: row.site, name: row.name, createdAt: row.createdAt, lastUsedAt: row.lastUsedAt };
}

/** Tokens are long and random, so one round of SHA-256 is enough and cheap at every request. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
