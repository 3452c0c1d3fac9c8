import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError } from 'better-auth/api';
import { eq } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { person, personAccount, personSession, personVerification } from './tables.ts';

export const SESSION_SECONDS = 7 * 86_400;
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/**
 * Local accounts and their sessions, by better-auth. Its HTTP handler is not exposed: our own routes call its functions, so that there is one
 * set of addresses, one kind of error and one place where a request is judged. Accounts are made by administrators, never by signing up.
 */
export function createAccounts(options: {
  readonly database: Database;
  readonly secret: string;
  readonly publicUrl: string | undefined;
}) {
  const { database, secret, publicUrl } = options;
  return betterAuth({
    appName: 'Floorwalk',
    baseURL: publicUrl ?? 'http://localhost',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: drizzleAdapter(database, {
      provider: 'pg',
      schema: {
        user: person,
        session: personSession,
        account: personAccount,
        verification: personVerification,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
    },
    user: { additionalFields: { active: { type: 'boolean', required: true, defaultValue: true, input: false } } },
    session: { expiresIn: SESSION_SECONDS, updateAge: 86_400 },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [owner] = await database
              .select({ active: person.active })
              .from(person)
              .where(eq(person.id, session.userId));
            if (!owner?.active) throw new APIError('FORBIDDEN', { message: 'deactivated' });
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'floorwalk',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
    },
    // Counted by ourselves in the database, for every process and with an answer in plain words.
    rateLimit: { enabled: false },
  });
}

export type Accounts = ReturnType<typeof createAccounts>;
