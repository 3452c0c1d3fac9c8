import { ROLES, type Role } from '@floorwalk/shared/access/role';
import type { ReportRow } from '@floorwalk/shared/report/report-row';

/** Answers the desk's requests from within the page, so that screens can be looked at without a server. */
export function answerRequests(role: Role, siteId: string): void {
  const views: unknown[] = [];
  const answer = (path: string, search: URLSearchParams, body: unknown): unknown => {
    if (path === '/session') {
      return {
        signedIn: role !== undefined,
        needsSetup: false,
        demo: true,
        principal: {
          id: 'me',
          name: 'Made Up',
          kind: 'demo',
          grants: [{ role: ROLES.includes(role) ? role : 'supervisor', scope: { siteId } }],
        },
        sites: [{ id: siteId, name: 'Riverside', zone: 'Europe/Berlin' }],
      };
    }
    if (path === '/views') {
      if (body) views.push({ ...body, id: String(views.length), mine: true, updatedAt: 0 });
      return views;
    }
    if (path.endsWith('/intervals'))
      return { siteId, rows: intervals(Date.parse(search.get('from') ?? ''), Date.parse(search.get('to') ?? '')) };
    if (path.includes('/timeline')) return { siteId, subject: '', entries: timeline() };
    return {};
  };
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), window.location.origin);
    if (!url.pathname.startsWith('/api/v1')) return real(input, init);
    const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
    return new Response(JSON.stringify(answer(url.pathname.slice(7), url.searchParams, body)), {
      headers: { 'content-type': 'application/json' },
    });
  };
}

function intervals(from: number, to: number): readonly Partial<ReportRow>[] {
  const rows: Partial<ReportRow>[] = [];
  for (let at = from; at < to && rows.length < 48; at += 1_800_000) {
    const offered = Math.round(30 + 25 * Math.sin((at / 3_600_000 / 24) * Math.PI * 2));
    const abandoned = rows.length % 5;
    rows.push({
      startAt: at,
      queueId: 'queue-0',
      offeredCount: offered,
      answeredCount: offered - abandoned,
      abandonedCount: abandoned,
      serviceLevel: { default: 0.83 },
      averageSpeedOfAnswerMs: 14_000,
      averageHandleTimeMs: 260_000,
    });
  }
  return rows;
}

function timeline(): readonly unknown[] {
  const start = Date.now() - 400_000;
  const step = (position: number, type: string, after: number, data: object) => ({
    position,
    id: String(position),
    source: 'made-up-switch',
    type,
    time: start + after * 1_000,
    recordedAt: start + after * 1_000,
    data,
    anomaly: false,
  });
  return [
    step(1, 'bot.session-started', 0, { sessionId: 's', botId: 'bot-0', language: 'de' }),
    step(2, 'bot.turned', 8, {
      botId: 'bot-0',
      confidence: 0.93,
      intent: 'greeting',
      utterance: 'Hello, I need help with my invoice.',
      reply: 'Gladly! Which invoice is it about?',
    }),
    step(3, 'bot.turned', 41, {
      botId: 'bot-0',
      confidence: 0.52,
      intent: 'refund',
      runnerUp: { intent: 'cancel order', confidence: 0.47 },
      utterance: 'I was charged twice and want it back.',
    }),
    step(4, 'bot.handed-off', 60, { botId: 'bot-0', reason: 'low confidence', queueId: 'queue-0' }),
    step(5, 'contact.queued', 61, { contactId: 'contact-0', queueId: 'queue-0', tier: 'gold' }),
    step(6, 'contact.presented', 130, { contactId: 'contact-0', agentId: 'agent-0' }),
    step(7, 'contact.not-answered', 150, { contactId: 'contact-0', agentId: 'agent-0', reason: 'no answer' }),
    step(8, 'contact.answered', 171, { contactId: 'contact-0', agentId: 'agent-1' }),
  ];
}
