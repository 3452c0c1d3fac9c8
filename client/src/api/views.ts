import type { SavedView } from '@floorwalk/shared/api/settings';
import { request } from './request.ts';

type NewView = Pick<SavedView, 'siteId' | 'name' | 'address' | 'shared'>;

export const fetchViews = (siteId: string): Promise<readonly SavedView[]> =>
  request('/views', { search: { site: siteId } });
export const saveView = (view: NewView): Promise<SavedView> => request('/views', { method: 'POST', body: view });
export const deleteView = (id: string): Promise<void> =>
  request(`/views/${encodeURIComponent(id)}`, { method: 'DELETE' });
