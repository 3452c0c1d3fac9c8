import type { AlertWindow } from '@floorwalk/shared/alerts/alert-window';
import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type {
  AcknowledgeRequest,
  BacktestAnswer,
  ExplainAnswer,
  FiringAnswer,
  PreviewAnswer,
  SilenceRequest,
} from '@floorwalk/shared/api/alerts';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

/** A page of what fired, the newest first; those after the firing or before the moment given. */
export const fetchFirings = (
  siteId: string,
  after?: Pick<FiringAnswer, 'firedAt'> & Partial<Pick<FiringAnswer, 'alertId'>>,
): Promise<readonly FiringAnswer[]> =>
  request(`${site(siteId)}/alerts`, { search: { before: after?.firedAt, beforeId: after?.alertId, limit: 100 } });

/** What fired at or after a moment, epoch ms; the newest 500. */
export const fetchFiringsSince = (siteId: string, from: number): Promise<readonly FiringAnswer[]> =>
  request(`${site(siteId)}/alerts`, { search: { from, limit: 500 } });

/** The first alert that fired at or after a moment, epoch ms. */
export const fetchNextFiring = (siteId: string, from: number): Promise<readonly FiringAnswer[]> =>
  request(`${site(siteId)}/alerts`, { search: { from, order: 'oldest', limit: 1 } });

export const explainRule = (
  siteId: string,
  asked: { readonly rule: string; readonly table: SubjectTable; readonly id: string; readonly at?: number | undefined },
): Promise<ExplainAnswer> => request(`${site(siteId)}/alerts/explain`, { search: asked });

export const acknowledge = (siteId: string, alertId: string, body: AcknowledgeRequest): Promise<unknown> =>
  request(`${site(siteId)}/alerts/${encodeURIComponent(alertId)}/acknowledge`, { method: 'POST', body });

export const silence = (siteId: string, body: SilenceRequest): Promise<unknown> =>
  request(`${site(siteId)}/alert-silences`, { method: 'POST', body });
export const endSilence = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/alert-silences/${encodeURIComponent(id)}`, { method: 'DELETE' });

/** `version` is that of what it was made from: what somebody else changed meanwhile is not written over. */
export const putRule = (siteId: string, rule: AlertRule, version: number): Promise<unknown> =>
  request(`${site(siteId)}/alert-rules/${encodeURIComponent(rule.id)}`, {
    method: 'PUT',
    body: rule,
    search: { version },
  });
export const removeRule = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/alert-rules/${encodeURIComponent(id)}`, { method: 'DELETE' });
export const previewRule = (siteId: string, rule: AlertRule): Promise<PreviewAnswer> =>
  request(`${site(siteId)}/alert-rules/preview`, { method: 'POST', body: rule });

export const putWindow = (siteId: string, window: AlertWindow, version: number): Promise<unknown> =>
  request(`${site(siteId)}/alert-windows/${encodeURIComponent(window.id)}`, {
    method: 'PUT',
    body: window,
    search: { version },
  });
export const removeWindow = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/alert-windows/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const startBacktest = (
  siteId: string,
  body: { readonly rules: readonly AlertRule[]; readonly from: number; readonly to: number },
): Promise<BacktestAnswer> => request(`${site(siteId)}/alert-backtests`, { method: 'POST', body });
export const fetchBacktest = (siteId: string, id: string): Promise<BacktestAnswer> =>
  request(`${site(siteId)}/alert-backtests/${encodeURIComponent(id)}`);
