import type {
  HandoverAnswer,
  HandoverDecisionAnswer,
  PolicyAnswer,
  TopicRequest,
} from '@floorwalk/shared/api/handover';
import type { BotFiguresAnswer } from '@floorwalk/shared/api/bots';
import type { HandoverPackage } from '@floorwalk/shared/handover/handover-package';
import type { HandoverPolicy } from '@floorwalk/shared/handover/policy';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;
const one = (siteId: string, id: string) => `${site(siteId)}/handovers/${encodeURIComponent(id)}`;

export type HandoverQuestion = {
  readonly mine?: boolean;
  readonly before?: number | undefined;
  readonly bot?: string;
};

export const HANDOVER_PAGE = 50;
export const fetchHandovers = (siteId: string, question: HandoverQuestion): Promise<readonly HandoverAnswer[]> =>
  request(`${site(siteId)}/handovers`, {
    search: {
      mine: question.mine === true ? 'true' : undefined,
      before: question.before,
      bot: question.bot,
      limit: HANDOVER_PAGE,
    },
  });
export const fetchPackage = (siteId: string, id: string): Promise<HandoverPackage> =>
  request(`${one(siteId, id)}/package`);
export const fetchSessionPackage = (siteId: string, sessionId: string): Promise<HandoverPackage> =>
  request(`${site(siteId)}/bot-sessions/${encodeURIComponent(sessionId)}/package`);

export const acceptHandover = (siteId: string, id: string): Promise<HandoverDecisionAnswer> =>
  request(`${one(siteId, id)}/accept`, { method: 'POST' });
export const declineHandover = (siteId: string, id: string, reason: string): Promise<HandoverDecisionAnswer> =>
  request(`${one(siteId, id)}/decline`, { method: 'POST', body: { reason } });
export const handBack = (siteId: string, id: string, note?: string): Promise<HandoverDecisionAnswer> =>
  request(`${one(siteId, id)}/hand-back`, { method: 'POST', body: note === undefined ? {} : { note } });
export const completeHandover = (siteId: string, id: string): Promise<HandoverDecisionAnswer> =>
  request(`${one(siteId, id)}/complete`, { method: 'POST', body: {} });
export const takeSession = (siteId: string, sessionId: string): Promise<HandoverDecisionAnswer> =>
  request(`${site(siteId)}/handovers`, { method: 'POST', body: { sessionId } });

/** `version` is that of the policy it was made from: what somebody else changed meanwhile is not written over. */
export const putPolicy = (siteId: string, policy: HandoverPolicy, version: number): Promise<PolicyAnswer> =>
  request(`${site(siteId)}/handover-policies/${encodeURIComponent(policy.botId)}`, {
    method: 'PUT',
    body: policy,
    search: { version },
  });

export type FiguresQuestion = {
  readonly days: number;
  readonly truth: 'outcome' | 'understood';
  readonly handleSeconds?: number;
};
export const fetchBotFigures = (
  siteId: string,
  botId: string,
  { days, truth, handleSeconds }: FiguresQuestion,
): Promise<BotFiguresAnswer> =>
  request(`${site(siteId)}/bots/${encodeURIComponent(botId)}/figures`, { search: { days, truth, handleSeconds } });

export const decideTopic = (siteId: string, topicId: string, body: TopicRequest): Promise<unknown> =>
  request(`${site(siteId)}/bot-topics/${encodeURIComponent(topicId)}`, { method: 'PUT', body });
