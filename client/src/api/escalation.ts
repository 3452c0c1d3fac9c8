import type { Addressee } from '@floorwalk/shared/access/addressee';
import type {
  EscalationAnswer,
  MatrixAnswer,
  OverrideRequest,
  RotationAnswer,
  StartRequest,
  TargetsAnswer,
} from '@floorwalk/shared/api/escalation';
import type { SeverityMatrix } from '@floorwalk/shared/escalation/matrix';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import type { Rotation } from '@floorwalk/shared/escalation/rotation';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;
const one = (siteId: string, id: string) => `${site(siteId)}/escalations/${encodeURIComponent(id)}`;

export const fetchEnded = (siteId: string, before?: number): Promise<readonly EscalationAnswer[]> =>
  request(`${site(siteId)}/escalations`, { search: { state: 'ended', before, limit: 50 } });
export const fetchEscalation = (siteId: string, id: string): Promise<EscalationAnswer> => request(one(siteId, id));

export const escalate = (siteId: string, body: StartRequest): Promise<{ readonly id: string }> =>
  request(`${site(siteId)}/escalations`, { method: 'POST', body });

/** What one can say about an escalation, with what it needs. */
export type Answer =
  | { readonly kind: 'acknowledge'; readonly note?: string }
  | { readonly kind: 'reassign'; readonly to: Addressee; readonly note?: string }
  | { readonly kind: 'snooze'; readonly until: number; readonly reason: string }
  | { readonly kind: 'resolve'; readonly reason: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'war-room' };

export function answerEscalation(siteId: string, id: string, { kind, ...body }: Answer): Promise<unknown> {
  return request(`${one(siteId, id)}/${kind}`, { method: 'POST', body });
}

/** `version` is that of what it was made from: what somebody else changed meanwhile is not written over. */
export const putPolicy = (siteId: string, policy: EscalationPolicy, version: number): Promise<unknown> =>
  request(`${site(siteId)}/escalation-policies/${encodeURIComponent(policy.id)}`, {
    method: 'PUT',
    body: policy,
    search: { version },
  });
export const removePolicy = (siteId: string, id: string): Promise<unknown> =>
  request(`${site(siteId)}/escalation-policies/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const fetchMatrix = (siteId: string): Promise<readonly MatrixAnswer[]> =>
  request(`${site(siteId)}/escalation-matrix`);
export const putMatrix = (
  siteId: string,
  matrix: SeverityMatrix,
  version: number,
): Promise<{ readonly version: number }> =>
  request(`${site(siteId)}/escalation-matrix`, { method: 'PUT', body: matrix, search: { version } });

export const fetchTargets = (siteId: string): Promise<TargetsAnswer> => request(`${site(siteId)}/escalation-targets`);

/** Who is on call, and the shifts of the five weeks from then on: now, or from a moment (epoch ms). */
export const fetchOnCall = (siteId: string, at?: number): Promise<readonly RotationAnswer[]> =>
  request(`${site(siteId)}/on-call`, { search: { at } });
const rotationAt = (siteId: string, id: string) => `${site(siteId)}/on-call/${encodeURIComponent(id)}`;
export const putRotation = (siteId: string, rotation: Rotation, version: number): Promise<unknown> =>
  request(rotationAt(siteId, rotation.id), { method: 'PUT', body: rotation, search: { version } });
export const removeRotation = (siteId: string, id: string): Promise<unknown> =>
  request(rotationAt(siteId, id), { method: 'DELETE' });
export const addOverride = (siteId: string, id: string, body: OverrideRequest): Promise<unknown> =>
  request(`${rotationAt(siteId, id)}/overrides`, { method: 'POST', body });
export const endOverride = (siteId: string, id: string, overrideId: string): Promise<unknown> =>
  request(`${rotationAt(siteId, id)}/overrides/${encodeURIComponent(overrideId)}`, { method: 'DELETE' });
