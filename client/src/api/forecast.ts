import type {
  AccuracyAnswer,
  CalendarAnswer,
  CalendarRequest,
  CloseRequest,
  HistoryImportAnswer,
  HistoryImportRequest,
  InvestigationAnswer,
  PastImportAnswer,
  PublishedAnswer,
} from '@floorwalk/shared/api/forecast';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

export const fetchAccuracy = (siteId: string, days: number): Promise<AccuracyAnswer> =>
  request(`${site(siteId)}/forecasts/accuracy`, { search: { days } });

export const fetchPublished = (siteId: string, queue: string, date: string): Promise<readonly PublishedAnswer[]> =>
  request(`${site(siteId)}/forecasts/published`, { search: { queue, date } });

export const askForecast = (siteId: string): Promise<unknown> =>
  request(`${site(siteId)}/forecasts`, { method: 'POST' });

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
