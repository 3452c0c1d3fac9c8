import type {
  HelpAnswer,
  HelpAnswerRequest,
  HelpCandidateAnswer,
  ProposalRequest,
  SurgeAnswer,
  SurgePlanRequest,
  SurgePolicyAnswer,
  SurgeRequest,
} from '@floorwalk/shared/api/surge';
import type { Surge } from '@floorwalk/shared/surge/surge';
import type { SurgePolicy } from '@floorwalk/shared/surge/surge-policy';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;
const surge = (siteId: string, id: string) => `${site(siteId)}/surges/${encodeURIComponent(id)}`;

export const fetchSurges = (siteId: string, before?: number): Promise<readonly Surge[]> =>
  request(`${site(siteId)}/surges`, { search: { before, limit: 50 } });
export const planSurge = (siteId: string, body: SurgePlanRequest): Promise<Surge> =>
  request(`${site(siteId)}/surge-plans`, { method: 'POST', body });
export const askForSurge = (siteId: string, body: SurgeRequest): Promise<SurgeAnswer> =>
  request(`${site(siteId)}/surges`, { method: 'POST', body });
export const requestSurge = (siteId: string, id: string, body: ProposalRequest): Promise<SurgeAnswer> =>
  request(`${surge(siteId, id)}/request`, { method: 'POST', body });
export const approveSurge = (siteId: string, id: string, note: string): Promise<SurgeAnswer> =>
  request(`${surge(siteId, id)}/approve`, { method: 'POST', body: note === '' ? {} : { note } });
export const declineSurge = (siteId: string, id: string, reason: string): Promise<SurgeAnswer> =>
  request(`${surge(siteId, id)}/decline`, { method: 'POST', body: { reason } });
export const cancelSurge = (siteId: string, id: string, reason: string): Promise<SurgeAnswer> =>
  request(`${surge(siteId, id)}/cancel`, { method: 'POST', body: { reason } });
export const answerOffer = (siteId: string, id: string, moveId: string, answer: 'yes' | 'no'): Promise<SurgeAnswer> =>
  request(`${surge(siteId, id)}/offers/${encodeURIComponent(moveId)}/answer`, { method: 'POST', body: { answer } });
export const answerHelp = (siteId: string, id: string, body: HelpAnswerRequest): Promise<HelpAnswer> =>
  request(`${site(siteId)}/surge-helps/${encodeURIComponent(id)}/answer`, { method: 'POST', body });
export const fetchHelpCandidates = (siteId: string, id: string): Promise<readonly HelpCandidateAnswer[]> =>
  request(`${site(siteId)}/surge-helps/${encodeURIComponent(id)}/candidates`);
export const answerHelpOffer = (
  siteId: string,
  id: string,
  agentId: string,
  answer: 'yes' | 'no',
): Promise<HelpAnswer> =>
  request(`${site(siteId)}/surge-helps/${encodeURIComponent(id)}/agents/${encodeURIComponent(agentId)}/answer`, {
    method: 'POST',
    body: { answer },
  });
export const fetchSurgePolicy = (siteId: string): Promise<SurgePolicyAnswer> => request(`${site(siteId)}/surge-policy`);
/** `version` is that of the rules it was made from: what somebody else changed meanwhile is not written over. */
export const putSurgePolicy = (siteId: string, policy: SurgePolicy, version: number): Promise<SurgePolicyAnswer> =>
  request(`${site(siteId)}/surge-policy`, { method: 'PUT', body: policy, search: { version } });
