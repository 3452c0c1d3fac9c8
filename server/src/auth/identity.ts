import { parseCookies } from 'better-auth/cookies';
import type { Principal } from '@floorwalk/shared/access/role';
import type { Database } from '../db/database.ts';
import type { Asking, Authenticate } from '../socket/authorize.ts';
import { createAccounts, type Accounts } from './accounts.ts';
import { DEMO_SESSION_MS, demoPrincipal, readDemoSession, writeDemoSession, type DemoSession } from './demo-session.ts';
import { grantsOf } from './grants.ts';
import { openIdentityChanges, type IdentityChanges } from './identity-changes.ts';
import { kioskPrincipal } from './kiosk-token.ts';
import { LOCAL_PRINCIPAL } from './local-token.ts';
import { isOwnOrigin } from './own-origin.ts';
import { createPrincipalCache } from './principal-cache.ts';
import { sameText } from './secrets.ts';
import { needsSetup, setupCode } from './setup-code.ts';
import { createSignInLimit, type SignInLimit } from './sign-in-limit.ts';

/** Who is asking, and by which proof: writes that come by a cookie must also come from our own pages. */
export type Recognised = { readonly principal: Principal; readonly email?: string; readonly by: 'cookie' | 'token' };

export type Identity = {
  readonly accounts: Accounts;
  readonly changes: IdentityChanges;
  readonly signInLimit: SignInLimit;
  /** Who is asking, or `null`; remembered for a few seconds. */
  readonly recognise: (asking: Asking) => Promise<Recognised | null>;
  readonly authenticate: Authenticate;
  /** Whether the first administrator is still to be set up. */
  readonly needsSetup: () => Promise<boolean>;
  /** The one-time code for it, for printing at start; `null` once it has happened. */
  readonly setupCode: () => Promise<string | null>;
  /** The `Set-Cookie` of a one-click session; `null` ends it. */
  readonly demoCookie: (session: DemoSession | null) => string;
  /** True where the demo floor runs. */
  readonly demo: boolean;
  readonly close: () => Promise<void>;
};

export type IdentityOptions = {
  readonly database: Database;
  readonly secret: string;
  readonly publicUrl: string | undefined;
  readonly demo: boolean;
  /** The token of commands run on this machine; `null` where there are none. */
  readonly localToken: string | null;
  /** The real clock, epoch ms. */
  readonly now: () => number;
};

const DEMO_COOKIE = 'floorwalk.demo';

/** Opens everything that says who someone is. Close it before the database. */
export async function openIdentity(options: IdentityOptions): Promise<Identity> {
  const { database, secret, now, localToken } = options;
  const accounts = createAccounts(options);
  const changes = await openIdentityChanges(database);
  const cache = createPrincipalCache<Recognised>();
  const stopClearing = changes.onChange((change) => cache.forget(change.principalId));
  const context = await accounts.$context;
  const sessionCookie = context.authCookies.sessionToken.name;
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const ownOrigin = options.publicUrl === undefined ? null : new URL(options.publicUrl).origin;
  let setupDone = false;

  const stillNeedsSetup = async (): Promise<boolean> => {
    // Once done it stays done, so only the waiting is looked up again.
    setupDone ||= !(await needsSetup(database));
    return !setupDone;
  };

  const byToken = async (token: string): Promise<Recognised | null> => {
    if (localToken !== null && sameText(token, localToken)) return { principal: LOCAL_PRINCIPAL, by: 'token' };
    const principal = await kioskPrincipal(database, token, now());
    return principal && { principal, by: 'token' };
  };

  const bySession = async (cookie: string): Promise<Recognised | null> => {
    const found = await accounts.api.getSession({
      headers: new Headers({ cookie: `${sessionCookie}=${encodeURIComponent(cookie)}` }),
      query: { disableRefresh: true },
    });
    if (!found?.user['active']) return null;
    const grants = await grantsOf(database, [found.user.id]);
    return {
      principal: {
        id: found.user.id,
        name: found.user.name,
        kind: 'person',
        grants: grants.get(found.user.id) ?? [],
      },
      email: found.user.email,
      by: 'cookie',
    };
  };

  const byDemo = async (cookie: string): Promise<Recognised | null> => {
    if (!options.demo) return null;
    const session = readDemoSession(cookie, secret, now());
    return session && { principal: demoPrincipal(session, await stillNeedsSetup()), by: 'cookie' };
  };

  const remembered = async (key: string, find: () => Promise<Recognised | null>): Promise<Recognised | null> => {
    if (!changes.isListening()) return find();
    return cache.get(key, now(), find, (found) => found?.principal.id ?? null);
  };

  const recognise = async (asking: Asking): Promise<Recognised | null> => {
    const token = asking.token ?? bearerOf(asking.headers.authorization);
    if (token !== undefined) return remembered(`token ${token}`, () => byToken(token));
    const cookies = parseCookies(asking.headers.cookie ?? '');
    const demo = cookies.get(DEMO_COOKIE);
    const session = cookies.get(sessionCookie);
    if (session !== undefined) {
      const found = await remembered(`session ${session}`, () => bySession(session));
      if (found) return found;
    }
    return demo === undefined ? null : byDemo(demo);
  };

  return {
    accounts,
    changes,
    signInLimit: createSignInLimit(database),
    recognise,
    authenticate: async (asking) => {
      const found = await recognise(asking);
      // A socket acts for its whole life, so a cookie opens one for our own pages alone, as with a write.
      return found?.by === 'cookie' && !isOwnOrigin(asking.headers, ownOrigin) ? null : (found?.principal ?? null);
    },
    needsSetup: stillNeedsSetup,
    setupCode: () => setupCode(database, secret),
    demoCookie: (session) => {
      // The value is base64url and a dot, which need no escaping in a cookie.
      const value = session ? writeDemoSession(session, secret) : '';
      const lifetime = `Max-Age=${session ? DEMO_SESSION_MS / 1000 : 0}`;
      return `${DEMO_COOKIE}=${value}; ${lifetime}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
    },
    demo: options.demo,
    close: async () => {
      stopClearing();
      await changes.close();
    },
  };
}

function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : (/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '');
}
