import { and, asc, eq, ne } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Grant } from '@floorwalk/shared/access/role';
import type { Person } from '@floorwalk/shared/api/session';
import { grantsOf, replaceGrants } from '../../auth/grants.ts';
import { conflict } from '../../auth/http-problem.ts';
import { person, personAccount, personGrant, personSession } from '../../auth/tables.ts';
import type { Database, Transaction } from '../../db/database.ts';

/** Somebody new, already checked; the password as typed. */
export type PersonDraft = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly grants: readonly Grant[];
};

/** Everybody with an account, by name. */
export async function listPeople(database: Database): Promise<Person[]> {
  const rows = await database.select().from(person).orderBy(asc(person.name), asc(person.id));
  const grants = await grantsOf(
    database,
    rows.map((row) => row.id),
  );
  return rows.map((row) => personOf(row, grants.get(row.id) ?? []));
}

/** One person; `undefined` when there is none of this id. In a transaction with `lock`, nobody else changes them until it ends. */
export async function findPerson(
  database: Database | Transaction,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<Person | undefined> {
  const query = database.select().from(person).where(eq(person.id, id));
  const [row] = options.lock ? await query.for('update') : await query;
  if (!row) return undefined;
  const grants = await grantsOf(database, [id]);
  return personOf(row, grants.get(id) ?? []);
}

/** Makes an account with a password and grants. Throws 409 when the e-mail address is taken. */
export async function insertPerson(transaction: Transaction, draft: PersonDraft): Promise<Person> {
  const password = await hashPassword(draft.password);
  const id = randomUUID();
  const [row] = await transaction
    .insert(person)
    .values({ id, name: draft.name, email: draft.email, emailVerified: true })
    .onConflictDoNothing({ target: person.email })
    .returning();
  if (!row) throw conflict(`${draft.email} already has an account.`);
  await transaction
    .insert(personAccount)
    .values({ id: randomUUID(), userId: id, accountId: id, providerId: 'credential', password });
  await replaceGrants(transaction, id, draft.grants);
  return personOf(row, draft.grants);
}

/** Sets what is given; grants in the place of those there were. */
export async function updatePerson(
  transaction: Transaction,
  id: string,
  changes: { readonly name?: string; readonly active?: boolean; readonly grants?: readonly Grant[] },
): Promise<void> {
  const { name, active, grants } = changes;
  await transaction
    .update(person)
    .set({
      ...(name === undefined ? {} : { name }),
      ...(active === undefined ? {} : { active }),
      updatedAt: new Date(),
    })
    .where(eq(person.id, id));
  if (grants) await replaceGrants(transaction, id, grants);
}

export async function setPassword(transaction: Transaction, id: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await transaction
    .update(personAccount)
    .set({ password: hash, updatedAt: new Date() })
    .where(eq(personAccount.userId, id));
}

/** The kept hash of a person's password. */
export async function passwordHash(database: Database, id: string): Promise<string | null> {
  const [row] = await database
    .select({ password: personAccount.password })
    .from(personAccount)
    .where(eq(personAccount.userId, id));
  return row?.password ?? null;
}

/** Ends a person's sessions, but for the one of id `keptSessionId`. */
export async function endSessions(transaction: Transaction, id: string, keptSessionId?: string): Promise<void> {
  const theirs = eq(personSession.userId, id);
  await transaction
    .delete(personSession)
    .where(keptSessionId === undefined ? theirs : and(theirs, ne(personSession.id, keptSessionId)));
}

export async function deletePerson(transaction: Transaction, id: string): Promise<void> {
  await transaction.delete(person).where(eq(person.id, id));
}

/**
 * Throws 409 when `before` was changed or removed and with them the last active administrator of every site: then nobody could let anyone in
 * again.
 */
export async function checkAdministratorRemains(transaction: Transaction, before: Person): Promise<void> {
  const was = before.grants.some(({ role, scope }) => role === 'administrator' && scope.siteId === '*');
  if (!was || !before.active) return;
  const rows = await transaction
    .select({ scope: personGrant.scope, active: person.active, role: personGrant.role })
    .from(personGrant)
    .innerJoin(person, eq(person.id, personGrant.personId))
    .where(eq(personGrant.siteId, '*'));
  if (rows.some((row) => row.active && row.role === 'administrator')) return;
  throw conflict('This is the last administrator of every site. Make somebody else one first.');
}

function personOf(row: typeof person.$inferSelect, grants: readonly Grant[]): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    active: row.active,
    createdAt: row.createdAt.getTime(),
    grants: grants.map((grant) => ({ role: grant.role, scope: grant.scope })),
  };
}
