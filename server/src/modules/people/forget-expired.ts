import { lt } from 'drizzle-orm';
import { SIGN_IN_LIMITS } from '../../auth/sign-in-limit.ts';
import { kioskPairing, personSession, personVerification, signInAttempt } from '../../auth/tables.ts';
import type { Job } from '../server-module.ts';

/** Removes sessions, codes and counted attempts that have run out. They were of no effect already. */
export const forgetExpired: Job = {
  name: 'forget-expired-sessions',
  everyMs: 3_600_000,
  run: async ({ database, now }) => {
    const at = now();
    await database.delete(personSession).where(lt(personSession.expiresAt, new Date(at)));
    await database.delete(personVerification).where(lt(personVerification.expiresAt, new Date(at)));
    await database.delete(signInAttempt).where(lt(signInAttempt.windowStartedAt, at - SIGN_IN_LIMITS.windowMs));
    await database.delete(kioskPairing).where(lt(kioskPairing.expiresAt, at));
  },
};
