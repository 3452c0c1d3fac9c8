import type {
  AskDocumentsRequest,
  AssignRequest,
  AttainmentAnswer,
  ClockAnswer,
  GiveDocumentRequest,
  HandoffAnswer,
  HandoffDecisionAnswer,
  HandoffDetailAnswer,
  OpenHandoffRequest,
  OwnersAnswer,
  PauseRequest,
} from '@floorwalk/shared/api/handoffs';
import type { Agreement, Department } from '@floorwalk/shared/handoffs/department';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;
const part = encodeURIComponent;

export const fetchEndedHandoffs = (siteId: string, before?: number): Promise<readonly HandoffAnswer[]> =>
  request(`${site(siteId)}/handoffs`, { search: { state: 'ended', before, limit: 100 } });
export const fetchHandoff = (siteId: string, id: string): Promise<HandoffDetailAnswer> =>
  request(`${site(siteId)}/handoffs/${part(id)}`);
/** `at` is epoch ms of the site's clock; now where it is not given. */
export const fetchClock = (siteId: string, id: string, at?: number): Promise<ClockAnswer> =>
  request(`${site(siteId)}/handoffs/${part(id)}/clock`, { search: { at } });
export const fetchOwners = (siteId: string): Promise<OwnersAnswer> => request(`${site(siteId)}/handoff-owners`);
export const fetchAttainment = (siteId: string, by: 'day' | 'month', from: number): Promise<AttainmentAnswer> =>
  request(`${site(siteId)}/handoff-attainment`, { search: { by, from } });
export const handoffsCsv = (siteId: string): string =>
  `/api/v1${site(siteId)}/handoffs?state=all&format=csv&limit=1000`;

export const openHandoff = (siteId: string, body: OpenHandoffRequest): Promise<HandoffDecisionAnswer> =>
  request(`${site(siteId)}/handoffs`, { method: 'POST', body });

/** What can be done with a handoff, by the last part of its address, with what it is told. */
export type HandoffActions = {
  accept: Readonly<Record<string, never>>;
  assign: AssignRequest;
  pause: PauseRequest;
  resume: Readonly<Record<string, never>>;
  'ask-documents': AskDocumentsRequest;
  documents: GiveDocumentRequest;
  return: { readonly reason: string };
  'send-again': { readonly note?: string };
  complete: { readonly note?: string };
  cancel: { readonly reason: string };
  notes: { readonly text: string };
};
export const actOnHandoff = <K extends keyof HandoffActions>(
  siteId: string,
  id: string,
  action: K,
  body: HandoffActions[K],
): Promise<HandoffDecisionAnswer> =>
  request(`${site(siteId)}/handoffs/${part(id)}/${action}`, { method: 'POST', body });

/** `version` is that of what it was made from: what somebody else changed meanwhile is not written over. */
export const putDepartment = (siteId: string, department: Department, version?: number): Promise<unknown> =>
  request(`${site(siteId)}/departments/${part(department.id)}`, {
    method: 'PUT',
    body: department,
    search: { version },
  });
export const removeDepartment = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/departments/${part(id)}`, { method: 'DELETE' });
export const putAgreement = (siteId: string, agreement: Agreement, version?: number): Promise<unknown> =>
  request(
    `${site(siteId)}/departments/${part(agreement.fromDepartmentId)}/agreements/${part(agreement.toDepartmentId)}`,
    { method: 'PUT', body: agreement, search: { version } },
  );
export const removeAgreement = (siteId: string, from: string, to: string): Promise<unknown> =>
  request(`${site(siteId)}/departments/${part(from)}/agreements/${part(to)}`, { method: 'DELETE' });
