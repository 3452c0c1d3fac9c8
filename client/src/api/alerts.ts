import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { AcknowledgeRequest, BacktestAnswer, FiringAnswer, SilenceRequest } from '@floorwalk/shared/api/alerts';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

export const fetchFirings = (siteId: string, before?: number): Promise<readonly FiringAnswer[]> =>
  request(`${site(siteId)}/alerts`, { search: { before, limit: 100 } });

export const acknowledge = (siteId: string, alertId: string, body: AcknowledgeRequest): Promise<unknown> =>
  request(`${site(siteId)}/alerts/${encodeURIComponent(alertId)}/acknowledge`, { method: 'POST', body });

export const silence = (siteId: string, body: SilenceRequest): Promise<unknown> =>
  request(`${site(siteId)}/alert-silences`, { method: 'POST', body });
export const endSilence = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/alert-silences/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const putRule = (siteId: string, rule: AlertRule): Promise<unknown> =>
  request(`${site(siteId)}/alert-rules/${encodeURIComponent(rule.id)}`, { method: 'PUT', body: rule });
export const removeRule = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/alert-rules/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const startBacktest = (
  siteId: string,
  body: { readonly rules: readonly AlertRule[]; readonly from: number; readonly to: number },
): Promise<BacktestAnswer> => request(`${site(siteId)}/alert-backtests`, { method: 'POST', body });
export const fetchBacktest = (siteId: string, id: string): Promise<BacktestAnswer> =>
  request(`${site(siteId)}/alert-backtests/${encodeURIComponent(id)}`);
