import { createContext, useContext } from 'react';
import { may, type Permission, type Principal } from '@floorwalk/shared/access/role';
import type { SessionAnswer } from '@floorwalk/shared/api/session';

export type Session = {
  readonly principal: Principal;
  readonly email: string | undefined;
  readonly sites: SessionAnswer['sites'];
  readonly isDemo: boolean;
};

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

/** Who is signed in. For parts that are drawn only for them. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('Nobody is signed in where somebody must be.');
  return session;
}

/** Whether the person signed in may do this on the site. */
export function useMay(permission: Permission, siteId: string): boolean {
  return may(useSession().principal, permission, siteId);
}
