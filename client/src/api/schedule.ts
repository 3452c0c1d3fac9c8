import type {
  ActivityRequest,
  AdherenceAnswer,
  AdherenceSettingsRequest,
  AgentSkillsRequest,
  DayAnswer,
  ExceptionDecision,
  ExceptionRequest,
  ImportAnswer,
  ImportRequest,
  QueueStaffingRequest,
  ScheduleDecision,
  SetDaysAnswer,
  SetDaysRequest,
  StaffingDayAnswer,
} from '@floorwalk/shared/api/schedule';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

/** `at` is a past moment, epoch ms; without it now is meant. */
export const fetchStaffingDay = (siteId: string, at?: number): Promise<StaffingDayAnswer> =>
  request(`${site(siteId)}/staffing/day`, { search: { at: at === undefined ? undefined : Math.floor(at) } });
export const fetchAdherence = (siteId: string, at?: number): Promise<AdherenceAnswer> =>
  request(`${site(siteId)}/adherence`, { search: { at: at === undefined ? undefined : Math.floor(at) } });

/** Days of the agents one sees (of one of them), from one ISO date to another. */
export const fetchDays = (siteId: string, from: string, to: string, agent?: string): Promise<readonly DayAnswer[]> =>
  request(`${site(siteId)}/schedules`, { search: { from, to, agent } });
export const putDays = (siteId: string, body: SetDaysRequest): Promise<SetDaysAnswer> =>
  request(`${site(siteId)}/schedules`, { method: 'PUT', body });
export const putActivity = (siteId: string, id: string, body: ActivityRequest): Promise<ScheduleDecision> =>
  request(`${site(siteId)}/schedule-activities/${encodeURIComponent(id)}`, { method: 'PUT', body });
export const importSchedules = (siteId: string, body: ImportRequest): Promise<ImportAnswer> =>
  request(`${site(siteId)}/schedules/import`, { method: 'POST', body });
export const putQueueStaffing = (
  siteId: string,
  queueId: string,
  body: QueueStaffingRequest,
): Promise<ScheduleDecision> =>
  request(`${site(siteId)}/queue-staffing/${encodeURIComponent(queueId)}`, { method: 'PUT', body });
export const putAdherenceSettings = (siteId: string, body: AdherenceSettingsRequest): Promise<ScheduleDecision> =>
  request(`${site(siteId)}/adherence-settings`, { method: 'PUT', body });
export const putSkills = (siteId: string, agentId: string, body: AgentSkillsRequest): Promise<ScheduleDecision> =>
  request(`${site(siteId)}/agents/${encodeURIComponent(agentId)}/skills`, { method: 'PUT', body });

export const requestException = (siteId: string, body: ExceptionRequest): Promise<unknown> =>
  request(`${site(siteId)}/schedule-exceptions`, { method: 'POST', body });
export const decideException = (siteId: string, id: string, body: ExceptionDecision): Promise<unknown> =>
  request(`${site(siteId)}/schedule-exceptions/${encodeURIComponent(id)}/decide`, { method: 'POST', body });
