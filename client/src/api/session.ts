import type { Role } from '@floorwalk/shared/access/role';
import type { SessionAnswer, SetupRequest, SignInRequest, SignOutRequest } from '@floorwalk/shared/api/session';
import { request } from './request.ts';

export const fetchSession = (): Promise<SessionAnswer> => request('/session');
export const signIn = (body: SignInRequest): Promise<unknown> => request('/sign-in', { method: 'POST', body });
export const signInAsDemo = (role: Role): Promise<unknown> =>
  request('/demo-session', { method: 'POST', body: { role } });
export const signOut = (body: SignOutRequest = {}): Promise<unknown> => request('/sign-out', { method: 'POST', body });
export const setUp = (body: SetupRequest): Promise<unknown> => request('/setup', { method: 'POST', body });
