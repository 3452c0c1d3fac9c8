import type { IntervalsAnswer, TimelineAnswer } from '@floorwalk/shared/api/history';
import { request } from './request.ts';

const site = (siteId: string) => `/sites/${encodeURIComponent(siteId)}`;

/** `from` and `to` are epoch ms. */
export function fetchIntervals(
  siteId: string,
  question: {
    readonly from: number;
    readonly to: number;
    readonly every: '15m' | '30m' | '1d';
    readonly by: 'queue' | 'site';
  },
): Promise<IntervalsAnswer> {
  return request(`${site(siteId)}/intervals`, {
    search: {
      ...question,
      from: new Date(question.from).toISOString(),
      to: new Date(question.to).toISOString(),
    },
  });
}

export const fetchContactTimeline = (siteId: string, contactId: string): Promise<TimelineAnswer> =>
  request(`${site(siteId)}/contacts/${encodeURIComponent(contactId)}/timeline`);

/** `from` and `to` are epoch ms. */
export const fetchAgentTimeline = (
  siteId: string,
  agentId: string,
  from: number,
  to: number,
): Promise<TimelineAnswer> =>
  request(`${site(siteId)}/agents/${encodeURIComponent(agentId)}/timeline`, {
    search: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  });
