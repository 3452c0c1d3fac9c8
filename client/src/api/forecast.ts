import type {
  AccuracyAnswer,
  CalendarAnswer,
  CalendarRequest,
  CloseRequest,
  ForecastBy,
  ForecastsAnswer,
  HistoryImportAnswer,
  HistoryImportRequest,
  InvestigationAnswer,
  PastImportAnswer,
  PublishedAnswer,
  QueueRequirementsAnswer,
} from '@floorwalk/shared/api/forecast';
import type { RequirementRule } from '@floorwalk/shared/forecast/requirement-rule';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

export const fetchAccuracy = (siteId: string, days: number): Promise<AccuracyAnswer> =>
  request(`${site(siteId)}/forecasts/accuracy`, { search: { days } });

export const fetchPublished = (siteId: string, queue: string, date: string): Promise<readonly PublishedAnswer[]> =>
  request(`${site(siteId)}/forecasts/published`, { search: { queue, date } });

/** Today's forecasts, or those of `date`; of `queue` alone where it is given. */
export const fetchForecasts = (
  siteId: string,
  search: { readonly by: ForecastBy; readonly queue?: string; readonly date?: string },
): Promise<ForecastsAnswer> =>
  request(`${site(siteId)}/forecasts`, { search: { by: search.by, queue: search.queue, from: search.date } });

export const fetchRequirements = (siteId: string): Promise<QueueRequirementsAnswer> =>
  request(`${site(siteId)}/queue-requirements`);
/** `version` is that of the rule it was made from: what somebody else changed meanwhile is not written over. */
export const putRequirement = (
  siteId: string,
  queueId: string,
  body: RequirementRule,
  version: number,
): Promise<unknown> =>
  request(`${site(siteId)}/queue-requirements/${encodeURIComponent(queueId)}`, {
    method: 'PUT',
    body,
    search: { version },
  });

export const askForecast = (siteId: string): Promise<unknown> =>
  request(`${site(siteId)}/forecasts`, { method: 'POST' });

export const cancelLearning = (siteId: string): Promise<unknown> =>
  request(`${site(siteId)}/forecasts/learning`, { method: 'DELETE' });

export const fetchInvestigations = (siteId: string): Promise<readonly InvestigationAnswer[]> =>
  request(`${site(siteId)}/investigations`, { search: { limit: 200 } });
export const closeInvestigation = (siteId: string, id: string, body: CloseRequest): Promise<unknown> =>
  request(`${site(siteId)}/investigations/${encodeURIComponent(id)}/close`, { method: 'POST', body });

export const fetchCalendar = (siteId: string): Promise<CalendarAnswer> => request(`${site(siteId)}/forecast-calendar`);
export const putCalendarEntry = (siteId: string, id: string, body: CalendarRequest): Promise<unknown> =>
  request(`${site(siteId)}/forecast-calendar/${encodeURIComponent(id)}`, { method: 'PUT', body });
export const removeCalendarEntry = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/forecast-calendar/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const previewImport = (siteId: string, body: HistoryImportRequest): Promise<HistoryImportAnswer> =>
  request(`${site(siteId)}/history-imports/preview`, { method: 'POST', body });
export const importHistory = (siteId: string, body: HistoryImportRequest): Promise<HistoryImportAnswer> =>
  request(`${site(siteId)}/history-imports`, { method: 'POST', body });
export const fetchImports = (siteId: string): Promise<readonly PastImportAnswer[]> =>
  request(`${site(siteId)}/history-imports`);
