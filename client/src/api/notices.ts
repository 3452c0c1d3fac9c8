import type {
  ChannelAnswer,
  ChannelRequest,
  ChannelTest,
  DeliveryAnswer,
  LedgerQuery,
  MarkRequest,
  MyNotices,
  PreferencesAnswer,
  PushSubscriptionRequest,
} from '@floorwalk/shared/api/notices';
import type { Language } from '@floorwalk/shared/words/language';
import type { NoticePreferences } from '@floorwalk/shared/notices/preferences';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;
const channel = (siteId: string, id: string) => `${site(siteId)}/notice-channels/${encodeURIComponent(id)}`;

export const fetchMyNotices = (siteId: string, language: Language, before?: number): Promise<MyNotices> =>
  request(`${site(siteId)}/my-notices`, { search: { before, limit: 50, language } });
export const putLanguage = (language: Language): Promise<void> =>
  request('/notice-language', { method: 'PUT', body: { language } });
export const markNotices = (siteId: string, body: MarkRequest): Promise<unknown> =>
  request(`${site(siteId)}/my-notices/mark`, { method: 'POST', body });

export const fetchPreferences = (): Promise<PreferencesAnswer> => request('/notice-preferences');
export const putPreferences = (body: NoticePreferences): Promise<PreferencesAnswer> =>
  request('/notice-preferences', { method: 'PUT', body });
export const addPushDevice = (body: PushSubscriptionRequest): Promise<void> =>
  request('/notice-push', { method: 'POST', body });
export const removePushDevices = (): Promise<void> => request('/notice-push', { method: 'DELETE' });

export const fetchChannels = (siteId: string): Promise<readonly ChannelAnswer[]> =>
  request(`${site(siteId)}/notice-channels`);
export const addChannel = (siteId: string, body: ChannelRequest): Promise<ChannelAnswer> =>
  request(`${site(siteId)}/notice-channels`, { method: 'POST', body });
export const changeChannel = (siteId: string, id: string, body: ChannelRequest): Promise<ChannelAnswer> =>
  request(channel(siteId, id), { method: 'PUT', body });
export const removeChannel = (siteId: string, id: string): Promise<void> =>
  request(channel(siteId, id), { method: 'DELETE' });
export const testChannel = (siteId: string, id: string): Promise<ChannelTest> =>
  request(`${channel(siteId, id)}/test`, { method: 'POST', body: {} });

export const fetchLedger = (siteId: string, query: LedgerQuery): Promise<readonly DeliveryAnswer[]> =>
  request(`${site(siteId)}/notice-deliveries`, { search: query });
export const retryDelivery = (siteId: string, id: string): Promise<DeliveryAnswer> =>
  request(`${site(siteId)}/notice-deliveries/${encodeURIComponent(id)}/retry`, { method: 'POST', body: {} });
