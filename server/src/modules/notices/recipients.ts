import { and, eq, inArray } from 'drizzle-orm';
import { isAddressed, type Addressee } from '@floorwalk/shared/access/addressee';
import { ROLES, type Grant, type Principal } from '@floorwalk/shared/access/role';
import { chooseDemoSession, DEMO_SITE, demoPrincipal } from '../../auth/demo-session.ts';
import { HttpProblem } from '../../auth/http-problem.ts';
import { person, personGrant } from '../../auth/tables.ts';
import type { Database, Transaction } from '../../db/database.ts';

/** Somebody a notice can be meant for. `email` is `null` for who has no account. */
export type Recipient = { readonly principal: Principal; readonly email: string | null };

/** Everybody who has anything to do with a site: active people with a grant on it, and the demo's roles on its floor. */
export async function recipientsOf(
  database: Database | Transaction,
  siteId: string,
  options: { readonly demo: boolean; readonly now: number },
): Promise<readonly Recipient[]> {
  const rows = await database
    .select({ id: person.id, name: person.name, email: person.email, role: personGrant.role, scope: personGrant.scope })
    .from(personGrant)
    .innerJoin(person, eq(person.id, personGrant.personId))
    .where(and(inArray(personGrant.siteId, [siteId, '*']), eq(person.active, true)))
    .orderBy(person.id, personGrant.ordinal);
  const people = new Map<string, { readonly principal: Principal; readonly grants: Grant[]; readonly email: string }>();
  for (const { id, name, email, role, scope } of rows) {
    const grants = people.get(id)?.grants ?? [];
    grants.push({ role, scope });
    people.set(id, { principal: { id, name, kind: 'person', grants }, grants, email });
  }
  const demo = options.demo && siteId === DEMO_SITE ? await demoRecipients(database, options.now) : [];
  return [...people.values(), ...demo];
}

async function demoRecipients(database: Database | Transaction, now: number): Promise<Recipient[]> {
  const found: Recipient[] = [];
  for (const role of ROLES) {
    if (role === 'kiosk') continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- within a transaction, which is one connection
      const session = await chooseDemoSession(database, role, now);
      found.push({ principal: demoPrincipal(session, false), email: null });
    } catch (error) {
      // The floor has told of no team or agent yet, so nobody plays one.
      if (!(error instanceof HttpProblem)) throw error;
    }
  }
  return found;
}

/** Those of everybody who are meant. */
export function addressed(
  everybody: readonly Recipient[],
  siteId: string,
  to: readonly Addressee[],
): readonly Recipient[] {
  return everybody.filter(({ principal }) => to.some((addressee) => isAddressed(principal, siteId, addressee)));
}

/** How a person stands in the ledger. */
export const recipientOfPerson = (personId: string): string => `person:${personId}`;
/** How a channel of the site stands in the ledger. */
export const recipientOfChannel = (channelId: string): string => `channel:${channelId}`;
/** Whose it is, of somebody in the ledger. */
export function personOf(recipient: string): string {
  return recipient.replace(/^person:/, '');
}
