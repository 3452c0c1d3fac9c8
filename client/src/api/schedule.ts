import type {
  AdherenceAnswer,
  AdherenceSettingsRequest,
  AgentSkillsRequest,
  ExceptionDecision,
  ExceptionRequest,
  ImportAnswer,
  ImportRequest,
  QueueStaffingRequest,
  ScheduleDecision,
  SetDayRequest,
  StaffingDayAnswer,
} from '@floorwalk/shared/api/schedule';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

/** `at` is a past moment, epoch ms; without it now is meant. */
export const fetchStaffingDay = (siteId: string, at?: number): Promise<StaffingDayAnswer> =>
  request(`${site(siteId)}/staffing/day`, { search: { at } });
export const fetchAdherence = (siteId: string, at?: number): Promise<AdherenceAnswer> =>
  request(`${site(siteId)}/adherence`, { search: { at } });

export const putDay = (siteId: string, agentId: string, date: string, body: SetDayRequest): Promise<ScheduleDecision> =>
  request(`${site(siteId)}/schedules/${encodeURIComponent(agentId)}/${date}`, { method: 'PUT', body });
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
