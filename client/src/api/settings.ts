import type { ConfigureAnswer, ConfigureRequest, RefusedEvent } from '@floorwalk/shared/api/configure';
import type { Source } from '@floorwalk/shared/api/ingest';
import type { NewPerson, Person } from '@floorwalk/shared/api/session';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

export const fetchSources = (siteId: string): Promise<readonly Source[]> => request(`${site(siteId)}/sources`);
/** The answer, and it alone, holds the token. */
export const addSource = (siteId: string, name: string): Promise<Source> =>
  request(`${site(siteId)}/sources`, { method: 'POST', body: { name } });
export const revokeSource = (siteId: string, id: string): Promise<void> =>
  request(`${site(siteId)}/sources/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const fetchRefused = (siteId: string, before?: number): Promise<readonly RefusedEvent[]> =>
  request(`${site(siteId)}/refused`, { search: { before, limit: 50 } });

export const configure = (siteId: string, change: ConfigureRequest): Promise<ConfigureAnswer> =>
  request(`${site(siteId)}/configure`, { method: 'POST', body: change });

export type PersonChange = {
  readonly name?: string;
  readonly active?: boolean;
  readonly password?: string;
  readonly grants?: Person['grants'];
};

export const fetchPeople = (): Promise<readonly Person[]> => request('/people');
export const addPerson = (person: NewPerson): Promise<Person> => request('/people', { method: 'POST', body: person });
export const changePerson = (id: string, change: PersonChange): Promise<Person> =>
  request(`/people/${encodeURIComponent(id)}`, { method: 'PATCH', body: change });
