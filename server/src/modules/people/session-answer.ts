import type { SessionAnswer } from '@floorwalk/shared/api/session';
import type { Identity, Recognised } from '../../auth/identity.ts';
import { sitesWithin } from '../../auth/sites-within.ts';
import type { Database } from '../../db/database.ts';

/** Who is asking, or what signing in needs. */
export async function sessionAnswer(
  database: Database,
  identity: Identity,
  recognised: Recognised | null,
): Promise<SessionAnswer> {
  const needsSetup = await identity.needsSetup();
  if (recognised === null) return { signedIn: false, needsSetup, demo: identity.demo, sites: [] };
  const { principal, email } = recognised;
  return {
    signedIn: true,
    needsSetup,
    demo: identity.demo,
    principal: {
      id: principal.id,
      name: principal.name,
      ...(email === undefined ? {} : { email }),
      kind: principal.kind,
      grants: principal.grants.map((grant) => ({ role: grant.role, scope: grant.scope })),
    },
    sites: await sitesWithin(database, principal),
  };
}
